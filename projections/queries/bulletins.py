"""What a bulletin counts: how much there was, what was owed and failed; and the rows behind it.

Accusations are not in it: a bulletin is read by every unit, and to the accused such a matter does
not exist. Nor are failings that only reporters' own words show.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, literal_column, select
from sqlalchemy import case as when

from domain.case.failings import OF_REPORTERS
from domain.case.words import Role
from domain.units import CENTRE
from projections.conditions import failing, running, standing
from projections.queries.errors import QueryError
from projections.queries.filters import ms
from projections.queries.lookups import unit_tree
from projections.queries.open_cases import urgent
from projections.queries.rated import PER_PAGE, Rows
from projections.queries.viewer import (
    Conditions,
    Viewer,
    of_cases,
    of_dispatches,
    of_failings,
    of_obligations,
    of_open_cases,
)
from projections.tables import cases, dispatches, failings, obligations

Value = ColumnElement[Any]
Test = Callable[[int], ColumnElement[bool]]  # of milliseconds that count as now
SOON: Final = timedelta(hours=24)
MOST_MATTERS: Final = 20
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
OF_SOURCE: Final = {kept: name for name, source in SOURCES.items() for kept in source.kept}


def everybodys(connection: Connection) -> Viewer:
    """As whom a bulletin is counted: nobody's accusations are in it."""
    codes = frozenset(one.code for one in unit_tree(connection))
    return Viewer(Role.LEADER, CENTRE, above=codes)


def counted(connection: Connection, name: str, span: Span, viewer: Viewer) -> list[Counted]:
    """One of `SOURCES`, by unit and part, in the order of their codes."""
    source = SOURCES[name]
    unit, part = source.unit.label("unit"), source.part.label("part")
    sums = (func.count(when((test(ms(span.now)), 1))) for test in source.kept.values())
    found: Select[*tuple[Any, ...]] = select(unit, part, func.count(), *sums)
    found = found.select_from(source.rows).where(*_conditions(source, span, viewer))
    groups = [unit] if source.part is _NO_PART else [unit, part]
    rows = connection.execute(found.group_by(*groups).order_by(*groups))
    return [_counted(source, *row) for row in rows]


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


def urgent_matters(connection: Connection, viewer: Viewer) -> Sequence[Any]:
    """Urgent matters that are open, the latest first, and no more than `MOST_MATTERS`."""
    shown = ("number", "track", "category", "lead_unit", "stage", "due_at")
    found = select(*(cases.c[name] for name in shown)).where(urgent, *of_open_cases(viewer))
    # The sum keeps SQLite from going through all cases there ever were for the few open ones.
    latest = found.order_by((cases.c.cid + 0).desc()).limit(MOST_MATTERS)
    return connection.execute(latest).mappings().all()


def count_urgent(connection: Connection, viewer: Viewer) -> tuple[int, int]:
    """How many of the open matters are urgent, and how many are open."""
    counts = func.count(when((urgent, 1))), func.count()
    found = connection.execute(select(*counts).where(*of_open_cases(viewer))).one()
    return int(found[0]), int(found[1])
