"""How long things take, the same as numpy says."""

from datetime import timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from projections.queries.errors import QueryError
from projections.queries.filters import Filters
from projections.queries.moments import MOMENTS, STRETCHES, stretch
from projections.queries.percentiles import SHOWN, Durations, durations, percentiles, shares
from projections.queries.viewer import THE_SERVICE
from tests.projections.queries.given import DAY, HOUR, NOW, a_case, a_dispatch

SECONDS = st.floats(0, 1e8, allow_nan=False)
SECOND = timedelta(seconds=1)


@given(st.lists(SECONDS, min_size=1, max_size=300), st.floats(0, 100))
def test_a_percentile_is_the_number_numpy_gives(values: list[float], per_cent: float) -> None:
    found = Durations(sorted(values), 0)
    for asked in (*SHOWN, 0, 100, per_cent):
        assert found.at(asked) == float(np.percentile(values, asked))


def test_nothing_measured_has_no_percentile(model: Connection) -> None:
    found = percentiles(model, "received", "arrived", viewer=THE_SERVICE)
    assert (found.n, found.missing, found.p50, found.p99) == (0, 0, None, None)


def _sent(model: Connection) -> None:
    """Two cases, three dispatches, of which one never arrived."""
    first = a_case(model, "A-1", received_at=NOW - HOUR, closed_at=NOW)
    for after in (60, 120):
        at = NOW - HOUR + after * SECOND
        a_dispatch(model, first, "police", dispatched_at=at, arrived_at=at + 300 * SECOND)
    second = a_case(model, "A-2", received_at=NOW - DAY, track="hotline")
    a_dispatch(model, second, "clinic", dispatched_at=NOW - DAY + 10 * SECOND)


def test_moments_of_dispatches_count_each_dispatch(model: Connection) -> None:
    _sent(model)

    out = percentiles(model, "received", "dispatched", viewer=THE_SERVICE)
    there = percentiles(model, "received", "arrived", viewer=THE_SERVICE)
    way = percentiles(model, "dispatched", "arrived", viewer=THE_SERVICE)

    assert (out.n, out.missing, out.p50) == (3, 0, 60)
    assert (there.n, there.missing, there.p50, there.p95) == (2, 1, 390, 417)
    assert (way.n, way.p50, way.p99) == (2, 300, 300)


def test_moments_of_cases_count_each_case(model: Connection) -> None:
    _sent(model)
    found = percentiles(model, "received", "closed", viewer=THE_SERVICE)
    assert (found.n, found.missing, found.p50) == (1, 1, 3600)


@pytest.mark.parametrize(
    ("filters", "n"),
    [
        (Filters(unit="police"), 2),
        (Filters(unit="clinic"), 1),
        (Filters(track="hotline"), 1),
        (Filters(since=NOW - 2 * HOUR), 2),
        (Filters(until=NOW - 2 * HOUR), 1),
        (Filters(place="nowhere"), 0),
    ],
)
def test_what_is_measured_can_be_narrowed(model: Connection, filters: Filters, n: int) -> None:
    _sent(model)
    found = percentiles(model, "received", "dispatched", viewer=THE_SERVICE, filters=filters)
    assert found.n == n


def test_shares_say_how_many_were_done_within_a_time(model: Connection) -> None:
    for number, days in enumerate((1, 15, 16, 90)):
        at = NOW - 100 * DAY
        a_case(model, f"A-{number}", received_at=at, replied_at=at + days * DAY)
    a_case(model, "A-5", received_at=NOW)

    found = durations(model, "received", "replied", viewer=THE_SERVICE)

    assert found.missing == 1
    assert [(share.count, share.n) for share in shares(found, (15 * DAY, 60 * DAY))] == [
        (2, 4),
        (3, 4),
    ]


def test_any_two_moments_can_be_measured(sqlite_model: Connection) -> None:
    for start, end in product(MOMENTS, MOMENTS):
        assert percentiles(sqlite_model, start, end, viewer=THE_SERVICE).n == 0


def test_named_stretches_lie_between_known_moments() -> None:
    for name in STRETCHES:
        assert {stretch(name).start, stretch(name).end} <= set(MOMENTS)
    with pytest.raises(QueryError, match=r"clock-unknown.*respond"):
        stretch("attended")


def test_an_unknown_moment_is_refused(sqlite_model: Connection) -> None:
    with pytest.raises(QueryError, match=r"moment-unknown.*arrived"):
        percentiles(sqlite_model, "received", "left", viewer=THE_SERVICE)
    asked = Filters(stage="closed")
    with pytest.raises(QueryError, match="filter-unknown"):
        percentiles(sqlite_model, "received", "closed", viewer=THE_SERVICE, filters=asked)
