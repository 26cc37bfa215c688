"""The audits of the story: one gone through and closed, one under way with findings at every stage.

What is drawn comes from the read model, which this layer doesn't know: it is asked for.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from application import audit
from application.demo.data import AuditLine, FindingLine, SampleLine, Town, load_audits
from application.demo.rounds import Moment
from application.desk import Desk
from domain.assessment.periods import Quarter
from domain.audit.finding import Look, Noted, Reply
from domain.audit.keeping import Draw, Plan
from domain.audit.sampling import Frame
from domain.audit.state import Sheet
from domain.audit.words import INSPECTION
from domain.case.events import Actor, Fact, FeedbackGiven
from domain.case.words import Role
from domain.units import CENTRE

MORNING: Final = time(9, 20)
ONE: Final = timedelta(minutes=7)  # so long an auditor looks into one matter

Sampler = Callable[[Frame, str, Actor], Draw]
"""Draws as of now; without a seed by the hash of the last record."""


class Audits:
    """What happens on the story's sheets."""

    def __init__(self, desk: Desk, town: Town, end: datetime, draw: Sampler) -> None:
        """Nothing has happened yet."""
        self._desk, self._end, self._draw = desk, end, draw
        self._zone = ZoneInfo(desk.settings.timezone)
        self._people = [Actor(one.username, one.unit, one.role) for one in town.people]
        self._auditor = self._first(Role.AUDITOR)
        self._codes: dict[str, str] = {}

    def moments(self) -> Iterator[Moment]:
        """All of it lies before the end."""
        return (one for line in load_audits() for one in self._of(line) if one.at < self._end)

    def _of(self, line: AuditLine) -> Iterator[Moment]:
        begun = self._day(line.days_ago)
        yield Moment(begun, partial(self._open, line))
        yield Moment(begun + ONE, partial(self._sample, line))
        yield Moment(begun + 2 * ONE, partial(self._examine, line))
        for n, found in enumerate(line.findings, start=1):
            yield from self._about(line, n, found)
        if line.closed_days_ago is not None:
            yield Moment(self._day(line.closed_days_ago), partial(self._close, line))

    def _about(self, line: AuditLine, n: int, found: FindingLine) -> Iterator[Moment]:
        noted = self._day(found.days_ago) + n * ONE
        yield Moment(noted, partial(self._note, line, found))
        if found.answer:
            yield Moment(
                self._day(found.answered_days_ago) + n * ONE, partial(self._answer, line, found)
            )
        if found.look:
            yield Moment(
                self._day(found.looked_days_ago) + n * ONE, partial(self._look, line, found)
            )

    # --- what is done ---

    def _open(self, line: AuditLine) -> None:
        since, until = self._last_quarter()
        plan = Plan(line.title, line.aim, since=since, until=until)
        self._codes[line.id] = audit.open_sheet(self._desk, plan, self._auditor)

    def _sample(self, line: AuditLine) -> None:
        for one in line.samples:
            drawn = self._draw(self._frame(one), one.seed, self._auditor)
            audit.take_sample(self._desk, self._codes[line.id], drawn, self._auditor)

    def _frame(self, one: SampleLine) -> Frame:
        since, until = self._last_quarter()
        return Frame(
            method=one.method,
            size=one.size,
            since=since,
            until=until,
            units=one.units,
            risks=one.risks,
        )

    def _examine(self, line: AuditLine) -> None:
        """Some of them; those a finding is noted on are gone through by that."""
        numbers = list(self._sheet(line).matters)
        for number in numbers[: line.examined]:
            self._go_through(line, number)

    def _go_through(self, line: AuditLine, number: str) -> None:
        audit.examine(self._desk, self._codes[line.id], number, line.note, self._auditor)

    def _note(self, line: AuditLine, found: FindingLine) -> None:
        number, records = self._proof(line, found)
        noted = Noted(
            found.unit,
            found.grade,
            found.text,
            found.demand,
            self._due(found.due_days),
            number,
            records,
        )
        audit.note_finding(self._desk, self._codes[line.id], noted, self._auditor)

    def _proof(self, line: AuditLine, found: FindingLine) -> tuple[str, tuple[int, ...]]:
        """The first matter of the sheet with a feedback form of the unit, and that record."""
        for number in self._sheet(line).matters if found.on_feedback else ():
            known = self._desk.load(self._desk.find(number))
            forms = _feedback(known.history, found.unit)
            if forms and not known.case.accused:
                return number, (forms[0],)
        return "", ()

    def _answer(self, line: AuditLine, found: FindingLine) -> None:
        reply, who = Reply(found.agreed, found.answer), self._who_answers(found.unit)
        audit.answer_finding(
            self._desk, self._codes[line.id], self._number(line, found), reply, who
        )

    def _look(self, line: AuditLine, found: FindingLine) -> None:
        due = None if found.settled else self._due(found.due_again_days)
        look = Look(found.settled, found.look, due)
        audit.follow_up(
            self._desk, self._codes[line.id], self._number(line, found), look, self._auditor
        )

    def _close(self, line: AuditLine) -> None:
        for number in self._sheet(line).unexamined:
            self._go_through(line, number)
        audit.close_sheet(self._desk, self._codes[line.id], line.conclusion, self._auditor)

    # --- who and when ---

    def _sheet(self, line: AuditLine) -> Sheet:
        return self._desk.sheets.of(self._codes[line.id])

    def _number(self, line: AuditLine, found: FindingLine) -> int:
        every = self._sheet(line).findings
        return next(one.id for one in every if one.noted.text == found.text)

    def _who_answers(self, unit: str) -> Actor:
        if unit == INSPECTION:
            return self._first(Role.SUPERVISOR)
        return self._first(Role.LEADER, unit)

    def _first(self, role: Role, unit: str = CENTRE) -> Actor:
        return next(one for one in self._people if one.role == role and one.unit == unit)

    def _last_quarter(self) -> tuple[date, date]:
        last = Quarter.at(self._end, self._zone).before
        return last.first, Quarter.at(self._end, self._zone).first - timedelta(days=1)

    def _due(self, days: float) -> datetime:
        return self._desk.clock() + timedelta(days=days)

    def _day(self, days_ago: float) -> datetime:
        """In the morning of so many days before the end."""
        day = self._end.astimezone(self._zone).date() - timedelta(days=days_ago)
        return datetime.combine(day, MORNING, self._zone).astimezone(self._end.tzinfo)


def _feedback(history: Sequence[Fact], unit: str) -> list[int]:
    """A unit's feedback forms."""
    return [
        version
        for version, fact in enumerate(history, start=1)
        if isinstance(fact, FeedbackGiven) and fact.by.unit == unit
    ]
