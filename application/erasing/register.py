"""The register of erasures and holds as the log has it, written with the events it is about."""

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypedDict
from uuid import uuid5

from application.codec import Entry, decode
from application.log import Log
from application.registry import NAMESPACE
from domain.case import events as case_events
from domain.case.events import Fact
from domain.privacy import events as e
from domain.privacy.state import Register, advance

if TYPE_CHECKING:
    from application.work import Work

STREAM: Final = uuid5(NAMESPACE, "privacy").hex


class _Place(TypedDict):
    at: datetime
    case: str
    number: str


class RegisterBook:
    """One per process, which reads only what came since last time: one indexed look."""

    def __init__(self, log: Log) -> None:
        """Reads when first asked."""
        self._log = log
        self._turn = threading.Lock()
        self._known = Register()

    def now(self) -> Register:
        """What stands in it; not to be changed."""
        with self._turn:
            rows = self._log.newer(STREAM, self._known.version)
            if rows:
                self._known = advance(self._known, (decode(row.topic, row.state) for row in rows))
            return self._known

    def entries(self, work: "Work") -> list[Entry]:
        """What is noted of the new events of a case, to be recorded in their own transaction."""
        noted = list(_noted(work.case_id, work.case.number, work.history, work.new))
        if not noted:
            return []
        version = self.now().version
        return [Entry(STREAM, version + n, event) for n, event in enumerate(noted, start=1)]


def _noted(
    case_id: str, number: str, history: Sequence[Fact], new: Sequence[Fact]
) -> Iterator[e.RegisterEvent]:
    holds = 0
    settled: set[int] = set()
    for record, event in enumerate(new, start=len(history) + 1):
        place: _Place = {"at": event.at, "case": case_id, "number": number}
        match event:
            case case_events.ErasureAsked():
                yield e.AskedListed(**place, record=record)
            case case_events.ErasureRefused():
                yield e.SettledListed(**place, record=event.asked)
            case case_events.DataErased():
                if event.asked and event.asked not in settled:
                    settled.add(event.asked)
                    yield e.SettledListed(**place, record=event.asked)
                yield e.ErasedListed(**place, record=record, person=event.person, keys=event.keys)
            case case_events.HoldSet():
                holds += 1
                yield e.HoldListed(**place, record=record, hold=_holds(history) + holds)
            case case_events.HoldLifted():
                yield e.HoldEnded(**place, record=record, hold=event.hold)
            case _:
                pass  # nothing of the register's


def _holds(history: Sequence[Fact]) -> int:
    return sum(isinstance(event, case_events.HoldSet) for event in history)
