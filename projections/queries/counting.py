"""Counts rows by unit or by what their cases have in common, as quickly as indexes allow.

Where an index leads from a unit to its times, each unit's rows are sought by themselves, and what a
viewer may not see is counted apart and taken off: no row is looked at that does not count.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Select,
    false,
    func,
    literal,
    literal_column,
    select,
)

from domain.case.rights import READING
from projections.queries.measures import ALL, NONE, Condition, Count
from projections.queries.viewer import Viewer, hidden
from projections.tables import cases

_SHIFT: Final = 1 << 31  # more rows of one unit than any count has


class Sums(NamedTuple):
    """How many are kept, how many due, how many of the kept only partly."""

    kept: int = 0
    due: int = 0
    partly: int = 0

    def plus(self, other: "Sums") -> "Sums":
        """Both together."""
        return Sums(*(one + two for one, two in zip(self, other, strict=True)))

    def less(self, other: "Sums") -> "Sums":
        """Without those."""
        return Sums(*(one - two for one, two in zip(self, other, strict=True)))


NOTHING: Final = Sums()


def sum_of(found: Iterable[Sums]) -> Sums:
    """All together."""
    whole = NOTHING
    for one in found:
        whole = whole.plus(one)
    return whole


class Span(NamedTuple):
    """Milliseconds since 1970-01-01 UTC, `until` not included; None where there is no end."""

    since: int | None
    until: int | None

    def holds(self, at: ColumnElement[int]) -> list[Condition]:
        """The time lies in it."""
        since = [] if self.since is None else [at >= self.since]
        return since if self.until is None else [*since, at < self.until]


class Asked(NamedTuple):
    """Of which time; of these units alone (None: of all); as far as the viewer may see it."""

    span: Span
    only: Collection[str] | None = None
    viewer: Viewer | None = None
    without: Collection[int] = ()  # cases, by `cid`


def by_unit(
    connection: Connection, count: Count, asked: Asked, narrowed: Sequence[Condition] = ()
) -> dict[str, Sums]:
    """By the unit to whose account it stands, those of which nothing counts left out.

    `narrowed` are further conditions on the rows.
    """
    if asked.viewer is not None and asked.viewer.role not in READING:
        return {}
    among = [*narrowed, *_among(count, only_for(asked))]
    if count.sought and not among:
        found = _sought(connection, count, asked.span)
    else:
        found = dict(_grouped(connection, count, asked.span, among))
    for left_out in _left_out(connection, count, asked):
        for unit, sums in _grouped(connection, count, asked.span, [*among, left_out]):
            if unit in found:
                found[unit] = found[unit].less(sums)
    return {unit: sums for unit, sums in found.items() if any(sums)}


def only_for(asked: Asked) -> Collection[str] | None:
    """Who is of a unit is told of its own account."""
    if asked.viewer is None or not asked.viewer.of_unit:
        return asked.only
    own = asked.viewer.part
    return own if asked.only is None else [unit for unit in asked.only if unit in own]


def by_column(
    connection: Connection, count: Count, asked: Asked, by: str, narrowed: Sequence[Condition]
) -> dict[str, Sums]:
    """By a column of the cases, or with "" as a whole; `narrowed` are conditions on the cases."""
    group: ColumnElement[str] = literal_column("''")
    if by:
        group = count.unit if by == "unit" else cases.c[by]
    found: Select[Any] = select(group.label("grp"), *_sums(count))
    found = found.select_from(count.with_cases).where(*rows_of(count, asked), *narrowed)
    told = connection.execute(found.group_by(group) if by else found)
    return {row[0]: Sums(*map(int, row[1:])) for row in told}


def rows_of(count: Count, asked: Asked) -> list[Condition]:
    """The conditions on the rows that count."""
    conditions = [*count.conditions, *asked.span.holds(count.at), *_among(count, only_for(asked))]
    if asked.viewer is not None and asked.viewer.role not in READING:
        return [false()]
    if count.cid is None:
        return conditions
    unseen = None if asked.viewer is None else hidden(asked.viewer)
    if unseen is not None:
        conditions.append(count.cid.not_in(unseen))
    if asked.without:
        conditions.append(count.cid.not_in(sorted(asked.without)))
    return conditions


def _among(count: Count, only: Collection[str] | None) -> list[Condition]:
    return [] if only is None else [count.unit.in_(sorted(only))]


def _left_out(connection: Connection, count: Count, asked: Asked) -> Iterator[Condition]:
    """Cases that are counted apart: those the viewer may not see, then others not wanted."""
    if count.cid is None:
        return
    unseen = None if asked.viewer is None else hidden(asked.viewer)
    if unseen is not None and connection.execute(unseen.limit(1)).first() is not None:
        yield count.cid.in_(unseen)
    if asked.without:
        others = count.cid.in_(sorted(asked.without))
        yield others if unseen is None else others & count.cid.not_in(unseen)


def _grouped(
    connection: Connection, count: Count, span: Span, narrowed: list[Condition]
) -> Iterator[tuple[str, Sums]]:
    found: Select[Any] = select(count.unit, *_sums(count)).select_from(count.rows)
    found = found.where(*count.conditions, *span.holds(count.at), *narrowed)
    for unit, *sums in connection.execute(found.group_by(count.unit)):
        yield unit, Sums(*map(int, sums))


def _sums(count: Count) -> tuple[Any, ...]:
    due = func.count() if count.due else literal_column("0")
    return _how_many(count.kept), due, _how_many(count.partly)


def _how_many(what: Condition) -> ColumnElement[int]:
    """Of the rows; nothing is asked of the database that is known already."""
    if what is NONE:
        return literal_column("0")
    return func.count() if what is ALL else func.count().filter(what)


def _sought(connection: Connection, count: Count, span: Span) -> dict[str, Sums]:
    """Unit by unit; two numbers come back in one, since a subquery gives but one."""
    units = _units(count)
    mine = [*count.conditions, count.unit == units.c.unit, *span.holds(count.at)]

    def of_unit(what: ColumnElement[int]) -> ColumnElement[int]:
        return select(what).select_from(count.rows).where(*mine).scalar_subquery()

    both = of_unit(func.count() * literal(_SHIFT) + _how_many(count.kept))
    partly = literal_column("0") if count.partly is NONE else of_unit(_how_many(count.partly))
    asked = select(units.c.unit, both, partly).where(units.c.unit.is_not(None))
    found = {}
    for unit, packed, some in connection.execute(asked):
        due, kept = divmod(int(packed), _SHIFT)
        found[unit] = Sums(kept, due if count.due else 0, int(some))
    return found


def _units(count: Count) -> CTE:
    """The units the index knows, each found by one look from the one before it."""
    least = select(func.min(count.unit)).where(*count.found)
    first = select(least.scalar_subquery().label("unit")).cte("known", recursive=True)
    after = least.where(count.unit > first.c.unit).scalar_subquery()
    return first.union_all(select(after).where(first.c.unit.is_not(None)))
