"""Counts rows by unit or by what their cases have in common, as quickly as indexes allow.

Where an index leads from a unit to its times, each unit's rows are sought by themselves, and what a
viewer may not see is counted apart and taken off: no row is looked at that does not count.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    cast,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)

from domain.case.rights import READING
from projections.queries.measures import ALL, NONE, Condition, Count
from projections.queries.viewer import Viewer, hidden
from projections.tables import cases


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
AT_ONCE: Final = 10_000  # cases named in one statement


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
    upto: int | None = None  # of cases begun up to this position alone
    indexed: bool = True  # the tables have their indexes


Narrow = Callable[[Count], Sequence[Condition]]


def _as_it_is(_: Count) -> Sequence[Condition]:
    return ()


def by_unit(
    connection: Connection, counts: Sequence[Count], asked: Asked, narrow: Narrow = _as_it_is
) -> list[dict[str, Sums]]:
    """Of each count by the unit to whose account it stands, units with nothing left out.

    `narrow` gives further conditions on the rows. Counts of the same rows are taken in one pass.
    """
    found: list[dict[str, Sums]] = [{} for _ in counts]
    if asked.viewer is not None and asked.viewer.role not in READING:
        return found
    for places in _of_one_source(counts):
        some = [counts[place] for place in places]
        among = [*narrow(some[0]), *_among(some[0], only_for(asked))]
        told = _told(connection, some, asked, among)
        for unit, sums in told.items():
            for place, one in zip(places, sums, strict=True):
                if any(one):
                    found[place][unit] = one
    return found


def _of_one_source(counts: Sequence[Count]) -> Iterable[list[int]]:
    """Places of counts that differ only in which of the same rows they take."""
    found: dict[object, list[int]] = {}
    for place, one in enumerate(counts):
        rows = (id(one.rows), id(one.unit), id(one.at), *map(id, one.found))
        found.setdefault((rows, one.took is None), []).append(place)
    return found.values()


def _told(
    connection: Connection, counts: list[Count], asked: Asked, among: list[Condition]
) -> dict[str, list[Sums]]:
    if counts[0].sought and asked.indexed and not among:
        found = _sought(connection, counts, asked.span)
    else:
        found = dict(_grouped(connection, counts, asked.span, among))
    for left_out in _left_out(connection, counts[0], asked):
        for unit, less in _grouped(connection, counts, asked.span, [*among, left_out]):
            if unit in found:
                pairs = zip(found[unit], less, strict=True)
                found[unit] = [one.less(other) for one, other in pairs]
    return found


def only_for(asked: Asked) -> Collection[str] | None:
    """Who is of a unit is told of its own account."""
    if asked.viewer is None or not asked.viewer.of_unit:
        return asked.only
    own = asked.viewer.part
    return own if asked.only is None else [unit for unit in asked.only if unit in own]


def by_column(
    connection: Connection, counts: Sequence[Count], asked: Asked, by: str, narrow: Narrow
) -> list[dict[str, Sums]]:
    """The same by a column of the cases, or with "" as a whole; `narrow` may ask about the case."""
    found: list[dict[str, Sums]] = [{} for _ in counts]
    for places in _of_one_source(counts):
        some = [counts[place] for place in places]
        for group, *told in connection.execute(_by_column(some, asked, by, narrow(some[0]))):
            for place, one in zip(places, _sums_in(told), strict=True):
                found[place][group] = one
    return found


def _by_column(
    counts: list[Count], asked: Asked, by: str, narrowed: Sequence[Condition]
) -> Select[Any]:
    first = counts[0]
    group: ColumnElement[str] = literal_column("''")
    if by:
        group = first.unit if by == "unit" else cases.c[by]
    found: Select[Any] = select(group.label("grp"), *_sums(counts)).select_from(first.with_cases)
    found = found.where(*first.found, *rows_seen(first, asked), *narrowed, _any_of(counts))
    found = found.where(*through_units(first, asked))
    return found.group_by(group) if by else found


def through_units(count: Count, asked: Asked) -> list[Condition]:
    """True of every row; leads to the index that holds all that is counted, unit by unit."""
    if not (count.sought and asked.indexed):
        return []
    return [count.unit.in_(select(_units(count).c.unit))]


def _any_of(counts: Sequence[Count]) -> Condition:
    """One of them takes the row; the case of any other need not be looked up."""
    return or_(*(and_(true(), *one.where) for one in counts))


def cid_of(count: Count) -> ColumnElement[Any]:
    """The case a row is of; 0 where it is of none."""
    return literal_column("0") if count.cid is None else count.cid


def rows_of(count: Count, asked: Asked) -> list[Condition]:
    """The conditions on the rows that count."""
    return [*count.conditions, *rows_seen(count, asked)]


def rows_seen(count: Count, asked: Asked) -> list[Condition]:
    """What is asked of rows of any kind; more cases than can be named are left in."""
    if asked.viewer is not None and asked.viewer.role not in READING:
        return [false()]
    conditions = [*asked.span.holds(count.at), *_among(count, only_for(asked))]
    if count.cid is None:
        return conditions
    unseen = None if asked.viewer is None else hidden(asked.viewer)
    if unseen is not None:
        conditions.append(count.cid.not_in(unseen))
    if asked.upto is not None:
        conditions.append(count.cid <= asked.upto)
    if asked.without and len(asked.without) <= AT_ONCE:
        conditions.append(count.cid.not_in(sorted(asked.without)))
    return conditions


def _among(count: Count, only: Collection[str] | None) -> list[Condition]:
    return [] if only is None else [count.unit.in_(sorted(only))]


def _left_out(connection: Connection, count: Count, asked: Asked) -> Iterator[Condition]:
    """Cases that are counted apart, none of them twice: what nobody asks for, or may not see."""
    if count.cid is None:
        return
    known = [] if asked.upto is None else [count.cid <= asked.upto]
    if asked.upto is not None:
        yield count.cid > asked.upto
    unseen = None if asked.viewer is None else hidden(asked.viewer)
    if unseen is not None and connection.execute(unseen.limit(1)).first() is not None:
        yield and_(count.cid.in_(unseen), *known)
    others = [] if unseen is None else [count.cid.not_in(unseen)]
    for some in batched(sorted(asked.without)):
        yield and_(count.cid.in_(some), *known, *others)


def batched(cids: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many as one statement takes."""
    for place in range(0, len(cids), AT_ONCE):
        yield cids[place : place + AT_ONCE]


