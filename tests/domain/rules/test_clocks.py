"""How a clock is chosen and started."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from application.calendars import load_calendar
from application.rulebook import load_shipped
from domain.rules.calendar import Calendar, MissingYear
from domain.rules.clocks import Clock, NaiveTime, add_months, find_rule, start_clock
from domain.rules.model import RuleSet

NOON = datetime(2025, 6, 10, 4, tzinfo=UTC)
UNLOADED = datetime(2031, 6, 10, 4, tzinfo=UTC)
GUESSING = load_calendar(assume_weekends=True)


@pytest.fixture
def rules() -> RuleSet:
    return load_shipped()["national"]


@pytest.fixture
def calendar() -> Calendar:
    return load_calendar()


def test_a_clock_says_who_owes_what_until_when_and_by_which_rule(
    rules: RuleSet, calendar: Calendar
) -> None:
    clock = start_clock(
        rules, calendar, "arrive", NOON, holder="U1", track="emergency", ref=3, zone="seat"
    )
    assert clock == Clock(
        kind="arrive",
        holder="U1",
        due=NOON + timedelta(minutes=20),
        ref=3,
        rule="ground.arrive.seat",
    )


@pytest.mark.parametrize(
    ("kind", "track"),
    [("transfer", "emergency"), ("mediation", "hotline"), ("opinion", "dispute"), ("tea", "")],
)
def test_there_is_no_clock_where_the_rule_set_has_none(
    rules: RuleSet, calendar: Calendar, kind: str, track: str
) -> None:
    assert start_clock(rules, calendar, kind, NOON, holder="centre", track=track) is None


def test_nobody_is_timed_on_reaching_the_people_of_a_petition(
    rules: RuleSet, calendar: Calendar
) -> None:
    for zone in rules.zones:
        found = start_clock(
            rules, calendar, "arrive", NOON, holder="U1", track="petition", zone=zone.code
        )
        assert found is None


def test_there_is_no_arrival_clock_without_a_zone(rules: RuleSet, calendar: Calendar) -> None:
    assert start_clock(rules, calendar, "arrive", NOON, holder="U1", track="emergency") is None


def test_a_rule_naming_the_grade_goes_before_one_for_any(rules: RuleSet) -> None:
    named = find_rule(rules, "reply", "hotline", "urgent")
    any_grade = find_rule(rules, "reply", "hotline", "never heard of")
    assert named is not None
    assert any_grade is not None
    assert (named.id, any_grade.id) == ("hotline.reply.urgent", "hotline.reply")


def test_a_rule_naming_the_track_goes_before_one_for_any(rules: RuleSet) -> None:
    fast, other = find_rule(rules, "urge", "emergency"), find_rule(rules, "urge", "petition")
    assert fast is not None
    assert other is not None
    assert (fast.id, other.id) == ("urge.emergency", "urge")


@pytest.mark.parametrize("hours", [-7, 0, 5.75, 8, 14])
def test_the_same_moment_gives_the_same_due_time_in_any_zone(
    rules: RuleSet, calendar: Calendar, hours: float
) -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=hours)))
    for kind, track in [("transfer", "petition"), ("sign", "emergency"), ("object", "petition")]:
        here = start_clock(rules, calendar, kind, NOON, holder="U1", track=track)
        there = start_clock(rules, calendar, kind, elsewhere, holder="U1", track=track)
        assert here == there


def test_a_naive_time_is_refused(rules: RuleSet, calendar: Calendar) -> None:
    with pytest.raises(NaiveTime):
        start_clock(
            rules, calendar, "screen", NOON.replace(tzinfo=None), holder="U1", track="emergency"
        )


def test_a_missing_year_is_never_guessed_silently(rules: RuleSet, calendar: Calendar) -> None:
    with pytest.raises(MissingYear) as refusal:
        start_clock(rules, calendar, "transfer", UNLOADED, holder="centre", track="petition")
    assert refusal.value.year == 2031


@pytest.mark.parametrize(
    ("kind", "at", "rule"),
    [
        ("transfer", UNLOADED, "petition.transfer~"),
        ("object", UNLOADED, "petition.object~"),
        ("transfer", NOON, "petition.transfer"),
        ("opinion", datetime(2026, 12, 1, tzinfo=UTC), "petition.opinion~"),
        ("object", datetime(2026, 12, 29, tzinfo=UTC), "petition.object~"),
        ("transfer", datetime(2026, 12, 1, tzinfo=UTC), "petition.transfer"),
        ("register", UNLOADED, "register.same_day"),
        ("directive", UNLOADED, "directive"),
    ],
)
def test_a_count_over_assumed_weekends_is_marked_and_no_other(
    rules: RuleSet, kind: str, at: datetime, rule: str
) -> None:
    clock = start_clock(rules, GUESSING, kind, at, holder="centre", track="petition")
    assert clock is not None
    assert clock.rule == rule


def test_clocks_that_need_no_calendar_run_without_one(rules: RuleSet) -> None:
    none = Calendar(years=frozenset())
    assert start_clock(rules, none, "directive", UNLOADED, holder="U1", track="petition")
    assert start_clock(rules, none, "sign", UNLOADED, holder="U1", track="emergency")


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 6, 15), 18, date(2026, 12, 15)),
    ],
)
def test_months_are_clipped_to_the_end_of_the_month(day: date, count: int, expected: date) -> None:
    assert add_months(day, count) == expected
