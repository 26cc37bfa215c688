"""The rows of the board: how near each limit is, and the step that moves the case on."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from flask import url_for

from domain.case.rights import HEADS
from domain.case.words import Role
from domain.units import CENTRE
from projections.queries.open_cases import WAITING
from web import deadlines, names, times, words
from web.asking import viewer
from web.auth.who import role
from web.deadlines import Mark
from web.desk.steps import anchor
from web.wording import LazyString, _, _l

DESK: Final = frozenset({Role.OPERATOR, Role.LEADER, Role.SUPERVISOR})
STEPS: Final[Mapping[str, LazyString]] = {
    "SignOff": _l("Sign off"),
    "Dispatch": _l("Dispatch"),
    "Urge": _l("Urge"),
}
TABLES: Final = {"stage": words.STAGE, "channel": words.CHANNEL, "clock": words.CLOCK}
NUMBER: Final = "NUMBER"  # stands for one, in an address


class Action(NamedTuple):
    """A link to the form of a step, open on the page of its case."""

    label: str
    url: str


class Line(NamedTuple):
    """One case of the board, in words."""

    number: str
    url: str
    channel: str
    kind: str
    place: str
    title: str
    unit: str
    supports: int
    stage: str
    dispatched: str
    limit: str
    urgent: bool
    reopened: bool
    mark: Mark | None
    action: Action | None


def lines(rows: list[Mapping[str, Any]], now: datetime) -> list[Line]:
    """The rows as they are shown to the viewer."""
    own = viewer().part if viewer().of_unit else ()
    told = Telling(now)
    return [told.line(row, deadlines.mark(row, now, own)) for row in rows]


def moves() -> bool:
    """Whether the viewer is of those who send cases on their way."""
    return role() in DESK and not viewer().of_unit


class Telling:
    """Writes many rows of one page: what is the same in many of them is looked up once."""

    def __init__(self, now: datetime) -> None:
        """For the viewer of this request."""
        self._now = now
        self._case = url_for("desk.case", number=NUMBER).removesuffix(NUMBER)
        self._moves = moves()
        self._word = lru_cache(maxsize=None)(lambda table, value: words.word(TABLES[table], value))
        self._unit = lru_cache(maxsize=None)(names.unit)
        self._kind = lru_cache(maxsize=None)(kind_of)
        self._step = lru_cache(maxsize=None)(lambda step: (str(STEPS[step]), anchor(step, 0)))
        self._signing = _("Waits for signature")

    def line(self, row: Mapping[str, Any], mark: Mark | None) -> Line:
        """One row."""
        url = self._case + quote(row["number"])
        stage = self._signing if row["sign_off"] else self._word("stage", row["stage"])
        return Line(
            number=row["number"],
            url=url,
            channel=self._word("channel", row["channel"]),
            kind=self._kind(row["category"], row["track"]),
            place=row["place"],
            title=row["title"],
            unit=self._unit(row["lead_unit"]),
            supports=row["supports"],
            stage=stage,
            dispatched=times.short(row["dispatched_at"], self._now),
            limit=self._word("clock", row["due_kind"]),
            urgent=bool(row["urgent"]),
            reopened=bool(row["reopened"]),
            mark=mark,
            action=self._action(row, mark, url) if self._moves else None,
        )

    def _action(self, row: Mapping[str, Any], mark: Mark | None, url: str) -> Action | None:
        step = _step(row, mark)
        if not step:
            return None
        label, place = self._step(step)
        return Action(label, f"{url}?step={step}#{place}")


def kind_of(category: str, track: str) -> str:
    """What sort of matter a case is, as far as anybody has said."""
    return names.category(category) if category else words.word(words.TRACK, track)


def _step(row: Mapping[str, Any], mark: Mark | None) -> str:
    """What somebody of the desk would do first; "" when it is not theirs to move."""
    if row["sign_off"]:
        return "SignOff" if role() in HEADS else ""
    if row["stage"] in WAITING:
        return "Dispatch"
    late = mark is not None and mark.colour == "red" and row["due_holder"] != CENTRE
    return "Urge" if late else ""
