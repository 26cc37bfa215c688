"""A case for one reader: as it stands or as it stood, and the same as plain values."""

from datetime import datetime
from typing import Any

import msgspec

from application.clock import from_ms
from application.desk import Act, Loaded
from application.keys import DESTROYED
from application.opening import accuses, open_case
from domain.case.events import Actor, Fact
from domain.case.record import ReadData
from domain.case.state import Case
from domain.case.words import Role
from domain.sealed import Sealed
from domain.units import CENTRE
from projections.bootstrap import Service
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.room import actor
from web.desk.sight import Sight
from web.desk.standing import Standing

NOBODY = Actor("linkage", CENTRE, Role.AUDITOR)
NOT_YET = Text(
    "{number} was not there yet: its first record has position {seq}, recorded {at}. Give that or"
    " a later one.",
    "那时还没有 {number}：首条记录序号 {seq}，{at} 入库。请给出该序号或更晚的时刻。",
)
# What the reporter answered goes to the centre and not to the units.
NOT_FOR_UNITS = frozenset(
    {
        "answered",
        "own_answer",
        "solved",
        "satisfied",
        "unhappy",
        "visited_by",
        "attempts",
        "closings",
    }
)
# What was complained of, and when, goes past those it is about: the units, and the centre's desk.
FOR_INSPECTION = frozenset({"complaints", "complained", "since", "evidence", "contests"})


class Masked(Sight):
    """Opens nothing."""

    def opens(self, event: Fact, field: str) -> bool:  # noqa: ARG002 - as asked
        """Not for this reader, not now."""
        return False


class Read(Sight):
    """Opens what the reader may see, since the reading is on record."""

    def is_open(self, event: Fact, field: str) -> bool:  # noqa: ARG002 - as asked
        """It was said what for."""
        return True


class Telling:
    """Finds cases for one reader; nobody named: for the service's own host, sealed texts masked."""

    def __init__(self, service: Service, user: str = "") -> None:
        """Errors: `AccountError` unknown."""
        self.service = service
        self._by = actor(service, user) if user else NOBODY
        self._open = False

    def now(self, number: str) -> Loaded:
        """The case as it stands. Errors: `CaseUnknown`, to whoever may not see it."""
        return self._whole(self.service.desk.find(number)).loaded

    def at(self, number: str, moment: datetime | int) -> Loaded:
        """The case as it stood at a time of recording or a position.

        Errors: `CaseUnknown`; `Failure` when its first record came later.
        """
        now = self._whole(self.service.desk.find(number)).loaded
        if not _there_by(moment, now):
            raise not_yet(now)
        if isinstance(moment, int):
            return self.service.desk.load(now.case.id, upto=moment)
        return self.service.desk.load_at(now.case.id, moment)

    def opened(self, number: str, purpose: str) -> Loaded:
        """The case with its sealed texts; the reading is recorded first."""
        loaded, self._open = self.now(number), True
        fields = dict.fromkeys(place.field for place in self.sight(loaded).openable())
        command = ReadData(fields=tuple(fields), purpose=purpose)
        self.service.desk.execute(loaded.case.id, command, Act(by=self._by))
        return self.now(number)

    def standing(self, loaded: Loaded) -> Standing:
        """The case at any moment, beside what the reader may do."""
        return Standing(loaded, self._whole(loaded.case.id).ctx)

    def sight(self, loaded: Loaded) -> Sight:
        """What the reader sees of the case, judged by how it stands now."""
        return (Read if self._open else Masked)(self._whole(loaded.case.id), self._accuses)

    def _accuses(self, number: str, by: Actor) -> bool:
        return accuses(self.service.desk, number, by)

    def _whole(self, case_id: str) -> Standing:
        work, ctx = open_case(self.service.desk, case_id, self._by)
        return Standing(Loaded(work.case, work.rows, work.history), ctx)

    def as_json(self, loaded: Loaded) -> dict[str, Any]:
        """State and history; sealed texts opened or said to be sealed."""
        sight = self.sight(loaded)
        history = [
            {
                "seq": row.seq,
                "version": row.version,
                "topic": row.topic,
                "recorded_at": from_ms(row.recorded),
                "event": self._event(loaded.case, event, sight),
            }
            for row, event in zip(loaded.rows, loaded.history, strict=True)
            if not sight.hides(event)
        ]
        left_out = NOT_FOR_UNITS if sight.of_unit else frozenset()
        if not sight.inspects:
            left_out |= FOR_INSPECTION
        state = _state(loaded.case, left_out)
        state["duplicates"] = [one for one in loaded.case.duplicates if not sight.bars(one)]
        return {"seq": loaded.rows[-1].seq, "case": state, "history": history}

    def _event(self, case: Case, event: Fact, sight: Sight) -> dict[str, Any]:
        fields = {name: getattr(event, name) for name in event.__struct_fields__}
        return {name: self._field(case, event, name, sight) for name in fields}

    def _field(self, case: Case, event: Fact, name: str, sight: Sight) -> Any:
        value = getattr(event, name)
        if not isinstance(value, Sealed):
            return msgspec.to_builtins(value, builtin_types=(datetime,))
        if not sight.opens(event, name):
            return {"sealed": value.key}
        if sight.is_erased(value):
            return {"sealed": value.key, "state": DESTROYED}
        field = getattr(event, "field", name) if name == "sealed" else name
        opened = self.service.desk.keys.open(case.id, field, value)
        return opened.text or {"sealed": value.key, "state": opened.state}


def _there_by(moment: datetime | int, now: Loaded) -> bool:
    first = now.rows[0]
    if isinstance(moment, int):
        return first.seq <= moment
    return from_ms(first.recorded) <= moment


def not_yet(now: Loaded) -> Failure:
    """That it came later, and since when it is there."""
    first = now.rows[0]
    at = f"{from_ms(first.recorded).astimezone(zone()):%F %H:%M}"
    return Failure(NOT_YET(number=now.case.number, seq=first.seq, at=at))


def _state(case: Case, without: frozenset[str]) -> dict[str, Any]:
    state: dict[str, Any] = msgspec.to_builtins(case, builtin_types=(datetime,))
    told = {name: value for name, value in state.items() if name not in without}
    return {**told, "stage": case.stage.value, "open": case.open}
