"""A count told line by line ends where the due time is, and names every day it skips."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.calendars import load_calendar
from application.rulebook import load_shipped
from domain.rules.calendar import Calendar
from domain.rules.clocks import due_time, local_day
from domain.rules.model import ClockRule, RuleSet
from domain.rules.reckoning import Line, count

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = load_calendar(assume_weekends=True)
SETS = sorted(load_shipped().values(), key=lambda rules: rules.id)
IN_DAYS = [
    (rules, rule)
    for rules in SETS
    for rule in rules.clocks
    if rule.unit not in ("minutes", "hours")
]
IN_TIME = [
    (rules, rule) for rules in SETS for rule in rules.clocks if rule.unit in ("minutes", "hours")
]
starts = st.datetimes(
    datetime(2004, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(SHANGHAI),
)


def counted(set_id: str, rule_id: str, at: str, calendar: Calendar = CALENDAR) -> list[Line]:
    rules = load_shipped()[set_id]
    rule = rules.clock(rule_id)
    assert rule is not None
    start = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    return list(count(rule, calendar, start, rules))


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_days_that_end_in_national_day_name_each_rest_day_and_where_they_roll_to() -> None:
    assert counted("national", "petition.transfer", "2025-09-16T10:00") == [
        Line(what="day_of_start", day=day("2025-09-16")),
        Line(what="days", day=day("2025-09-17"), last=day("2025-10-01"), number=15),
        Line(what="holiday", day=day("2025-10-01"), last=day("2025-10-08")),
        Line(what="rolled_to", day=day("2025-10-09")),
        Line(what="end_of_day", day=day("2025-10-09")),
    ]


def test_working_days_skip_the_holiday_and_count_the_make_up_saturday() -> None:
    lines = counted("national", "petition.object", "2025-09-30T10:00")
    assert lines == [
        Line(what="day_of_start", day=day("2025-09-30")),
        Line(what="holiday", day=day("2025-10-01"), last=day("2025-10-08")),
        Line(what="working_days", day=day("2025-10-09"), last=day("2025-10-10"), number=2),
        Line(what="make_up_days", day=day("2025-10-11"), last=day("2025-10-11"), number=3),
        Line(what="weekend", day=day("2025-10-12"), last=day("2025-10-12")),
        Line(what="working_days", day=day("2025-10-13"), last=day("2025-10-14"), number=5),
        Line(what="end_of_day", day=day("2025-10-14")),
    ]


@pytest.mark.parametrize(
    ("at", "band", "span"),
    [
        ("2025-06-10T07:59:59", "by_night", 30),
        ("2025-06-10T08:00", "by_day", 20),
        ("2025-06-10T19:59:59", "by_day", 20),
        ("2025-06-10T20:00", "by_night", 30),
    ],
)
def test_minutes_say_in_which_band_they_start(at: str, band: str, span: int) -> None:
    lines = counted("national", "ground.arrive.seat", at)
    assert [(line.what, line.number) for line in lines] == [(band, 0), ("minutes", span)]


def test_months_end_on_the_same_day_or_the_last() -> None:
    lines = counted("national", "visit.class_1", "2025-01-31T10:00")
    assert lines[1] == Line(what="months", day=day("2025-02-28"), number=1)
    assert lines[-1].day == day("2025-02-28")


def test_a_year_without_its_calendar_is_said_to_be_assumed() -> None:
    known = Calendar(years=frozenset({2025}), assume_weekends=True)
    lines = counted("national", "petition.object", "2025-12-30T10:00", known)
    assert lines[-1] == Line(what="year_assumed", number=2026)


@given(st.sampled_from(IN_DAYS), starts)
def test_the_last_day_told_is_the_day_it_is_due(
    chosen: tuple[RuleSet, ClockRule], at: datetime
) -> None:
    rules, rule = chosen
    lines = [line for line in count(rule, CALENDAR, at, rules) if line.what != "year_assumed"]
    assert lines[-1].what == "end_of_day"
    assert lines[-1].day == local_day(rules, due_time(rule, CALENDAR, at, rules=rules))


@given(st.sampled_from([c for c in IN_DAYS if c[1].unit == "working_days"]), starts)
def test_every_day_after_the_start_is_told_once(
    chosen: tuple[RuleSet, ClockRule], at: datetime
) -> None:
    rules, rule = chosen
    told = list[date]()
    for line in count(rule, CALENDAR, at, rules)[1:]:
        if line.day and line.last:
            told += [line.day + timedelta(days=n) for n in range((line.last - line.day).days + 1)]
    first = local_day(rules, at) + timedelta(days=1)
    assert told == [first + timedelta(days=n) for n in range(len(told))]


@given(st.sampled_from(IN_TIME), starts)
def test_minutes_and_hours_told_are_those_added(
    chosen: tuple[RuleSet, ClockRule], at: datetime
) -> None:
    rules, rule = chosen
    last = count(rule, CALENDAR, at, rules)[-1]
    added = timedelta(**{last.what: last.number})
    assert at + added == due_time(rule, CALENDAR, at, rules=rules)
