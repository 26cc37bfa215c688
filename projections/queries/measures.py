"""What is counted for each rate and score: which rows, to whose account, which of them are kept.

An unhappy truth is as exact as a happy one: every row that counts stands in the read model with the
event that shows it, so that nothing has to be guessed from how a case stands now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Column as SqlColumn
from sqlalchemy import ColumnElement, FromClause, and_, case, false, or_, true

from domain.case.words import Satisfaction, Track
from domain.units import CENTRE
from projections.conditions import (
    binding,
    closing,
    concluded,
    disputed,
    of_units,
    said,
    visit_due,
)
from projections.queries.moments import between, stretch
from projections.tables import (
    cases,
    closings,
    dispatches,
    mediations,
    obligations,
    round_reports,
    sent_back,
)

Condition = ColumnElement[bool]
Limits = Mapping[tuple[str, str], timedelta]
"""By the rule set a case is pinned to ("" for any) and its track."""
ALL: Final[Condition] = true()
NONE: Final[Condition] = false()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Count:
    """Rows that count for `unit` at the time `at`, where `found` and `where` hold.

    Of them the `kept` are in the numerator, and `partly` says of which that is only half said; all
    are in the denominator unless `due` is false. `took` is a time in milliseconds, measured instead
    of counted. `proof` are the columns with versions of the events that show it. `number` is the
    case's, or the round's where there is no `cid`; `beside` are the rows with their cases.

    `sought`: an index of the rows where `found` holds leads from each unit to its times.
    """

    rows: FromClause
    at: SqlColumn[int]
    unit: SqlColumn[str]
    found: tuple[Condition, ...] = ()
    where: tuple[Condition, ...] = ()
    due: bool = True
    kept: Condition = ALL
    partly: Condition = NONE
    took: ColumnElement[int] | None = None
    proof: tuple[SqlColumn[int], ...] = ()
    cid: SqlColumn[int] | None = None
    beside: FromClause | None = None
    number: ColumnElement[str] = cases.c.number
    sought: bool = True

    @property
    def with_cases(self) -> FromClause:
        """The rows with their cases, if they are rows of cases."""
        return self.rows if self.beside is None else self.beside

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Of all rows that ever count."""
        return (*self.found, *self.where)


def _beside(table: Any) -> FromClause:
    beside: FromClause = table.join(cases, cases.c.cid == table.c.cid)
    return beside


_LIMIT: Final = Count(
    rows=obligations,
    at=obligations.c.due_at,
    unit=obligations.c.holder,
    found=(binding,),
    kept=obligations.c.kept.is_(true()),
    proof=(obligations.c.opened_version, obligations.c.ended_version),
    cid=obligations.c.cid,
    beside=_beside(obligations),
)
_CLOSING: Final = Count(
    rows=closings,
    at=closings.c.closed_at,
    unit=closings.c.unit,
    kept=closings.c.reopened.is_(true()),
    proof=(closings.c.version, closings.c.visit_version),
    cid=closings.c.cid,
    beside=_beside(closings),
)
_DUE: Final = replace(
    _CLOSING, at=closings.c.due_at, found=(visit_due,), kept=closings.c.in_time.is_(true())
)
_SAID: Final = replace(
    _CLOSING,
    at=closings.c.said_at,
    found=(said,),
    kept=closings.c.solved.is_(true()),
    proof=(closings.c.visit_version,),
)
_basically = closings.c.satisfied == Satisfaction.BASICALLY.value
_asked = closings.c.contacted.is_not(None)

Counts = tuple[Count, ...]


def on_time(*kinds: str) -> Counts:
    """Limits of these kinds, to the account of who holds them."""
    return (replace(_LIMIT, where=(obligations.c.kind.in_(sorted(kinds)),)),)


