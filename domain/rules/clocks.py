"""When a time limit runs out: the rule that applies to a case, and the moment it names."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from domain.rules.calendar import ONE_DAY, Calendar
from domain.rules.hours import WORKING, add_working_time, length
from domain.rules.model import ClockRule, RuleSet

LAST_SECOND = time(23, 59, 59)
UNSURE = "~"
EXACT = frozenset({"minutes", "hours"})


class Clock(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One running time limit, as it stands in the event that starts it.

    `kind` of limit; `holder`, the code of the unit that owes it; `due`, aware and in UTC; `ref`,
    the number of the dispatch, directive, … it belongs to (0: the case); `rule`, the id of the
    clock rule, ending in "~" when the count touched a year whose calendar was not loaded.
    """

    kind: str
    holder: str
    due: datetime
    ref: int = 0
    rule: str = ""


class NaiveTime(ValueError):
    """A clock starts at an aware time, and this one is not."""


def start_clock(  # noqa: PLR0913 - everything a time limit depends on, by name
    rules: RuleSet,
    calendar: Calendar,
    kind: str,
    at: datetime,
    *,
    holder: str,
    track: str,
    ref: int = 0,
    grade: str = "",
    zone: str = "",
) -> Clock | None:
    """The clock that starts at this aware time; None when the set has none for such a case."""
    rule = find_rule(rules, kind, track, grade, zone)
    if rule is None:
        return None
    return clock_under(rule, rules, calendar, at, holder=holder, ref=ref)


def clock_under(
    rule: ClockRule,
    rules: RuleSet,
    calendar: Calendar,
    at: datetime,
    *,
    holder: str,
    ref: int = 0,
) -> Clock:
    """The clock that starts at this aware time under this one rule."""
    due = due_time(rule, calendar, at, rules=rules)
    doubt = "" if rule.unit in EXACT else _doubt(rule, rules, calendar, at, due)
    return Clock(kind=rule.kind, holder=holder, due=due, ref=ref, rule=rule.id + doubt)


def due_time(rule: ClockRule, calendar: Calendar, at: datetime, *, rules: RuleSet) -> datetime:
    """The moment in UTC at which the limit runs out, counted from an aware time.

    Minutes and hours count absolutely, working minutes and hours only in the working hours of the
    set; days, working days and months end with the last second of their last day in the set's time
    zone, the day of the start not counted.
    """
    if at.tzinfo is None:
        raise NaiveTime
    if rule.unit == "minutes":
        return at.astimezone(UTC) + timedelta(minutes=minutes(rule, rules, at))
    if rule.unit == "hours":
        return at.astimezone(UTC) + timedelta(hours=rule.span)
    if rule.unit in WORKING:
        return add_working_time(rules, calendar, at, length(rule))
    return end_of_day(rules, _last_day(rule, calendar, local_day(rules, at)))


@lru_cache(maxsize=4096)
def find_rule(
    rules: RuleSet, kind: str, track: str, grade: str = "", zone: str = ""
) -> ClockRule | None:
    """The most particular rule that fits: naming the grade goes before the zone, then the track."""
    fitting = [r for r in rules.clocks if r.kind == kind and _fits(r, track, grade, zone)]
    return max(fitting, key=particularity, default=None)


def particularity(rule: ClockRule) -> tuple[bool, bool, bool]:
    """Orders the rules that fit one case; the greatest applies."""
    return bool(rule.grades), bool(rule.zones), bool(rule.tracks)


def minutes(rule: ClockRule, rules: RuleSet, at: datetime) -> int:
    """The span by the band of day or night in which the start lies."""
    start = at.astimezone(_zone(rules.timezone)).time()
    by_day = rules.day_from <= start < rules.day_to
    return rule.span if by_day or rule.night is None else rule.night


def local_day(rules: RuleSet, at: datetime) -> date:
    """The day of a moment in the set's time zone."""
    return at.astimezone(_zone(rules.timezone)).date()


def end_of_day(rules: RuleSet, day: date) -> datetime:
    """The last second of a day of the set's time zone, in UTC."""
    return datetime.combine(day, LAST_SECOND, _zone(rules.timezone)).astimezone(UTC)


def add_months(day: date, count: int) -> date:
    """The same day of a later month, or that month's last day when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _fits(rule: ClockRule, track: str, grade: str, zone: str) -> bool:
    asked = ((rule.tracks, track), (rule.grades, grade), (rule.zones, zone))
    return all(not named or value in named for named, value in asked)


def _last_day(rule: ClockRule, calendar: Calendar, start: date) -> date:
    if rule.unit == "working_days":
        return calendar.add_working_days(start, rule.span)
    last = _unrolled(rule, start)
    return calendar.next_non_rest_day(last) if rule.roll_over else last


def _unrolled(rule: ClockRule, start: date) -> date:
    if rule.unit == "months":
        return add_months(start, rule.span)
    return start + timedelta(days=rule.span)


def _doubt(rule: ClockRule, rules: RuleSet, calendar: Calendar, at: datetime, due: datetime) -> str:
    """The mark for a count that looked up days of a year that is not loaded."""
    start = local_day(rules, at)
    if rule.unit in WORKING:
        first = start
    elif rule.unit == "working_days":
        first = start + ONE_DAY
    elif rule.roll_over:
        first = _unrolled(rule, start)
    else:
        return ""
    return "" if calendar.covers(first, local_day(rules, due)) else UNSURE
