"""What a bulletin counts: how much there was, what was owed and failed; and the rows behind it.

Accusations are not in it: a bulletin is read by every unit, and to the accused such a matter does
not exist. Nor are failings that only reporters' own words show.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, literal_column, select
from sqlalchemy import case as when

from domain.case.failings import OF_REPORTERS
from domain.case.words import Role
from domain.units import CENTRE
from projections.conditions import accusing, failing, running, standing
from projections.queries.counting import by_unit
from projections.queries.errors import QueryError
from projections.queries.filters import Filters, ms
from projections.queries.measures import on_time
from projections.queries.rated import PER_PAGE, Rows
from projections.queries.rates import asked_of
from projections.queries.viewer import (
    Conditions,
    Viewer,
    of_cases,
    of_dispatches,
    of_failings,
    of_obligations,
)
from projections.tables import cases, dispatches, failings, obligations

Value = ColumnElement[Any]
Test = Callable[[int], ColumnElement[bool]]  # of milliseconds that count as now
SOON: Final = timedelta(hours=24)
_NO_PART: Final[Value] = literal_column("''")


class Span(NamedTuple):
    """Aware times, `until` not included; what falls due from `now` on does not count yet."""

    since: datetime
    until: datetime
    now: datetime


class Counted(NamedTuple):
    """How much one unit had of one part of what is counted; `kept` by the names of `kept`."""

    unit: str
    part: str
    total: int
    kept: Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Source:
    """Rows that count at a time for a unit; `stock` are those there are now, whatever the period.

    `part` is what they are told apart by. `kept` are those of them that are something more.
    """

    rows: FromClause
    at: Value
    unit: Value
    visible: Callable[[Viewer], Conditions]
    where: tuple[ColumnElement[bool], ...] = ()
    part: Value = _NO_PART
    stock: bool = False
    kept: Mapping[str, Test] = field(default_factory=dict)


def _late(_: int) -> ColumnElement[bool]:
    return failing


def _urged(_: int) -> ColumnElement[bool]:
    return failing & (obligations.c.urged > 0)


def _left(_: int) -> ColumnElement[bool]:
    return running


def _overdue(now: int) -> ColumnElement[bool]:
    return obligations.c.due_at < now


def _soon(now: int) -> ColumnElement[bool]:
    return obligations.c.due_at.between(now, now + round(SOON.total_seconds() * 1000))


SOURCES: Final[Mapping[str, Source]] = {
    "received": Source(
        rows=cases,
        at=cases.c.received_at,
        unit=cases.c.received_by,
        visible=of_cases,
        part=cases.c.track,
    ),
    "dispatched": Source(
        rows=dispatches,
        at=dispatches.c.dispatched_at,
        unit=dispatches.c.unit,
        visible=of_dispatches,
    ),
    "closed": Source(
        rows=cases,
        at=cases.c.closed_at,
        unit=cases.c.lead_unit,
        visible=of_cases,
    ),
    "open": Source(
        rows=obligations,
        at=obligations.c.due_at,
        unit=obligations.c.holder,
        visible=of_obligations,
        where=(running,),
        stock=True,
        kept={"overdue": _overdue, "soon": _soon},
    ),
    "fell_due": Source(
        rows=obligations,
        at=obligations.c.due_at,
        unit=obligations.c.holder,
        visible=of_obligations,
        where=(obligations.c.state != "waived",),
        kept={"missed": _late, "urged": _urged, "left": _left},
    ),
    "failing": Source(
        rows=failings,
        at=failings.c.at,
        unit=failings.c.unit,
        visible=of_failings,
        where=(failings.c.kind.not_in(sorted(OF_REPORTERS)), standing),
        part=failings.c.kind,
    ),
}
FELL_DUE, MISSED = "fell_due", "missed"
LIMITS: Final = replace(on_time()[0], where=())  # of every kind
_LATE: Final = replace(SOURCES[FELL_DUE], where=(*SOURCES[FELL_DUE].where, failing))
_NOTHING_LATE: Final = {"missed": 0, "urged": 0, "left": 0}
OF_SOURCE: Final = {kept: name for name, source in SOURCES.items() for kept in source.kept}


def everybodys(connection: Connection) -> Viewer:
    """As whom a bulletin is counted: whoever is accused in a matter, it does not exist for them."""
    accused = connection.execute(select(cases.c.accused).where(accusing).distinct()).scalars()
    codes = frozenset(code for one in accused for code in one.split(",") if code)
    return Viewer(Role.LEADER, CENTRE, above=codes)


def counted(connection: Connection, name: str, span: Span, viewer: Viewer) -> list[Counted]:
    """One of `SOURCES`, by unit and part, in the order of their codes."""
    if name == FELL_DUE:
        return _fell_due(connection, span, viewer)
    return _split(connection, name, span, viewer)


def _split(connection: Connection, name: str, span: Span, viewer: Viewer) -> list[Counted]:
    source = _LATE if name == MISSED else SOURCES[name]
    unit, part = source.unit.label("unit"), source.part.label("part")
    sums = (func.count(when((test(ms(span.now)), 1))) for test in source.kept.values())
    found: Select[*tuple[Any, ...]] = select(unit, part, func.count(), *sums)
    found = found.select_from(source.rows).where(*_conditions(source, span, viewer))
    groups = [unit] if source.part is _NO_PART else [unit, part]
    rows = connection.execute(found.group_by(*groups).order_by(*groups))
    return [_counted(source, *row) for row in rows]


def _fell_due(connection: Connection, span: Span, viewer: Viewer) -> list[Counted]:
    """What fell due by unit: all of it along the units' index, what was missed row by row."""
    asked = asked_of(viewer, Filters(since=span.since, until=span.until), span.now)
    due = by_unit(connection, (LIMITS,), asked)[0]
    late = {one.unit: one.kept for one in _split(connection, MISSED, span, viewer)}
    found: dict[str, Counted] = {}
    for unit, sums in due.items():
        kept = {**_NOTHING_LATE, **late.get(unit or CENTRE, {}), "missed": sums.due - sums.kept}
        found[unit] = Counted(unit or CENTRE, "", sums.due, kept)
    return [found[unit] for unit in sorted(found)]


