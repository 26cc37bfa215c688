"""Counting in working hours: several spans a day, on working days only."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.rules.calendar import ONE_DAY, Calendar
from domain.rules.model import ClockRule, RuleSet

WORKING: dict[str, timedelta] = {
    "working_minutes": timedelta(minutes=1),
    "working_hours": timedelta(hours=1),
}


class Open(NamedTuple):
    """One span of a day in which time counts, in UTC."""

    day: date
    begin: datetime
    end: datetime


def length(rule: ClockRule) -> timedelta:
    """How much working time a rule gives, all in all."""
    return rule.span * WORKING[rule.unit]


def spans(rules: RuleSet, calendar: Calendar, start: datetime) -> Iterator[Open]:
    """The spans in which time counts from an aware moment on, without end."""
    zone = ZoneInfo(rules.timezone)
    day = start.astimezone(zone).date()
    while True:
        if calendar.is_working_day(day):
            for hours in rules.working_hours:
                begin = max(_moment(day, hours.opens, zone), start.astimezone(UTC))
                end = _moment(day, hours.closes, zone)
                if begin < end:
                    yield Open(day, begin, end)
        day += ONE_DAY


def spans_until(
    rules: RuleSet, calendar: Calendar, start: datetime, span: timedelta
) -> Iterator[Open]:
    """The spans that are counted until so much working time has passed, the last one cut."""
    left = span
    for one in spans(rules, calendar, start):
        end = min(one.end, one.begin + left)
        yield one._replace(end=end)
        left -= end - one.begin
        if not left:
            return


def add_working_time(
    rules: RuleSet, calendar: Calendar, start: datetime, span: timedelta
) -> datetime:
    """The moment in UTC at which so much working time has passed; no span: the start itself."""
    last = start.astimezone(UTC)
    if span:
        for one in spans_until(rules, calendar, start, span):
            last = one.end
    return last


def working_time(rules: RuleSet, calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """How much working time lies between two aware moments."""
    passed = timedelta(0)
    for one in spans(rules, calendar, start):
        if one.begin >= end:
            return passed
        passed += min(one.end, end.astimezone(UTC)) - one.begin
    raise AssertionError


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
