"""Looks at readings one by one for somebody: those they may know of, each with its marks."""

from datetime import datetime
from typing import NamedTuple

from application.desk import Desk, Loaded
from application.duty import DutyBook
from application.opening import look
from application.readings.register import Reading
from application.readings.unusual import Around, Mark
from domain.case.events import Actor
from domain.case.rights import may_see
from domain.case.state import Case


class Looked(NamedTuple):
    """A reading, the case it is of (None: a shift's note), and why to look at it first."""

    reading: Reading
    case: Case | None
    marks: list[Mark]


class Looking:
    """For one person, who may be among those a case accuses; nobody: the service's own host."""

    def __init__(self, desk: Desk, by: Actor | None, now: datetime) -> None:
        """Each case is loaded once."""
        self._desk, self._by = desk, by
        self._cases: dict[str, Loaded | None] = {}
        self._around = Around(desk.log, DutyBook(desk.log).now(), desk.retention.readings(), now)

    def at(self, one: Reading) -> Looked | None:
        """None where its case doesn't exist for that person."""
        loaded = self._case(one.stream) if one.of_case else None
        if loaded is None and one.of_case:
            return None
        marks = self._around.marks(loaded, one)
        return Looked(one, None if loaded is None else loaded.case, marks)

    def _case(self, stream: str) -> Loaded | None:
        if stream not in self._cases:
            self._cases[stream] = self._load(stream)
        return self._cases[stream]

    def _load(self, stream: str) -> Loaded | None:
        if self._by is None:
            return self._desk.load(stream)
        work, ctx = look(self._desk, stream, self._by)
        return Loaded(work.case, work.rows, work.history) if may_see(work.case, ctx) else None
