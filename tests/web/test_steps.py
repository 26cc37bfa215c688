"""Periods are cut into steps of the calendar, and nothing is left out or counted twice."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.rates.steps import MOST, STEPS, TooMany, around, latest, steps

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(st.sampled_from(STEPS), DAYS, st.integers(0, MOST - 1))
def test_steps_cover_each_day_once_and_stay_within_the_period(
    kind: str, first: date, more: int
) -> None:
    last = first + timedelta(days=more)
    found = steps(kind, first, last)
    days = [
        one.first + timedelta(days=n)
        for one in found
        for n in range((one.last - one.first).days + 1)
    ]
    assert days == [first + timedelta(days=n) for n in range(more + 1)]
    assert len({one.code for one in found}) == len(found)


@pytest.mark.parametrize(
    ("kind", "code", "first", "last"),
    [
        ("day", "2026-02-28", "2026-02-28", "2026-02-28"),
        ("week", "2026W09", "2026-02-23", "2026-03-01"),
        ("month", "2026-02", "2026-02-01", "2026-02-28"),
        ("quarter", "2026Q1", "2026-01-01", "2026-03-31"),
        ("half_year", "2026H1", "2026-01-01", "2026-06-30"),
        ("year", "2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_step_is_the_calendar_s(kind: str, code: str, first: str, last: str) -> None:
    one = around(kind, date(2026, 2, 28))
    assert (one.code, f"{one.first}", f"{one.last}") == (code, first, last)


def test_the_second_half_and_the_last_quarter_end_with_the_year() -> None:
    for kind, code in (("half_year", "2026H2"), ("quarter", "2026Q4")):
        one = around(kind, date(2026, 12, 1))
        assert (one.code, one.last) == (code, date(2026, 12, 31))


@given(st.sampled_from(STEPS), DAYS)
def test_the_latest_steps_follow_each_other_up_to_the_day(kind: str, day: date) -> None:
    found = latest(kind, day, 12)
    assert len(found) == 12
    assert found[-1].first <= day <= found[-1].last
    for one, after in pairwise(found):
        assert one.last + timedelta(days=1) == after.first


@pytest.mark.parametrize("kind", STEPS)
@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_calendar_s_ends_are_steps_too(kind: str, day: date) -> None:
    assert latest(kind, day, 12)[-1].last >= day
    assert steps(kind, day, day)[0][1:] == (day, day)


def test_more_steps_than_can_be_read_are_refused() -> None:
    with pytest.raises(TooMany):
        steps("day", date(2026, 1, 1), date(2026, 12, 31))
