"""What is counted of each unit in a period (考核计数): tallies, the rows behind, and failings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Subquery,
    Text,
    case,
    cast,
    func,
    literal_column,
    select,
    union_all,
)

from domain.assessment.measures import MEASURES
from domain.assessment.model import Subject
from domain.assessment.score import Failed, Tally
from domain.units import CENTRE
from projections.conditions import standing
from projections.queries.accounts import Wanted, answers, counts_of
from projections.queries.counting import Asked, Span, Sums, by_unit, rows_of
from projections.queries.filters import ms
from projections.queries.measures import Count, Limits
from projections.queries.viewer import Viewer
from projections.tables import cases, failings

__all__ = ["Period", "Rows", "Wanted", "counted", "failings_of", "tallies"]

Without = Mapping[str, Collection[str]]
Tallies = dict[str, dict[str, Tally]]
NOTHING: Final[Without] = {}
PER_PAGE: Final = 100
_HUNDRED: Final = 100
TELLING: Final = frozenset(
    {"rework", *(name for name, one in MEASURES.items() if one.act == "reporter")}
)
"""Measures whose rows tell what single reporters answered."""
_EMPTY: Final[ColumnElement[Any]] = literal_column("''")
_NONE: Final[ColumnElement[Any]] = literal_column("0")


class Period(NamedTuple):
    """Aware times, `until` not included; what falls due from `now` on does not count yet."""

    since: datetime
    until: datetime
    now: datetime


class Rows(NamedTuple):
    """One page of the rows behind a figure, the latest first, and how many there are.

    Each has number, title, track, unit, at (ms), due, kept, partly, took (ms) and proof ("3,7").
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
    wanted: Sequence[Wanted],
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
    found = gathered(
        connection, wanted, period, subject=subject, register=register, without=without
    )
    return told(wanted, found)


class Gathered(NamedTuple):
    """What was counted, and measured, by indicator and unit; parts of it can be put together."""

    sums: dict[tuple[str, str], Sums]
    times: dict[tuple[str, str], list[int]]


def gathered(
    connection: Connection,
    wanted: Sequence[Wanted],
    period: Period,
    *,
    subject: Subject,
    register: Limits,
    without: Without = NOTHING,
) -> Gathered:
    """As `tallies`, before anything is reckoned from it."""
    found = Gathered({}, {})
    for left_out, some in _alike(connection, wanted, without):
        asked = Asked(span_of(period), without=left_out)
        counts = [(one.id, count) for one in some for count in counts_of(one, subject, register)]
        _count(connection, counts, asked, subject, found.sums)
        _measure(connection, counts, asked, subject, found.times)
    return found


def _alike(
    connection: Connection, wanted: Iterable[Wanted], without: Without
) -> Iterable[tuple[frozenset[int], list[Wanted]]]:
    """Indicators for which the same cases are left out."""
    found: dict[frozenset[int], list[Wanted]] = {}
    for one in wanted:
        found.setdefault(_cids(connection, without, one.id), []).append(one)
    return found.items()


def told(wanted: Iterable[Wanted], found: Gathered) -> Tallies:
    """By unit and indicator, in the order of the indicators."""
    tallies: Tallies = {}
    for one in wanted:
        for (indicator, unit), sums in found.sums.items():
            if indicator == one.id:
                tallies.setdefault(unit, {})[one.id] = Tally(*sums)
        for (indicator, unit), took in found.times.items():
            if indicator == one.id:
                value = percentile(sorted(took), one.percentile)
                tallies.setdefault(unit, {})[one.id] = Tally(len(took), len(took), value=value)
    return tallies


