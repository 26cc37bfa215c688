"""To whose account (责任归属) what is counted stands: a unit's, or the centre's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from sqlalchemy import Column as SqlColumn
from sqlalchemy import ColumnElement, FromClause, and_, case, false, func, literal_column, or_

from domain.assessment.model import Subject
from domain.case.words import Satisfaction, Track, Validity
from domain.units import CENTRE
from projections.queries.measures import Limits, closing
from projections.queries.moments import between, stretch
from projections.queries.viewer import Conditions, Viewer, of_cases, of_dispatches, of_obligations
from projections.tables import cases, dispatches, obligations, round_reports, visiting

Value = ColumnElement[Any]
_ONE: Final[Value] = literal_column("1")
_NONE: Final[Value] = literal_column("0")


class Wanted(NamedTuple):
    """What one indicator counts; `id` is the indicator's, the rest as its rule set has it."""

    id: str
    measure: str
    clocks: tuple[str, ...] = ()
    stretch: str = ""
    percentile: int = 90


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Count:
    """Rows that count at the time `at` for `unit`: how much is due, kept, and partly kept of each.

    `proof` are the columns with the versions of the events that show it; `number` is the case's, or
    the round's. `took` is a time in milliseconds, None where that is not asked. `beside` are the
    same rows with their cases, where `rows` alone tell what is counted.
    """

    rows: FromClause
    at: Value
    unit: Value
    where: tuple[ColumnElement[bool], ...] = ()
    due: Value = _ONE
    kept: Value = _NONE
    partly: Value = _NONE
    took: Value | None = None
    proof: tuple[Value, ...] = ()
    visible: Callable[[Viewer], Conditions]
    cid: SqlColumn[int] | None = None
    beside: FromClause | None = None
    number: Value = cases.c.number

    @property
    def with_cases(self) -> FromClause:
        """The rows with their cases, if they are rows of cases."""
        return self.rows if self.beside is None else self.beside


def counts_of(wanted: Wanted, subject: Subject, register: Limits) -> tuple[Count, ...]:
    """What a measure counts for the units, or for the centre. Errors: `KeyError`, `QueryError`."""
    if wanted.measure == "on_time":
        found: tuple[Count, ...] = (_on_time(wanted.clocks),)
    elif wanted.measure == "registration":
        found = (_registration(register),)
    elif wanted.measure == "duration":
        found = (_duration(wanted.stretch),)
    else:
        found = _COUNTS[wanted.measure]
    return tuple(_of(subject, wanted.measure, one) for one in found)


def _of(subject: Subject, measure: str, one: Count) -> Count:
    """The centre answers for its own limits, and for what reporters say of all the cases."""
    if subject == "units":
        return replace(one, where=(*one.where, one.unit.not_in(("", CENTRE))))
    own = _HELD.get(measure)
    return replace(one, unit=literal_column(f"'{CENTRE}'"), where=(*one.where, *(own or ())))


def _flag(condition: ColumnElement[bool]) -> Value:
    return case((condition, _ONE), else_=_NONE)


_owed = obligations.join(cases, cases.c.cid == obligations.c.cid)
_sent = dispatches.join(cases, cases.c.cid == dispatches.c.cid)
_binding = obligations.c.state != "waived"
_in_time = and_(obligations.c.state == "met", obligations.c.met_at <= obligations.c.due_at)
_LIMIT: Final = Count(
    rows=obligations,
    at=obligations.c.due_at,
    unit=obligations.c.holder,
    where=(_binding,),
    kept=_flag(_in_time),
    proof=(obligations.c.opened_version, obligations.c.ended_version),
    cid=obligations.c.cid,
    beside=_owed,
    visible=of_obligations,
)
_LED: Final = replace(_LIMIT, rows=_owed, unit=cases.c.lead_unit, visible=of_cases)
_HOLDER_OR_LEAD: Final = case(
    (obligations.c.holder == CENTRE, cases.c.lead_unit), else_=obligations.c.holder
)


def _on_time(clocks: tuple[str, ...]) -> Count:
    return replace(_LIMIT, where=(_binding, obligations.c.kind.in_(sorted(clocks))))


def _registration(register: Limits) -> Count:
    """Typed in within its track's limit; what a device or a record kept bears its own time."""
    milliseconds = {track: round(limit.total_seconds() * 1000) for track, limit in register.items()}
    limit = case(milliseconds, value=cases.c.track) if milliseconds else _NONE
    return Count(
        rows=cases,
        at=cases.c.received_at,
        unit=cases.c.received_by,
        where=(cases.c.source == "", cases.c.track.in_(sorted(milliseconds))),
        kept=_flag(cases.c.recorded_at - cases.c.received_at <= limit),
        proof=(_ONE,),
        cid=cases.c.cid,
        visible=of_cases,
    )


