"""The years of the working calendar: versions on record, what a file may say, what it changes."""

from datetime import UTC, date, datetime

import pytest

from domain.calendar.decisions import load, ship
from domain.calendar.events import CalendarEvent, YearDays, YearLoaded, YearsShipped
from domain.calendar.missing import missing_year
from domain.calendar.state import Years, evolve, fold
from domain.calendar.years import Change, YearFile, YearsFile, changes, check
from domain.rules.calendar import Calendar
from domain.rules.model import RuleError

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NEW_YEAR, OCTOBER = date(2027, 1, 1), date(2027, 10, 1)
MAKE_UP = date(2027, 9, 26)  # a Sunday
LOADED = YearFile(year=2027, rest=(NEW_YEAR,), work=(MAKE_UP,), source="通知")


def days(year: int, *rest: date) -> YearDays:
    return YearDays(year=year, rest=rest)


def shipped(*years: YearDays) -> CalendarEvent:
    return YearsShipped(at=NOW, by="system", source="package 1", sha256="0", years=years)


def loaded(state: Years, *files: YearFile) -> Years:
    for event in load(state, files, "1", NOW, "root"):
        evolve(state, event)
    return state


def test_a_year_that_is_loaded_is_its_first_version_and_a_correction_the_next() -> None:
    state = loaded(Years(), LOADED)
    corrected = YearFile(year=2027, rest=(NEW_YEAR, OCTOBER), source="更正通知")
    state = loaded(state, corrected)
    assert [one.version for one in state.known[2027]] == [1, 2]
    assert [one.source for one in state.known[2027]] == ["通知", "更正通知"]
    now = state.year(2027)
    assert now is not None
    assert (now.rest, now.work, now.people) == (frozenset({NEW_YEAR, OCTOBER}), frozenset(), True)


def test_a_file_that_changes_no_day_makes_no_version() -> None:
    state = loaded(Years(), LOADED)
    again = YearFile(year=2027, rest=(NEW_YEAR,), work=(MAKE_UP,), source="another paper")
    assert load(state, (again,), "2", NOW, "root") == []


def test_several_years_of_one_file_are_recorded_together() -> None:
    other = YearFile(year=2028, rest=(date(2028, 1, 1),), source="x")
    events = load(Years(), (LOADED, other), "1", NOW, "root")
    assert [(type(one), getattr(one, "version", 0)) for one in events] == [(YearLoaded, 1)] * 2


def test_shipped_years_are_put_on_record_once_and_later_ones_as_they_come() -> None:
    first = ship(Years(), (days(2026, date(2026, 1, 1)),), "package 1", "0", NOW, "system")
    state = fold(first)
    assert ship(state, (days(2026, date(2026, 1, 1)),), "package 2", "1", NOW, "system") == []
    both = (days(2026, date(2026, 1, 1)), days(2027, NEW_YEAR))
    (later,) = ship(state, both, "package 2", "1", NOW, "system")
    assert isinstance(later, YearsShipped)
    assert [one.year for one in later.years] == [2027]


def test_a_shipped_year_never_replaces_one_that_people_loaded() -> None:
    state = loaded(Years(), LOADED)
    assert ship(state, (days(2027, OCTOBER),), "package 2", "1", NOW, "system") == []
    evolve(state, shipped(days(2027, OCTOBER)))  # as one put on record by another order of events
    now = state.year(2027)
    assert now is not None
    assert now.rest == {NEW_YEAR}


def test_a_shipped_correction_of_a_shipped_year_is_its_next_version() -> None:
    state = fold([shipped(days(2026, date(2026, 1, 1)))])
    evolve(state, shipped(days(2026, date(2026, 1, 2))))
    assert [one.version for one in state.known[2026]] == [1, 2]


def test_the_calendar_counts_with_the_versions_in_force_and_names_them() -> None:
    state = fold([shipped(days(2026, date(2026, 1, 1)), days(2027, OCTOBER))])
    calendar = loaded(state, LOADED).calendar()
    assert calendar.versions == {2026: 1, 2027: 2}
    assert calendar.is_rest_day(NEW_YEAR)
    assert calendar.is_working_day(OCTOBER)
    assert calendar.is_working_day(MAKE_UP)
    assert calendar.years == {2026, 2027}


def test_what_a_file_changes_is_told_day_by_day() -> None:
    state = loaded(Years(), LOADED)
    other = YearFile(year=2027, rest=(OCTOBER, MAKE_UP), source="x")
    assert changes(state, other) == [
        Change(NEW_YEAR, "rest", ""),
        Change(MAKE_UP, "work", "rest"),
        Change(OCTOBER, "", "rest"),
    ]
    assert changes(state, LOADED) == []


@pytest.mark.parametrize(
    ("year", "message"),
    [
        ({"rest": (date(2026, 1, 1),)}, "years[0] (2027): 2026-01-01 does not lie in 2027"),
        (
            {"rest": (MAKE_UP,), "work": (MAKE_UP,)},
            "years[0] (2027): 2027-09-26 can't be both a rest day and a working day",
        ),
        ({"rest": ()}, "years[0] (2027): write the holidays under rest: every year has some"),
        ({"rest": (NEW_YEAR, NEW_YEAR)}, "years[0] (2027).rest: 2027-01-01 stands 2 times"),
        (
            {"rest": (NEW_YEAR,), "work": (date(2027, 9, 27),)},
            (
                "years[0] (2027).work: 2027-09-27 is no weekend day; only those that are worked "
                "stand here"
            ),
        ),
    ],
)
def test_a_year_that_cannot_be_is_refused_with_its_place(
    year: dict[str, tuple[date, ...]], message: str
) -> None:
    file = YearsFile(years=(YearFile(year=2027, source="x", **year),))
    with pytest.raises(RuleError) as refusal:
        check(file)
    assert str(refusal.value) == message


@pytest.mark.parametrize("year", [1, 9999, 20270])
def test_a_year_no_calendar_shows_whole_is_refused(year: int) -> None:
    with pytest.raises(RuleError, match="write the year in four digits"):
        check(YearsFile(years=(YearFile(year=year, source="x"),)))


def test_a_file_without_years_and_one_with_a_year_twice_are_refused() -> None:
    with pytest.raises(RuleError, match="name at least one year"):
        check(YearsFile())
    with pytest.raises(RuleError, match="this year stands twice"):
        check(YearsFile(years=(LOADED, LOADED)))


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 9, 30), None),  # three months on is 30 December
        (date(2026, 10, 1), 2027),  # three months on is New Year's Day
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), 2027),
        (date(2028, 5, 1), 2028),
    ],
)
def test_a_missing_year_is_told_months_ahead(today: date, missing: int | None) -> None:
    calendar = Calendar(years=frozenset({2025, 2026}))
    assert missing_year(calendar, today, months_ahead=3) == missing