def _counted(source: Source, unit: str, part: str, total: int, *kept: int) -> Counted:
    return Counted(unit or CENTRE, part, total, dict(zip(source.kept, kept, strict=True)))


def _conditions(source: Source, span: Span, viewer: Viewer) -> Conditions:
    until = ms(min(span.until, span.now))
    timed = [] if source.stock else [source.at >= ms(span.since), source.at < until]
    return [*source.where, *timed, *source.visible(viewer)]


class Asked(NamedTuple):
    """Which rows: "overdue", or "received.hotline", of a unit or with "" of all."""

    name: str
    span: Span
    unit: str = ""


def rows(connection: Connection, asked: Asked, viewer: Viewer, page: int = 1) -> Rows:
    """The rows behind a count, the latest first. Errors: `QueryError` figure-unknown."""
    found = _rows(asked, viewer).subquery()
    total = connection.execute(select(func.count()).select_from(found)).scalar_one()
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    shown = select(found).order_by(found.c.at.desc(), found.c.number).limit(PER_PAGE)
    shown = shown.offset((page - 1) * PER_PAGE)
    return Rows(connection.execute(shown).mappings().all(), total, page)


def _rows(asked: Asked, viewer: Viewer) -> Select[*tuple[Any, ...]]:
    name, _, part = asked.name.partition(".")
    source = SOURCES.get(OF_SOURCE.get(name, name))
    readable = (part + asked.unit).isprintable()
    if source is None or not readable or (part and source.part is _NO_PART):
        raise QueryError("figure-unknown", figure=ascii(asked.name))
    found: Select[*tuple[Any, ...]] = select(
        cases.c.number,
        cases.c.title,
        cases.c.track,
        source.unit.label("unit"),
        source.at.label("at"),
        literal_column("1").label("kept"),
    ).select_from(_with_cases(source.rows))
    more = [source.kept[name](ms(asked.span.now))] if name in source.kept else []
    more += [source.part == part] if part else []
    more += [source.unit.in_(_codes(asked.unit))] if asked.unit else []
    return found.where(*_conditions(source, asked.span, viewer), *more)


def _codes(unit: str) -> tuple[str, ...]:
    """What stands to nobody's account is the centre's."""
    return ("", CENTRE) if unit == CENTRE else (unit,)


def _with_cases(rows: FromClause) -> FromClause:
    return rows if rows is cases else rows.join(cases, cases.c.cid == rows.c.cid)