def registration(limits: Limits) -> Counts:
    """Typed in within its track's limit; what a device or a record kept bears its own time."""
    if not limits:
        return ()
    known = [(_pinned(*key), round(limit.total_seconds() * 1000)) for key, limit in limits.items()]
    own = Count(
        rows=cases,
        at=cases.c.received_at,
        unit=cases.c.received_by,
        found=(of_units,),
        where=(cases.c.source == "", or_(*(pinned for pinned, _ in known))),
        kept=cases.c.recorded_at - cases.c.received_at <= case(*known),
        cid=cases.c.cid,
    )
    return own, replace(own, found=(cases.c.received_by == CENTRE,), sought=False)


def _pinned(rules: str, track: str) -> Condition:
    of_track = cases.c.track == track
    return and_(of_track, cases.c.rules == rules) if rules else of_track


def duration(name: str) -> Counts:
    """From one moment to another, in the period of receipt. Errors: `QueryError` clock-unknown."""
    named = stretch(name)
    asked = between(named.start, named.end)
    of_case = cases.c.received_by if named.end == "recorded" else cases.c.lead_unit
    measured = Count(
        rows=_beside(dispatches) if asked.of_dispatches else cases,
        at=cases.c.received_at,
        unit=dispatches.c.unit if asked.of_dispatches else of_case,
        where=(asked.start.is_not(None), asked.end.is_not(None), *_nobody_sought(named.end)),
        took=asked.end - asked.start,
        cid=cases.c.cid,
        sought=False,
    )
    return (measured,)


def _nobody_sought(end: str) -> list[Condition]:
    """Nobody is timed on how soon they reach a person with a petition."""
    return [cases.c.track != Track.PETITION.value] if end == "arrived" else []


ARRIVAL: Final = on_time("arrive")
HANDLING: Final = on_time("handle")
FEEDBACK: Final = on_time("feedback")
# What the centre holds stands to the account of the unit that leads to the closing.
CLOSURE: Final = (replace(_LIMIT, unit=obligations.c.account, found=(binding, closing)),)
COVERAGE: Final = (_DUE,)
ANSWERING: Final = (replace(_DUE, kept=closings.c.answered.is_(true())),)
SOLVED: Final = (_SAID,)
SATISFIED: Final = (
    replace(
        _SAID,
        kept=or_(closings.c.satisfied == Satisfaction.SATISFIED.value, _basically),
        partly=_basically,
    ),
)
CONTACT: Final = (replace(_SAID, where=(_asked,), kept=closings.c.contacted.is_(true())),)
TAKEN_UP: Final = (
    Count(
        rows=cases,
        at=cases.c.received_at,
        unit=cases.c.settled_by,
        found=(disputed,),
        kept=cases.c.taken_up_at.is_not(None),
        proof=(cases.c.taken_up_version,),
        cid=cases.c.cid,
        sought=False,
    ),
)
MEDIATION: Final = (
    Count(
        rows=mediations,
        at=mediations.c.concluded_at,
        unit=mediations.c.unit,
        found=(concluded,),
        kept=mediations.c.agreed.is_(true()),
        proof=(mediations.c.version, mediations.c.ended_version),
        cid=mediations.c.cid,
        beside=_beside(mediations),
        sought=False,
    ),
)
REWORK: Final = (
    _CLOSING,
    Count(
        rows=sent_back,
        at=sent_back.c.at,
        unit=sent_back.c.unit,
        due=False,
        proof=(sent_back.c.version,),
        cid=sent_back.c.cid,
        beside=_beside(sent_back),
        sought=False,
    ),
)
ROUND_REPORTS: Final = (
    Count(
        rows=round_reports,
        at=round_reports.c.due_at,
        unit=round_reports.c.unit,
        where=(round_reports.c.state != "waived",),
        kept=and_(
            round_reports.c.state == "met",
            round_reports.c.met_at <= round_reports.c.due_at,
        ),
        proof=(round_reports.c.ended_version,),
        number=round_reports.c.code,
        sought=False,
    ),
)
