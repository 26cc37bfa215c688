"""When a time limit runs out: the rule that applies to a case, and the moment it names."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from domain.rules.calendar import ONE_DAY, Calendar
from domain.rules.model import ClockRule, RuleSet

LAST_SECOND = time(23, 59, 59)
UNSURE = "~"


class Clock(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One running time limit, as it stands in the event that starts it.

    `rule` ends in "~" when the count touched a year whose calendar was not loaded.
    """

    kind: str
    holder: str
    due: datetime
    ref: int = 0
    rule: str = ""


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
    due = due_time(rule, calendar, at, rules=rules)
    return Clock(
        kind=kind,
        holder=holder,
        due=due,
        ref=ref,
        rule=rule.id + _doubt(rule, calendar, at, due, rules),
    )


def due_time(rule: ClockRule, calendar: Calendar, at: datetime, *, rules: RuleSet) -> datetime:
    """The moment in UTC at which the limit runs out, counted from an aware time.

    Minutes and hours count absolutely; days, working days and months end with the last second of
    their last day in the set's time zone, the day of the start not counted.
    """
    if at.tzinfo is None:
        msg = "a clock starts at an aware time"
        raise ValueError(msg)
    zone = _zone(rules.timezone)
    if rule.unit == "minutes":
        return at.astimezone(UTC) + timedelta(
            minutes=_minutes(rule, rules, at.astimezone(zone).time())
        )
    if rule.unit == "hours":
        return at.astimezone(UTC) + timedelta(hours=rule.span)
    last = _last_day(rule, calendar, at.astimezone(zone).date())
    return datetime.combine(last, LAST_SECOND, zone).astimezone(UTC)


@lru_cache(maxsize=4096)
def find_rule(
    rules: RuleSet, kind: str, track: str, grade: str = "", zone: str = ""
) -> ClockRule | None:
    """The most particular rule that fits: naming the grade goes before the zone, then the track."""
    fitting = [
        rule for rule in rules.clocks if rule.kind == kind and _fits(rule, track, grade, zone)
    ]
    return max(fitting, key=_particularity, default=None)


def _fits(rule: ClockRule, track: str, grade: str, zone: str) -> bool:
    asked = ((rule.tracks, track), (rule.grades, grade), (rule.zones, zone))
    return all(not named or value in named for named, value in asked)


def _particularity(rule: ClockRule) -> tuple[bool, bool, bool]:
    return bool(rule.grades), bool(rule.zones), bool(rule.tracks)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _minutes(rule: ClockRule, rules: RuleSet, start: time) -> int:
    by_day = rules.day_from <= start < rules.day_to
    return rule.span if by_day or rule.night is None else rule.night


def _last_day(rule: ClockRule, calendar: Calendar, start: date) -> date:
    if rule.unit == "working_days":
        return calendar.add_working_days(start, rule.span)
    last = _unrolled(rule, start)
    return calendar.next_non_rest_day(last) if rule.roll_over else last


def _unrolled(rule: ClockRule, start: date) -> date:
    return (
        add_months(start, rule.span) if rule.unit == "months" else start + timedelta(days=rule.span)
    )


def add_months(day: date, count: int) -> date:
    """The same day of a later month, or that month's last day when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _doubt(rule: ClockRule, calendar: Calendar, at: datetime, due: datetime, rules: RuleSet) -> str:
    zone = _zone(rules.timezone)
    first = _first_consulted(rule, at.astimezone(zone).date())
    return UNSURE if first and not calendar.covers(first, due.astimezone(zone).date()) else ""


def _first_consulted(rule: ClockRule, start: date) -> date | None:
    if rule.unit == "working_days":
        return start + ONE_DAY
    return _unrolled(rule, start) if rule.roll_over and rule.unit in {"days", "months"} else None