def _duration(name: str) -> Count:
    """By the time of receipt, as percentiles are asked for elsewhere too."""
    named = stretch(name)
    asked = between(named.start, named.end)
    took = asked.end - asked.start
    received = named.end == "recorded"
    account = cases.c.received_by if received else cases.c.lead_unit
    return Count(
        rows=_sent if asked.of_dispatches else cases,
        at=cases.c.received_at,
        unit=dispatches.c.unit if asked.of_dispatches else account,
        where=(asked.start.is_not(None), asked.end.is_not(None)),
        took=took,
        cid=cases.c.cid,
        visible=of_dispatches if asked.of_dispatches else of_cases,
    )


_superseded = or_(cases.c.visited_at.is_(None), obligations.c.met_at != cases.c.visited_at)
_valid = and_(visiting, obligations.c.state == "met", or_(_superseded, cases.c.answered))
_last = and_(_valid, obligations.c.met_at == cases.c.visited_at)
_reopened = and_(_valid, or_(_superseded, cases.c.closed_at.is_(None)))
_basically = cases.c.satisfied == Satisfaction.BASICALLY.value
_satisfied = or_(cases.c.satisfied == Satisfaction.SATISFIED.value, _basically)
_ANSWER: Final = replace(
    _LED, at=obligations.c.met_at, where=(_valid,), proof=(obligations.c.ended_version,)
)
_concluded = func.coalesce(cases.c.failed_at, cases.c.agreed_at)
_DISPUTE: Final = Count(
    rows=cases,
    at=cases.c.received_at,
    unit=cases.c.lead_unit,
    where=(
        cases.c.track == Track.DISPUTE.value,
        cases.c.validity.not_in((Validity.INVALID.value, Validity.DUPLICATE.value)),
    ),
    kept=_flag(cases.c.taken_up_at.is_not(None)),
    proof=(_ONE,),
    cid=cases.c.cid,
    visible=of_cases,
)


def _of_reports(viewer: Viewer) -> Conditions:
    return [round_reports.c.unit.in_(viewer.part)] if viewer.of_unit else []


_COUNTS: Final[Mapping[str, tuple[Count, ...]]] = {
    "closure": (replace(_LED, unit=_HOLDER_OR_LEAD, where=(_binding, closing)),),
    "coverage": (replace(_LED, where=(_binding, visiting)),),
    "answering": (replace(_LED, where=(_binding, visiting), kept=_flag(_valid)),),
    "contact": (replace(_ANSWER, where=(false(),)),),  # nobody is asked it yet
    "solved": (replace(_ANSWER, kept=_flag(and_(_last, cases.c.solved))),),
    "satisfied": (
        replace(
            _ANSWER,
            kept=_flag(and_(_last, _satisfied)),
            partly=_flag(and_(_last, _basically)),
        ),
    ),
    "taken_up": (_DISPUTE,),
    "mediation": (
        replace(
            _DISPUTE,
            at=_concluded,
            where=(_concluded.is_not(None),),
            kept=_flag(cases.c.failed_at.is_(None)),
        ),
    ),
    "rework": (
        replace(_LED, at=obligations.c.opened_at, where=(visiting,), kept=_flag(_reopened)),
        Count(
            rows=dispatches,
            at=dispatches.c.feedback_at,
            unit=dispatches.c.unit,
            where=(dispatches.c.sent_back > 0,),
            due=_NONE,
            kept=dispatches.c.sent_back,
            cid=dispatches.c.cid,
            beside=_sent,
            visible=of_dispatches,
        ),
    ),
    "round_reports": (
        Count(
            rows=round_reports,
            at=round_reports.c.due_at,
            unit=round_reports.c.unit,
            where=(round_reports.c.state != "waived",),
            kept=_flag(
                and_(
                    round_reports.c.state == "met",
                    round_reports.c.met_at <= round_reports.c.due_at,
                )
            ),
            proof=(round_reports.c.ended_version,),
            number=round_reports.c.code,
            visible=_of_reports,
        ),
    ),
}

# What of a measure the centre answers for; of what is not named here, for everything.
_HELD: Final[Mapping[str, tuple[ColumnElement[bool], ...]]] = {
    "on_time": (obligations.c.holder == CENTRE,),
    "closure": (obligations.c.holder == CENTRE,),
    "coverage": (obligations.c.holder == CENTRE,),
    "registration": (cases.c.received_by == CENTRE,),
}
