"""Rates are shown with how sure they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.queries.proportion import Proportion, wilson


# R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine
# 17 (1998), table I, method 3: the score interval without continuity correction.
@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_the_published_table(
    count: int, n: int, low: float, high: float
) -> None:
    assert wilson(count, n) == pytest.approx((low, high), abs=0.00005)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_rate_and_stays_within_all(counts: tuple[int, int]) -> None:
    low, high = wilson(*counts)
    assert 0 <= low <= counts[0] / counts[1] <= high <= 1


def test_a_rate_says_its_per_cent_and_interval() -> None:
    rate = Proportion(29, 30)
    assert rate.per_cent == pytest.approx(96.67, abs=0.01)
    assert rate.interval == pytest.approx((83.33, 99.41), abs=0.01)
    assert not rate.too_few


def test_under_thirty_is_too_few_to_rank() -> None:
    assert Proportion(29, 29).too_few


def test_nothing_due_is_no_rate() -> None:
    assert Proportion(0, 0).per_cent is None
    assert Proportion(0, 0).interval is None
    assert Proportion(0, 5).per_cent == 0


def test_more_than_all_has_a_per_cent_but_no_interval() -> None:
    assert Proportion(3, 2).per_cent == 150
    assert Proportion(3, 2).interval is None
