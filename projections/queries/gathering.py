"""Gathers what counts in a period, of all cases or of some, unit by unit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple, Self

from sqlalchemy import (
    Connection,
    select,
)

from domain.assessment.model import Subject
from domain.assessment.score import Failed, Tally
from domain.units import CENTRE
from projections.conditions import standing
from projections.queries.accounts import Wanted, answers, counts_of
from projections.queries.counting import Asked, Span, Sums, by_unit, cid_of, rows_of
from projections.queries.filters import ms
from projections.queries.measures import Count, Limits
from projections.tables import cases, failings

Without = Mapping[str, Collection[str]]
Tallies = dict[str, dict[str, Tally]]
Failings = dict[str, list[Failed]]
NOTHING: Final[Without] = {}
_HUNDRED: Final = 100


class Period(NamedTuple):
    """Aware times, `until` not included; what falls due from `now` on does not count yet."""

    since: datetime
    until: datetime
    now: datetime


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


class Among(NamedTuple):
    """Which cases: those begun up to a position (None: all, and rounds too), without some."""

    upto: int | None = None
    without: frozenset[int] = frozenset()
    indexed: bool = True


ALL_CASES: Final = Among()


class Gathered(NamedTuple):
    """What was counted, and measured, by indicator and unit."""

    sums: dict[tuple[str, str], Sums]
    times: dict[tuple[str, str], list[int]]

    def plus(self, other: Self) -> Self:
        """Of both parts of the cases together."""
        sums = {
            key: self.sums.get(key, Sums()).plus(other.sums.get(key, Sums()))
            for key in self.sums.keys() | other.sums.keys()
        }
        times = {
            key: [*self.times.get(key, ()), *other.times.get(key, ())]
            for key in self.times.keys() | other.times.keys()
        }
        return self._replace(sums=sums, times=times)


def gathered(
    connection: Connection,
    wanted: Sequence[Wanted],
    period: Period,
    *,
    subject: Subject,
    register: Limits,
    without: Without = NOTHING,
    among: Among = ALL_CASES,
) -> Gathered:
    """As `tallies`, before anything is reckoned from it."""
    found = Gathered({}, {})
    for left_out, some in _alike(connection, wanted, without):
        asked = Asked(
            span_of(period),
            without=left_out | among.without,
            upto=among.upto,
            indexed=among.indexed,
        )
        counts = [(one.id, count) for one in some for count in counts_of(one, subject, register)]
        if among.upto is not None:
            counts = [one for one in counts if one[1].cid is not None]
        _count(connection, counts, asked, subject, found.sums)
        _measure(connection, counts, asked, subject, found.times)
    return found


def _alike(
    connection: Connection, wanted: Iterable[Wanted], without: Without
) -> Iterable[tuple[frozenset[int], list[Wanted]]]:
    """Indicators for which the same cases are left out."""
    found: dict[frozenset[int], list[Wanted]] = {}
    for one in wanted:
        found.setdefault(cids(connection, without, one.id), []).append(one)
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
    connection: Connection,
    period: Period,
    *,
    subject: Subject,
    without: Without = NOTHING,
    among: Among = ALL_CASES,
) -> Failings:
    """Proven failings of the period by unit; of the centre under its own name."""
    left_out = cids(connection, without) | among.without
    own = failings.c.unit == CENTRE if subject == "centre" else failings.c.unit.not_in(("", CENTRE))
    asked = (
        select(
            failings.c.unit,
            failings.c.kind,
            failings.c.proof,
            failings.c.cid,
            cases.c.number,
        )
        .join(cases, cases.c.cid == failings.c.cid)
        .where(own, failings.c.at >= ms(period.since), failings.c.at < until_of(period))
        .where(standing)
        .where(*([] if among.upto is None else [failings.c.cid <= among.upto]))
        .order_by(failings.c.cid, failings.c.n)
    )
    found: Failings = {}
    for unit, kind, proof, cid, number in connection.execute(asked):
        if cid not in left_out:
            found.setdefault(unit, []).append(Failed(kind, number, _versions(proof)))
    return {unit: sorted(found[unit], key=by_case) for unit in sorted(found)}


@lru_cache(maxsize=4096)
def _versions(proof: str) -> tuple[int, ...]:
    """The same few are told again and again."""
    return tuple(int(one) for one in proof.split(",") if one)


def by_case(one: Failed) -> str:
    """In the order of the cases' numbers, the same on every database."""
    return one.number


def span_of(period: Period) -> Span:
    """Nothing falls due after now."""
    return Span(ms(period.since), until_of(period))


def until_of(period: Period) -> int:
    """Up to when something counts that fell due, milliseconds."""
    return ms(min(period.until, period.now))


def cids(connection: Connection, without: Without, indicator: str = "") -> frozenset[int]:
    """The cases left out for an indicator."""
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
        rows = select(count.unit, took, cid_of(count)).select_from(count.rows)
        for unit, one, cid in connection.execute(rows.where(*rows_of(count, asked))):
            if cid not in asked.without and answers(unit, subject):
                key = indicator, CENTRE if subject == "centre" else unit
                times.setdefault(key, []).append(one)


def percentile(values: Sequence[int], per_cent: int) -> int:
    """That percentile of sorted milliseconds, between neighbours in proportion, rounded half up."""
    place, rest = divmod((len(values) - 1) * per_cent, _HUNDRED)
    low, high = values[place], values[min(place + 1, len(values) - 1)]
    return low + ((high - low) * rest * 2 + _HUNDRED) // (2 * _HUNDRED)