def _grouped(
    connection: Connection, counts: list[Count], span: Span, narrowed: list[Condition]
) -> Iterator[tuple[str, list[Sums]]]:
    first = counts[0]
    found: Select[Any] = select(first.unit, *_sums(counts)).select_from(first.rows)
    found = found.where(*first.found, *span.holds(first.at), *narrowed)
    for unit, *told in connection.execute(found.group_by(first.unit)):
        yield unit, _sums_in(told)


def _sums(counts: Sequence[Count]) -> list[ColumnElement[Any]]:
    """Three numbers of each count, in the order of `Sums`."""
    found: list[ColumnElement[Any]] = []
    for one in counts:
        due = _how_many(one.where, ALL) if one.due else literal_column("0")
        found += [_how_many(one.where, one.kept), due, _how_many(one.where, one.partly)]
    return found


def _sums_in(told: Iterable[object]) -> list[Sums]:
    numbers = iter(int(str(one)) for one in told)
    return [Sums(*three) for three in zip(numbers, numbers, numbers, strict=True)]


def _how_many(where: Sequence[Condition], what: Condition) -> ColumnElement[Any]:
    """Of the rows; nothing is asked of the database that is known already."""
    if what is NONE:
        return literal_column("0")
    conditions = [*where] if what is ALL else [*where, what]
    return func.count().filter(and_(*conditions)) if conditions else func.count()


def _sought(connection: Connection, counts: list[Count], span: Span) -> dict[str, list[Sums]]:
    """Unit by unit; all numbers come back in one text, since a subquery gives but one value."""
    first, units = counts[0], _units(counts[0])
    mine = [*first.found, first.unit == units.c.unit, *span.holds(first.at)]
    told: ColumnElement[str] = literal_column("''")
    for one in _sums(counts):
        told = told.concat(cast(one, Text)).concat(literal_column("','"))
    of_unit = select(told).select_from(first.rows).where(*mine).scalar_subquery()
    asked = select(units.c.unit, of_unit).where(units.c.unit.is_not(None))
    return {unit: _sums_in(text.split(",")[:-1]) for unit, text in connection.execute(asked)}


def _units(count: Count) -> CTE:
    """The units the index knows, each found by one look from the one before it."""
    least = select(func.min(count.unit)).where(*count.found)
    first = select(least.scalar_subquery().label("unit")).cte("known", recursive=True)
    after = least.where(count.unit > first.c.unit).scalar_subquery()
    return first.union_all(select(after).where(first.c.unit.is_not(None)))
