"""How long things take: percentiles of the time between two moments, never only a mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import floor
from typing import Final

from sqlalchemy import Connection, select

from projections.queries.filters import (
    ANY,
    OF_CASES,
    Filters,
    charged,
    charged_in,
    equals,
    in_class,
    narrow,
    within,
)
from projections.queries.moments import between
from projections.queries.viewer import Viewer, of_cases, of_dispatches
from projections.tables import cases, dispatches

SHOWN: Final = (50, 75, 90, 95, 99)
_SECOND: Final = 1000
_HALF: Final = 0.5

BY_CASE: Final = {**OF_CASES, "unit": charged, "unit_class": charged_in}
BY_DISPATCH: Final = {
    **OF_CASES,
    "unit": equals(dispatches.c.unit),
    "unit_class": in_class(dispatches.c.unit),
}


@dataclass(frozen=True, slots=True)
class Durations:
    """Seconds between two moments, shortest first; `missing` came to the first moment only."""

    seconds: Sequence[float]
    missing: int

    def at(self, per_cent: float) -> float | None:
        """That percentile, between neighbours in proportion, as numpy's default has it."""
        if not self.seconds:
            return None
        place = (len(self.seconds) - 1) * (per_cent / 100)
        before = floor(place)
        after = min(before + 1, len(self.seconds) - 1)
        return _between(self.seconds[before], self.seconds[after], place - before)


def _between(low: float, high: float, share: float) -> float:
    """Counted from the nearer end, so that rounding never leaves the two."""
    if share < _HALF:
        return low + (high - low) * share
    return high - (high - low) * (1 - share)


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Seconds, None when nothing was measured; `missing` came to the first moment only."""

    n: int
    missing: int
    p50: float | None
    p75: float | None
    p90: float | None
    p95: float | None
    p99: float | None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `n` took no longer than `within`."""

    within: timedelta
    count: int
    n: int


def percentiles(
    connection: Connection, start: str, end: str, *, viewer: Viewer, filters: Filters = ANY
) -> Percentiles:
    """Percentiles of the time from `start` to `end`, names of `moments.MOMENTS`.

    One value for each dispatch when a moment is a dispatch's, else one for each case; the period
    is that of receipt. Errors: `QueryError` moment-unknown, filter-unknown, value-unknown.
    """
    found = durations(connection, start, end, viewer=viewer, filters=filters)
    return Percentiles(len(found.seconds), found.missing, *(found.at(p) for p in SHOWN))


def shares(found: Durations, limits: Sequence[timedelta]) -> list[Share]:
    """How many were done within each limit, of all that were done."""
    n = len(found.seconds)
    return [
        Share(limit, sum(1 for s in found.seconds if s <= limit.total_seconds()), n)
        for limit in limits
    ]


def durations(
    connection: Connection, start: str, end: str, *, viewer: Viewer, filters: Filters = ANY
) -> Durations:
    """All times from `start` to `end`. Errors: as `percentiles`."""
    asked = between(start, end)
    took = select(asked.end - asked.start).where(
        asked.start.is_not(None), *within(cases.c.received_at, filters)
    )
    if asked.of_dispatches:
        took = took.join_from(dispatches, cases, cases.c.cid == dispatches.c.cid)
        conditions = [*of_dispatches(viewer), *narrow(filters, BY_DISPATCH)]
    else:
        conditions = [*of_cases(viewer), *narrow(filters, BY_CASE)]
    values: Sequence[int | None] = connection.execute(took.where(*conditions)).scalars().all()
    known = sorted(value / _SECOND for value in values if value is not None)
    return Durations(known, len(values) - len(known))
