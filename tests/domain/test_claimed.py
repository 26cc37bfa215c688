"""A published percentage is held against its denominator."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assessment.claimed import judge
from domain.errors import WrongValue


def test_no_count_of_twenty_gives_ninety_eight_per_cent() -> None:
    verdict = judge("98%", 20)

    assert verdict.fitting == ()
    assert verdict.below == (19, Decimal(95))
    assert verdict.above == (20, Decimal(100))


def test_two_counts_of_1449_give_98_3_per_cent() -> None:
    verdict = judge("98.3 ％", 1_449)

    assert [one.kept for one in verdict.fitting] == [1_424, 1_425]
    assert {one.per_cent for one in verdict.fitting} == {Decimal("98.3")}
    assert (verdict.number, verdict.below, verdict.above) == (2, None, None)


@pytest.mark.parametrize(
    ("claimed", "of", "counts"),
    [
        ("100", 93, [93]),
        ("0", 7, [0]),
        ("96.2", 52, [50]),
        ("50", 1_000_000, [495_000, 505_000]),
        ("33.333", 3, [1]),
        ("12.5", 8, [1]),
        ("12", 8, [1]),  # a half, rounded down
        ("13", 8, [1]),  # and up
    ],
)
def test_the_counts_that_fit_are_named(claimed: str, of: int, counts: list[int]) -> None:
    assert [one.kept for one in judge(claimed, of).fitting] == counts


@given(st.integers(1, 5_000), st.data())
def test_what_a_count_comes_to_fits_it(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    claimed = data.draw(st.sampled_from(("{:.0f}", "{:.1f}", "{:.2f}"))).format(100 * count / of)

    fitting = judge(claimed, of).fitting

    assert fitting[0].kept <= count <= fitting[-1].kept


@pytest.mark.parametrize("claimed", ["", "many", "101", "-1", "nan", "1.2345678", "1e9"])
def test_what_is_no_percentage_is_refused(claimed: str) -> None:
    with pytest.raises(WrongValue):
        judge(claimed, 20)


@pytest.mark.parametrize("of", [0, -3, 10**10])
def test_nothing_is_counted_in_nothing(of: int) -> None:
    with pytest.raises(WrongValue):
        judge("98", of)
