"""How a due time is counted, line by line, as a person counts it on a calendar."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal, cast

from msgspec import Struct

from domain.rules.calendar import ONE_DAY, SATURDAY, Calendar
from domain.rules.clocks import add_months, local_day, minutes
from domain.rules.hours import WORKING, length, spans_until
from domain.rules.model import ClockRule, ExtensionRule, RuleSet

What = Literal[
    "by_day",
    "by_night",
    "minutes",
    "hours",
    "day_of_start",
    "days",
    "months",
    "working_days",
    "make_up_days",
    "working_time",
    "weekend",
    "holiday",
    "rolled_to",
    "stood_still",
    "end_of_day",
    "year_assumed",
]
Counted = Literal["days", "working_days", "months"]
RESTING = frozenset({"weekend", "holiday"})
LOOKED_UP = frozenset({*RESTING, "working_days", "make_up_days", "working_time", "rolled_to"})


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a count.

    `day` and `last` are the first and the last day it speaks of; `number` is how many minutes,
    hours, days or months it adds (of working days, and of minutes of working time: how many are
    counted by then), or a year.
    """

    what: What
    day: date | None = None
    last: date | None = None
    number: int = 0

    @property
    def end(self) -> date | None:
        """The last day it speaks of, if it speaks of days."""
        return self.last or self.day


def count(rule: ClockRule, calendar: Calendar, at: datetime, rules: RuleSet) -> tuple[Line, ...]:
    """How the rule counts from an aware time; `due_time` of the same gives where it ends."""
    if rule.unit == "minutes":
        return _minutes(rule, rules, at)
    if rule.unit == "hours":
        return (Line(what="hours", number=rule.span),)
    if rule.unit in WORKING:
        return tuple(_working_time(rule, calendar, at, rules))
    start = local_day(rules, at)
    unit = cast("Counted", rule.unit)
    lines = _days(calendar, unit, rule.span, start, roll_over=rule.roll_over)
    return (Line(what="day_of_start", day=start), *lines)


def count_extension(
    rule: ExtensionRule, calendar: Calendar, due: datetime, days: int, rules: RuleSet
) -> tuple[Line, ...]:
    """How an extension counts on from the due time it moves."""
    start = local_day(rules, due)
    return tuple(_days(calendar, rule.unit, days, start, roll_over=rule.roll_over))


def stood_still(rules: RuleSet, stopped: datetime, resumed: datetime) -> Line:
    """From when to when a clock did not run; `number` is the days that are given back."""
    first, last = local_day(rules, stopped), local_day(rules, resumed)
    return Line(what="stood_still", day=first, last=last, number=(last - first).days)


def years_looked_up(rule: ClockRule | ExtensionRule, lines: Iterable[Line]) -> tuple[int, ...]:
    """The years whose rest days a count depends on."""
    ends = {"end_of_day"} if getattr(rule, "roll_over", False) else set[str]()
    told = (line for line in lines if line.what in LOOKED_UP | ends)
    days = {day.year for line in told for day in (line.day, line.last) if day is not None}
    return tuple(sorted(days))


def _minutes(rule: ClockRule, rules: RuleSet, at: datetime) -> tuple[Line, ...]:
    span = Line(what="minutes", number=minutes(rule, rules, at))
    if rule.night is None:
        return (span,)
    by_night = span.number == rule.night != rule.span
    return (Line(what="by_night" if by_night else "by_day"), span)


def _days(
    calendar: Calendar, unit: Counted, span: int, start: date, *, roll_over: bool
) -> list[Line]:
    if unit == "working_days":
        lines = list(_working_days(calendar, start, span))
        looked_up = start + ONE_DAY
    else:
        lines = [_plain(unit, span, start)]
        looked_up = lines[-1].end or start
        if roll_over:
            lines += _rolled(calendar, looked_up)
    last = lines[-1].end or start
    unsure = roll_over or unit == "working_days"
    doubts = _assumed(calendar, looked_up, last) if unsure else ()
    return [*lines, Line(what="end_of_day", day=last), *doubts]


def _plain(unit: Counted, span: int, start: date) -> Line:
    if unit == "months":
        return Line(what="months", day=add_months(start, span), number=span)
    return Line(what="days", day=start + ONE_DAY, last=start + span * ONE_DAY, number=span)


def _rolled(calendar: Calendar, last: date) -> list[Line]:
    """A last day on a rest day: which rest days follow, and the day that is none."""
    end = calendar.next_non_rest_day(last)
    if end == last:
        return []
    return [*_runs(calendar, last, end - ONE_DAY), Line(what="rolled_to", day=end)]


def _working_days(calendar: Calendar, start: date, span: int) -> Iterable[Line]:
    counted = 0
    for line in _runs(calendar, start + ONE_DAY, calendar.add_working_days(start, span)):
        if line.what in ("working_days", "make_up_days") and line.day and line.last:
            counted += (line.last - line.day).days + 1
            yield Line(what=line.what, day=line.day, last=line.last, number=counted)
        else:
            yield line


def _working_time(
    rule: ClockRule, calendar: Calendar, at: datetime, rules: RuleSet
) -> Iterable[Line]:
    """Each day whose working hours are counted, and the rest days between."""
    total, before = timedelta(0), local_day(rules, at)
    told = spans_until(rules, calendar, at, length(rule))
    for day, open_ones in groupby(told, lambda one: one.day):
        yield from (line for line in _between(calendar, before, day) if line.what in RESTING)
        total += sum((one.end - one.begin for one in open_ones), timedelta(0))
        yield Line(what="working_time", day=day, last=day, number=total // timedelta(minutes=1))
        before = day + ONE_DAY
    yield from _assumed(calendar, local_day(rules, at), before - ONE_DAY)


def _between(calendar: Calendar, first: date, end: date) -> Iterable[Line]:
    return _runs(calendar, first, end - ONE_DAY) if first < end else ()


def _runs(calendar: Calendar, first: date, last: date) -> Iterable[Line]:
    """The days from first to last, those of one sort that follow each other together."""
    days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    for what, run in groupby(days, lambda day: _sort(calendar, day)):
        together = list(run)
        yield Line(what=what, day=together[0], last=together[-1])


def _sort(calendar: Calendar, day: date) -> What:
    if calendar.is_rest_day(day):
        return "holiday" if day in calendar.rest else "weekend"
    return "make_up_days" if day.weekday() >= SATURDAY else "working_days"


def _assumed(calendar: Calendar, first: date, last: date) -> list[Line]:
    years = range(first.year, last.year + 1)
    return [Line(what="year_assumed", number=year) for year in years if year not in calendar.years]
