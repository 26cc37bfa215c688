"""What is counted of each unit in a period (考核计数): tallies, the rows behind, and failings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    union_all,
)

from domain.assessment.model import Subject
from domain.assessment.score import Failed, Tally
from domain.units import CENTRE
from projections.queries.accounts import Count, Wanted, counts_of
from projections.queries.filters import ms
from projections.queries.measures import Limits
from projections.queries.viewer import Conditions, Viewer
from projections.tables import cases, failings

__all__ = ["Period", "Rows", "Wanted", "counted", "failings_of", "tallies"]

Without = Mapping[str, Collection[str]]
Tallies = dict[str, dict[str, Tally]]
NOTHING: Final[Without] = {}
PER_PAGE: Final = 100
_HUNDRED: Final = 100
_EMPTY: Final[ColumnElement[Any]] = literal_column("''")
_NONE: Final[ColumnElement[Any]] = literal_column("0")


class Period(NamedTuple):
    """Aware times, `until` not included; what falls due from `now` on does not count yet."""

    since: datetime
    until: datetime
    now: datetime


class Rows(NamedTuple):
    """One page of the rows behind a figure, the latest first, and how many there are.

    Each has number, title, unit, at (ms), due, kept, partly, took (ms) and proof ("3,7").
    """

    rows: Sequence[RowMapping]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """At least one, if only an empty one."""
        return max(1, -(-self.total // PER_PAGE))


def tallies(
    connection: Connection,
    wanted: Iterable[Wanted],
    period: Period,
    *,
    subject: Subject,
    register: Limits,
    without: Without = NOTHING,
) -> Tallies:
    """By unit and indicator; a unit of which nothing counted is left out.

    `without` are numbers of cases that do not count for an indicator, under "" for none of them.
    `register` are the tracks' limits for registering. Errors: `QueryError`, `KeyError`.
    """
    found: Tallies = {}
    for one in wanted:
        left_out = _cids(connection, {*without.get("", ()), *without.get(one.id, ())})
        for count in counts_of(one, subject, register):
            asked = _conditions(count, period, left_out)
            for unit, tally in _counted(connection, one, count, asked):
                known = found.setdefault(unit, {}).get(one.id, Tally(0, 0))
                found[unit][one.id] = _sum(known, tally)
    return found


def failings_of(
    connection: Connection, period: Period, *, subject: Subject, without: Without = NOTHING
) -> dict[str, list[Failed]]:
    """Proven failings of the period by unit; of the centre under its own name."""
    left_out = _cids(connection, set(without.get("", ())))
    own = failings.c.unit == CENTRE if subject == "centre" else failings.c.unit.not_in(("", CENTRE))
    asked = (
        select(failings.c.unit, failings.c.kind, cases.c.number, failings.c.proof)
        .join(cases, cases.c.cid == failings.c.cid)
        .where(own, failings.c.at >= ms(period.since), failings.c.at < _until(period))
        .where(failings.c.cid.not_in(sorted(left_out)))
        .order_by(failings.c.unit, cases.c.number, failings.c.n)
    )
    found: dict[str, list[Failed]] = {}
    for unit, kind, number, proof in connection.execute(asked):
        versions = tuple(int(one) for one in proof.split(",") if one)
        found.setdefault(unit, []).append(Failed(kind, number, versions))
    return found


def counted(  # noqa: PLR0913 - what a page says of one figure, each by its name
    connection: Connection,
    wanted: Wanted,
    period: Period,
    unit: str,
    *,
    subject: Subject,
    register: Limits,
    viewer: Viewer,
    page: int = 1,
    kept: bool | None = None,
    without: Without = NOTHING,
) -> Rows:
    """The rows a unit's tally is made of, as far as the viewer may see them."""
    left_out = _cids(connection, {*without.get("", ()), *without.get(wanted.id, ())})
    parts = (
        _rows(one, _conditions(one, period, left_out), unit, viewer)
        for one in counts_of(wanted, subject, register)
    )
    found = union_all(*parts).subquery()
    some = [] if kept is None else [(found.c.kept > 0) == kept]
    total = connection.execute(select(func.count()).select_from(found).where(*some)).scalar_one()
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    shown = select(found).where(*some).order_by(found.c.at.desc(), found.c.number, found.c.proof)
    shown = shown.limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Rows(connection.execute(shown).mappings().all(), total, page)


def _until(period: Period) -> int:
    return ms(min(period.until, period.now))


def _cids(connection: Connection, numbers: set[str]) -> set[int]:
    if not numbers:
        return set()
    named = select(cases.c.cid).where(cases.c.number.in_(sorted(numbers)))
    return set(connection.execute(named).scalars())


def _conditions(count: Count, period: Period, left_out: set[int]) -> Conditions:
    within = [*count.where, count.at >= ms(period.since), count.at < _until(period)]
    if left_out and count.cid is not None:
        within.append(count.cid.not_in(sorted(left_out)))
    return within


def _counted(
    connection: Connection, wanted: Wanted, count: Count, asked: Conditions
) -> Iterable[tuple[str, Tally]]:
    if count.took is not None:
        return _measured(connection, wanted, count, asked)
    sums = (func.coalesce(func.sum(one), 0) for one in (count.kept, count.due, count.partly))
    found: Select[*tuple[Any, ...]] = select(count.unit.label("unit"), *sums)
    found = found.select_from(count.rows).where(*asked).group_by("unit")
    return [(unit, Tally(*map(int, told))) for unit, *told in connection.execute(found)]


def _measured(
    connection: Connection, wanted: Wanted, count: Count, asked: Conditions
) -> Iterable[tuple[str, Tally]]:
    took: Any = count.took
    found: Select[*tuple[Any, ...]] = select(count.unit.label("unit"), took.label("took"))
    values: dict[str, list[int]] = {}
    for unit, one in connection.execute(found.select_from(count.rows).where(*asked)):
        values.setdefault(unit, []).append(one)
    return [
        (unit, Tally(len(took), len(took), value=percentile(sorted(took), wanted.percentile)))
        for unit, took in values.items()
    ]


def percentile(values: Sequence[int], per_cent: int) -> int:
    """That percentile of sorted milliseconds, between neighbours in proportion, rounded half up."""
    place, rest = divmod((len(values) - 1) * per_cent, _HUNDRED)
    low, high = values[place], values[min(place + 1, len(values) - 1)]
    return low + ((high - low) * rest * 2 + _HUNDRED) // (2 * _HUNDRED)


def _sum(one: Tally, other: Tally) -> Tally:
    value = one.value if other.value is None else other.value
    return Tally(one.kept + other.kept, one.due + other.due, one.partly + other.partly, value)


def _rows(count: Count, asked: Conditions, unit: str, viewer: Viewer) -> Select[Any]:
    of_case = count.cid is not None
    found: Select[Any] = select(
        count.number.label("number"),
        (cases.c.title if of_case else _EMPTY).label("title"),
        count.unit.label("unit"),
        count.at.label("at"),
        count.due.label("due"),
        count.kept.label("kept"),
        count.partly.label("partly"),
        (_NONE if count.took is None else count.took).label("took"),
        _proof(count).label("proof"),
    )
    found = found.select_from(count.with_cases)
    return found.where(*asked, count.unit == unit, *count.visible(viewer))


def _proof(count: Count) -> ColumnElement[Any]:
    """The versions with commas between them; no event has the version 0."""
    told = _EMPTY
    for place, one in enumerate(count.proof):
        version = cast(one, Text) if place == 0 else literal(",").concat(cast(one, Text))
        told = version if place == 0 else told + case((one != 0, version), else_="")
    return told
