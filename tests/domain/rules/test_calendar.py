"""Which days are rest days, and where the years come from."""

from datetime import date, timedelta

import pytest

from application.calendars import load_calendar, published, with_overrides
from domain.errors import DomainError
from domain.rules.calendar import Calendar, MissingYear
from domain.rules.model import RuleError

PUBLISHED = published()


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 10, 1),  # National Day, a Wednesday
        date(2025, 10, 8),  # a day off in lieu, a Wednesday
        date(2025, 10, 12),  # a plain Sunday
        date(2024, 2, 16),  # Spring Festival, in lieu
        date(2026, 1, 2),  # New Year, in lieu
    ],
)
def test_holidays_days_in_lieu_and_weekends_are_rest_days(day: date) -> None:
    assert PUBLISHED.is_rest_day(day)
    assert not PUBLISHED.is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [date(2025, 9, 28), date(2025, 10, 11), date(2024, 2, 4), date(2026, 1, 4), date(2026, 2, 28)],
)
def test_make_up_working_days_on_weekends_are_no_rest_days(day: date) -> None:
    assert PUBLISHED.is_working_day(day)


def test_every_published_year_has_about_two_hundred_and_fifty_working_days() -> None:
    for year in range(2004, 2027):
        days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
        assert 246 <= sum(PUBLISHED.is_working_day(day) for day in days) <= 252


def test_the_next_day_that_is_none_may_be_the_day_itself() -> None:
    assert PUBLISHED.next_non_rest_day(date(2025, 9, 30)) == date(2025, 9, 30)
    assert PUBLISHED.next_non_rest_day(date(2025, 10, 1)) == date(2025, 10, 9)


def test_the_starting_day_is_never_counted_as_a_working_day() -> None:
    assert PUBLISHED.add_working_days(date(2025, 10, 9), 1) == date(2025, 10, 10)
    assert PUBLISHED.add_working_days(date(2025, 10, 9), 0) == date(2025, 10, 9)


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2027, 1, 1)])
def test_a_year_that_is_not_loaded_is_refused(day: date) -> None:
    with pytest.raises(MissingYear) as refusal:
        PUBLISHED.is_rest_day(day)
    assert isinstance(refusal.value, DomainError)
    assert refusal.value.data == {"year": day.year}


def test_a_caller_may_choose_to_assume_weekends_only() -> None:
    guessing = published(assume_weekends=True)
    assert guessing.is_rest_day(date(2031, 10, 4))
    assert guessing.is_working_day(date(2031, 10, 1))
    assert not guessing.covers(date(2026, 12, 31), date(2027, 1, 1))
    assert guessing.covers(date(2024, 1, 1), date(2026, 12, 31))


def test_a_year_can_be_added() -> None:
    text = """
    [[years]]
    year = 2027
    source = "notice of the State Council"
    rest = [2027-01-01]
    work = [2027-02-14]
    """
    calendar = with_overrides(PUBLISHED, text)
    assert calendar.is_rest_day(date(2027, 1, 1))
    assert calendar.is_working_day(date(2027, 2, 14))
    assert 2027 not in PUBLISHED.years


def test_a_published_year_can_be_corrected_day_by_day() -> None:
    text = """
    [[years]]
    year = 2025
    source = "notice of the county"
    rest = [2025-09-28]
    work = [2025-10-08]
    """
    calendar = with_overrides(PUBLISHED, text)
    assert calendar.is_rest_day(date(2025, 9, 28))
    assert calendar.is_working_day(date(2025, 10, 8))
    assert calendar.is_rest_day(date(2025, 10, 7))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("rest = [2026-01-01]", "years[0] (2025): 2026-01-01 does not lie in 2025"),
        (
            "rest = [2025-01-02]\nwork = [2025-01-02]",
            "years[0] (2025): 2025-01-02 can't be both a rest day and a working day",
        ),
        ("rst = []", "years[0]: Object contains unknown field `rst`"),
    ],
)
def test_a_wrong_correction_is_refused_with_its_place(line: str, message: str) -> None:
    with pytest.raises(RuleError) as refusal:
        with_overrides(PUBLISHED, f'[[years]]\nyear = 2025\nsource = "x"\n{line}')
    assert str(refusal.value) == message


def test_the_shipped_calendar_covers_twenty_three_years() -> None:
    assert load_calendar().years == frozenset(range(2004, 2027))
    assert not load_calendar().assume_weekends


def test_an_empty_calendar_knows_no_year() -> None:
    with pytest.raises(MissingYear):
        Calendar(years=frozenset()).is_rest_day(date(2025, 1, 1))
