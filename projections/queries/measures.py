"""What is counted for each rate: which rows fall into a period, whose they are, which were kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Column as SqlColumn
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
    true,
)

from domain.case.words import Satisfaction, Track, Validity
from projections.queries.viewer import Conditions, Viewer, of_cases, of_dispatches, of_obligations
from projections.tables import cases, dispatches, obligations, visiting

Condition = ColumnElement[bool]
Limits = Mapping[str, timedelta]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Rows that fall into a period by `time`, stand to the account of `unit`, and may be seen.

    `beside` are the same rows with their cases, where `rows` alone tell what is counted: a case
    is looked up for nothing but what it is narrowed or split by.
    """

    rows: FromClause
    time: ColumnElement[Any]
    unit: SqlColumn[str]
    visible: Callable[[Viewer], Conditions] = field(repr=False)
    always: tuple[Condition, ...] = ()
    led: ColumnElement[int] | None = None  # the case, where the unit is the one that leads it
    beside: FromClause | None = None

    @property
    def with_cases(self) -> FromClause:
        """The rows with their cases."""
        return self.rows if self.beside is None else self.beside

    def of(self, unit: str) -> Condition:
        """The rows that stand to this unit's account."""
        own = self.unit == unit
        return own if self.led is None else and_(own, self.led.in_(_sent(unit)))


def _sent(unit: str) -> Select[int]:
    """The unit's cases, by which its quarter is found without going through everybody's."""
    sent = dispatches.alias("sent_to")
    return select(sent.c.cid).where(sent.c.unit == unit)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What a source adds to the numerator and to the denominator of a rate, if it does.

    `due` are the rows that count, `kept` those of them that count as kept.
    """

    source: Source
    numerator: ColumnElement[int]
    denominator: ColumnElement[int]
    due: Condition
    kept: Condition


_obligation = obligations.join(cases, cases.c.cid == obligations.c.cid)
_dispatch = dispatches.join(cases, cases.c.cid == dispatches.c.cid)
_concluded = func.coalesce(cases.c.failed_at, cases.c.agreed_at)

# A time limit stands to the account of its holder, an answer to that of the lead unit.
_OWED = Source(_obligation, obligations.c.due_at, obligations.c.holder, of_obligations)
_OWED_ALONE = replace(_OWED, rows=obligations, beside=_obligation)
_VISITED = Source(
    _obligation,
    obligations.c.met_at,
    cases.c.lead_unit,
    of_cases,
    (visiting,),
    obligations.c.cid,
)
_CLOSED = replace(_VISITED, time=obligations.c.opened_at)
_FED_BACK = Source(_dispatch, dispatches.c.feedback_at, dispatches.c.unit, of_dispatches)
_RECEIVED = Source(cases, cases.c.received_at, cases.c.received_by, of_cases)
_LED = Source(cases, cases.c.received_at, cases.c.lead_unit, of_cases, led=cases.c.cid)
_MEDIATED = replace(_LED, time=_concluded)

_binding = obligations.c.state != "waived"
_met = obligations.c.state == "met"
_in_time = and_(_met, obligations.c.met_at <= obligations.c.due_at)

# Of several return visits the case keeps the last one's answers; before it came a reopening.
# A case closed again keeps none until its next visit.
_superseded = or_(cases.c.visited_at.is_(None), obligations.c.met_at != cases.c.visited_at)
_valid = and_(visiting, _met, or_(_superseded, cases.c.answered))
_last = and_(_valid, obligations.c.met_at == cases.c.visited_at)
# Unsolved alone reopens nothing: reporters may say so themselves without asking for it.
_reopened = and_(_valid, or_(_superseded, cases.c.closed_at.is_(None)))

closing: Final = and_(
    obligations.c.kind.in_(("close", "opinion", "reply")),  # seen without looking into the case
    or_(obligations.c.kind != "reply", cases.c.track == Track.PETITION.value),
)
"""The time limit within which a matter has to be closed; a petition's is that of its answer."""


def _part(source: Source, due: Condition, kept: Condition) -> Part:
    return Part(source, _how_many(and_(due, kept)), _how_many(due), due, kept)


def _how_many(what: Condition) -> ColumnElement[int]:
    return func.count(case((what, 1)))


def _on_time(due: Condition, source: Source = _OWED_ALONE) -> tuple[Part, ...]:
    return (_part(source, and_(due, _binding), _in_time),)


def registration(limits: Limits) -> tuple[Part, ...]:
    """Typed in within its track's limit; what a device or a record kept bears its own time."""
    milliseconds = {track: round(limit.total_seconds() * 1000) for track, limit in limits.items()}
    limit = case(milliseconds, value=cases.c.track)
    due = and_(cases.c.source == "", cases.c.track.in_(sorted(milliseconds)))
    return (_part(_RECEIVED, due, cases.c.recorded_at - cases.c.received_at <= limit),)


ARRIVAL: Final = _on_time(obligations.c.kind == "arrive")
HANDLING: Final = _on_time(obligations.c.kind == "handle")
FEEDBACK: Final = _on_time(obligations.c.kind == "feedback")
CLOSURE: Final = _on_time(closing, _OWED)
COVERAGE: Final = _on_time(visiting)
ANSWERING: Final = (_part(_OWED, and_(visiting, _binding), _valid),)
SOLVED: Final = (_part(_VISITED, _valid, and_(_last, cases.c.solved)),)
SATISFIED: Final = (
    _part(
        _VISITED,
        _valid,
        and_(
            _last,
            cases.c.satisfied.in_((Satisfaction.SATISFIED.value, Satisfaction.BASICALLY.value)),
        ),
    ),
)
TAKEN_UP: Final = (
    _part(
        _LED,
        and_(
            cases.c.track == Track.DISPUTE.value,
            cases.c.validity.not_in((Validity.INVALID.value, Validity.DUPLICATE.value)),
        ),
        cases.c.taken_up_at.is_not(None),
    ),
)
MEDIATION: Final = (_part(_MEDIATED, _concluded.is_not(None), cases.c.failed_at.is_(None)),)
# Every closing starts one time limit for its return visit.
REWORK: Final = (
    _part(_CLOSED, visiting, _reopened),
    Part(
        _FED_BACK,
        func.coalesce(func.sum(dispatches.c.sent_back), 0),
        literal_column("0"),
        dispatches.c.sent_back > 0,
        true(),
    ),
)