def failings_of(
    connection: Connection, period: Period, *, subject: Subject, without: Without = NOTHING
) -> dict[str, list[Failed]]:
    """Proven failings of the period by unit; of the centre under its own name."""
    left_out = _cids(connection, without)
    own = failings.c.unit == CENTRE if subject == "centre" else failings.c.unit.not_in(("", CENTRE))
    asked = (
        select(failings.c.unit, failings.c.kind, cases.c.number, failings.c.proof)
        .join(cases, cases.c.cid == failings.c.cid)
        .where(own, failings.c.at >= ms(period.since), failings.c.at < until_of(period))
        .where(standing)
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
    """The rows a unit's tally is made of, as far as the viewer may see them.

    Who may not know single reporters' answers is shown no row that tells one.
    """
    if wanted.measure in TELLING and not viewer.sees_answers:
        return Rows([], 0, 1)
    only = None if subject == "centre" else [unit]
    asked = Asked(span_of(period), only, viewer, _cids(connection, without, wanted.id))
    found = union_all(*(row_of(one, asked) for one in counts_of(wanted, subject, register)))
    return page_of(connection, found.subquery(), kept, page)


def page_of(connection: Connection, found: Subquery, kept: bool | None, page: int) -> Rows:  # noqa: FBT001
    """One page of rows from `row_of`; a page past the last is the last."""
    some = [] if kept is None else [found.c.kept == int(kept)]
    total = connection.execute(select(func.count()).select_from(found).where(*some)).scalar_one()
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    shown = select(found).where(*some).order_by(found.c.at.desc(), found.c.number, found.c.proof)
    shown = shown.limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Rows(connection.execute(shown).mappings().all(), total, page)


def span_of(period: Period) -> Span:
    """Nothing falls due after now."""
    return Span(ms(period.since), until_of(period))


def until_of(period: Period) -> int:
    """Up to when something counts that fell due, milliseconds."""
    return ms(min(period.until, period.now))


def _cids(connection: Connection, without: Without, indicator: str = "") -> frozenset[int]:
    numbers = {*without.get("", ()), *without.get(indicator, ())}
    if not numbers:
        return frozenset()
    named = select(cases.c.cid).where(cases.c.number.in_(sorted(numbers)))
    return frozenset(connection.execute(named).scalars())


Named = tuple[str, Count]


def _count(
    connection: Connection,
    counts: Iterable[Named],
    asked: Asked,
    subject: Subject,
    sums: dict[tuple[str, str], Sums],
) -> None:
    """Under indicator and unit; of the centre everything that is its own, as one."""
    named = [one for one in counts if one[1].took is None]
    found = by_unit(connection, [count for _, count in named], asked)
    for (indicator, _), by in zip(named, found, strict=True):
        for unit, one in by.items():
            if answers(unit, subject):
                key = indicator, CENTRE if subject == "centre" else unit
                sums[key] = sums.get(key, Sums()).plus(one)


def _measure(
    connection: Connection,
    counts: Iterable[Named],
    asked: Asked,
    subject: Subject,
    times: dict[tuple[str, str], list[int]],
) -> None:
    """Milliseconds, in no order."""
    for indicator, count in counts:
        if count.took is None:
            continue
        took: Any = count.took
        rows = select(count.unit, took).select_from(count.rows).where(*rows_of(count, asked))
        for unit, one in connection.execute(rows):
            if answers(unit, subject):
                key = indicator, CENTRE if subject == "centre" else unit
                times.setdefault(key, []).append(one)


def percentile(values: Sequence[int], per_cent: int) -> int:
    """That percentile of sorted milliseconds, between neighbours in proportion, rounded half up."""
    place, rest = divmod((len(values) - 1) * per_cent, _HUNDRED)
    low, high = values[place], values[min(place + 1, len(values) - 1)]
    return low + ((high - low) * rest * 2 + _HUNDRED) // (2 * _HUNDRED)


def row_of(count: Count, asked: Asked) -> Select[Any]:
    """The rows that count, as `Rows` has them."""
    of_case = count.cid is not None
    found: Select[Any] = select(
        count.number.label("number"),
        (cases.c.title if of_case else _EMPTY).label("title"),
        (cases.c.track if of_case else _EMPTY).label("track"),
        count.unit.label("unit"),
        count.at.label("at"),
        literal_column(str(int(count.due))).label("due"),
        case((count.kept, 1), else_=0).label("kept"),
        case((count.partly, 1), else_=0).label("partly"),
        (_NONE if count.took is None else count.took).label("took"),
        _proof(count).label("proof"),
    )
    return found.select_from(count.with_cases).where(*rows_of(count, asked))


def _proof(count: Count) -> ColumnElement[str]:
    """The versions with commas between them; no event has the version 0."""
    told = _EMPTY if count.proof else literal_column("'1'")
    for place, one in enumerate(count.proof):
        version = cast(one, Text)
        later = literal_column("','").concat(version)
        told = version if place == 0 else told.concat(case((one != 0, later), else_=""))
    return told
