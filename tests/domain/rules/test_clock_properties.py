"""What holds for every clock, whatever the start."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from application.calendars import load_calendar
from application.rulebook import load_shipped
from domain.rules.clocks import Clock, due_time, end_of_day, local_day
from domain.rules.model import ClockRule, PauseRule, RuleSet
from domain.rules.moves import resume_clock

CALENDAR = load_calendar(assume_weekends=True)
SETS = sorted(load_shipped().values(), key=lambda rules: rules.id)
CLOCKS = [(rules, rule) for rules in SETS for rule in rules.clocks]
PAUSABLE = [
    (rules, pause, rule)
    for rules in SETS
    for pause in rules.pauses
    for rule in rules.clocks
    if rule.kind in pause.kinds and pause.track in rule.tracks
]

starts = st.datetimes(
    datetime(2004, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.timezones(),
    allow_imaginary=False,
)
spans = st.timedeltas(timedelta(0), timedelta(days=60))


@given(st.sampled_from(CLOCKS), starts)
def test_a_due_time_never_lies_before_its_start(
    chosen: tuple[RuleSet, ClockRule], at: datetime
) -> None:
    rules, rule = chosen
    due = due_time(rule, CALENDAR, at, rules=rules)
    assert due > at
    assert due.tzinfo is UTC


@given(st.sampled_from([c for c in CLOCKS if c[1].roll_over]), starts)
def test_a_rolled_due_time_never_lands_on_a_rest_day(
    chosen: tuple[RuleSet, ClockRule], at: datetime
) -> None:
    rules, rule = chosen
    day = local_day(rules, due_time(rule, CALENDAR, at, rules=rules))
    assert CALENDAR.is_working_day(day)


@given(st.sampled_from([c for c in CLOCKS if c[1].unit == "working_days"]), starts)
def test_between_start_and_due_lie_exactly_that_many_working_days(
    chosen: tuple[RuleSet, ClockRule], at: datetime
) -> None:
    rules, rule = chosen
    first = local_day(rules, at)
    last = local_day(rules, due_time(rule, CALENDAR, at, rules=rules))
    days = [first + timedelta(days=n + 1) for n in range((last - first).days)]
    assert sum(map(CALENDAR.is_working_day, days)) == rule.span
    assert CALENDAR.is_working_day(last)


@given(st.sampled_from(CLOCKS), starts, spans)
def test_a_later_start_is_never_due_earlier(
    chosen: tuple[RuleSet, ClockRule], at: datetime, later: timedelta
) -> None:
    """Bands of day and night apart: the longer limit of the night may end after a later one."""
    rules, rule = chosen
    if rule.night in {None, rule.span}:
        first = due_time(rule, CALENDAR, at, rules=rules)
        assert first <= due_time(rule, CALENDAR, at.astimezone(UTC) + later, rules=rules)


@given(st.sampled_from(CLOCKS), starts)
def test_a_limit_in_days_ends_with_the_last_second_of_a_local_day(
    chosen: tuple[RuleSet, ClockRule], at: datetime
) -> None:
    rules, rule = chosen
    due = due_time(rule, CALENDAR, at, rules=rules)
    if rule.unit not in {"minutes", "hours"}:
        assert due == end_of_day(rules, local_day(rules, due))


@given(st.sampled_from(PAUSABLE), starts, spans, spans)
def test_a_pause_never_makes_a_clock_due_earlier_and_a_longer_one_never_less(
    chosen: tuple[RuleSet, PauseRule, ClockRule], at: datetime, first: timedelta, more: timedelta
) -> None:
    rules, pause, rule = chosen
    start = at.astimezone(UTC)
    clock = Clock(
        kind=rule.kind,
        holder="centre",
        due=due_time(rule, CALENDAR, start, rules=rules),
        rule=rule.id,
    )
    short, long = (
        resume_clock(rules, CALENDAR, clock, pause, stopped=start, resumed=start + stood)
        for stood in (first, first + more)
    )
    assert clock.due <= short.due <= long.due
