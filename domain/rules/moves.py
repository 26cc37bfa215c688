"""How a running time limit moves: by an extension, or because it stood still."""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from domain.rules.calendar import ONE_DAY, Calendar
from domain.rules.clocks import EXACT, UNSURE, Clock, end_of_day, local_day
from domain.rules.hours import WORKING, add_working_time, working_time
from domain.rules.model import ClockRule, ExtensionRule, PauseRule, RuleSet

NOTHING = timedelta(0)


def extension_limit(
    rules: RuleSet, calendar: Calendar, track: str, kind: str, due: datetime
) -> datetime | None:
    """The latest moment to which a clock first due then may be extended in all; None: not at all.

    Pass the due time as it was before any extension: the limit is for all of them together.
    """
    rule = rules.extension(track, kind)
    return None if rule is None else extended(rules, calendar, rule, due, rule.span)


def extended(
    rules: RuleSet, calendar: Calendar, rule: ExtensionRule, due: datetime, days: int
) -> datetime:
    """The due time moved by so many days, or working days where the extension rule counts those."""
    last = local_day(rules, due)
    if rule.unit == "working_days":
        return end_of_day(rules, calendar.add_working_days(last, days))
    last += timedelta(days=days)
    return end_of_day(rules, calendar.next_non_rest_day(last) if rule.roll_over else last)


def resume_clock(
    rules: RuleSet,
    calendar: Calendar,
    clock: Clock,
    pause: PauseRule,
    *,
    stopped: datetime,
    resumed: datetime,
    given: timedelta = NOTHING,
) -> Clock:
    """The clock as it runs on after standing still; never due earlier than before.

    `given` is how long it stood still for the same reason before: the rule's limit is for all of
    it together.

    Limits in minutes and hours move by the time they stood. Limits in days move by the days from
    the stop to the resumption (the day of the stop counts as standing, that of the resumption as
    running), limits in working days by the working days among them, limits in working hours by the
    working time among it. Not more than the pause rule's
    limit is given back.
    """
    resumed = max(stopped, _given_back(pause, stopped, resumed, given))
    rule = rules.clock(clock.rule.removesuffix(UNSURE))
    if rule is None or rule.unit in EXACT:
        return replace(clock, due=clock.due + (resumed - stopped))
    if rule.unit in WORKING:
        return _in_working_time(rules, calendar, clock, stopped, resumed)
    stop, resume = local_day(rules, stopped), local_day(rules, resumed)
    due = local_day(rules, clock.due)
    last = _moved(rule, calendar, due, stop, resume)
    doubt = "" if _sure(rule, calendar, clock, due, last) else UNSURE
    return replace(clock, due=end_of_day(rules, last), rule=rule.id + doubt)


def _in_working_time(
    rules: RuleSet, calendar: Calendar, clock: Clock, stopped: datetime, resumed: datetime
) -> Clock:
    """Moved by the working time among that in which it stood."""
    stood = working_time(rules, calendar, stopped, resumed)
    due = add_working_time(rules, calendar, clock.due, stood)
    sure = not clock.rule.endswith(UNSURE) and calendar.covers(
        local_day(rules, stopped), local_day(rules, due)
    )
    return replace(clock, due=due, rule=clock.rule.removesuffix(UNSURE) + ("" if sure else UNSURE))


def _given_back(
    pause: PauseRule, stopped: datetime, resumed: datetime, given: timedelta
) -> datetime:
    if pause.max_days is None:
        return resumed
    return min(resumed, stopped + timedelta(days=pause.max_days) - given)


def _moved(rule: ClockRule, calendar: Calendar, due: date, stop: date, resume: date) -> date:
    if rule.unit == "working_days":
        return calendar.add_working_days(due, _working_days(calendar, stop, resume))
    last = due + (resume - stop)
    return calendar.next_non_rest_day(last) if rule.roll_over else last


def _sure(rule: ClockRule, calendar: Calendar, clock: Clock, due: date, last: date) -> bool:
    counted = rule.roll_over or rule.unit == "working_days"
    return not clock.rule.endswith(UNSURE) and (not counted or calendar.covers(due, last))


def _working_days(calendar: Calendar, first: date, end: date) -> int:
    days = (first + n * ONE_DAY for n in range((end - first).days))
    return sum(calendar.is_working_day(day) for day in days)
