"""Limits that count in working hours only: several spans a day, on working days.

Worked by hand with 09:00–12:00 and 13:30–17:30, seven hours a day, and the published calendars of
2024–2026; all times Asia/Shanghai.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from application.calendars import load_calendar
from application.rulebook import load_shipped, parse, shipped
from domain.rules.calendar import Calendar
from domain.rules.checks import validate
from domain.rules.clocks import Clock, due_time, start_clock
from domain.rules.hours import spans, working_time
from domain.rules.model import ClockRule, Hours, PauseRule, RuleError, RuleSet, Track, Unit
from domain.rules.moves import resume_clock
from domain.rules.reckoning import Line, count

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = load_calendar()
GUESSING = load_calendar(assume_weekends=True)
HOURS = (
    Hours(opens=time(9), closes=time(12)),
    Hours(opens=time(13, 30), closes=time(17, 30)),
)
RULES = replace(load_shipped()["national"], hours=HOURS)
PAUSE = PauseRule(
    track="hotline", kinds=("reply",), reason="waiting_for_reporter", max_days=3, article="x"
)
# start · working minutes · due · why
WORKED = """
2025-06-10 09:00  180  2025-06-10 12:00  to the end of the morning, not over noon
2025-06-10 09:00  181  2025-06-10 13:31  one minute more is one of the afternoon
2025-06-10 10:30  120  2025-06-10 14:00  over noon
2025-06-10 08:00   60  2025-06-10 10:00  before the office opens
2025-06-10 12:15   60  2025-06-10 14:30  at noon
2025-06-10 11:00   90  2025-06-10 14:00  ninety minutes over noon
2025-06-10 17:00   60  2025-06-11 09:30  over the night
2025-06-10 18:00  420  2025-06-11 17:30  after hours, a whole day
2025-06-10 23:59   60  2025-06-11 10:00  before midnight
2025-06-11 00:00   60  2025-06-11 10:00  at midnight
2025-06-13 17:00   60  2025-06-16 09:30  over a weekend
2025-06-14 10:00   60  2025-06-16 10:00  on a Saturday
2025-09-26 17:00  480  2025-09-29 09:30  the make-up Sunday counts
2025-09-30 17:00   60  2025-10-09 09:30  over National Day
2025-12-31 17:00   60  2026-01-04 09:30  over New Year, onto a make-up Sunday
2024-02-29 16:30  120  2024-03-01 10:00  out of 29 February
2026-02-13 16:30  540  2026-02-24 10:00  make-up Saturday, then Spring Festival
"""
starts = st.datetimes(
    datetime(2004, 1, 3),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2026, 11, 1),  # noqa: DTZ001
    timezones=st.timezones(),
    allow_imaginary=False,
)
minutes = st.integers(1, 3000)


def rule(span: int, unit: Unit = "working_minutes") -> ClockRule:
    tracks: tuple[Track, ...] = ("hotline",)
    return ClockRule(id="office", kind="reply", tracks=tracks, span=span, unit=unit, article="x")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("row", WORKED.strip().splitlines(), ids=str.split)
def test_working_hours_end_when_counted_by_hand(row: str) -> None:
    day, at, span, due_day, due_at = row.split()[:5]
    due = due_time(rule(int(span)), CALENDAR, local(f"{day} {at}"), rules=RULES)
    assert due == local(f"{due_day} {due_at}")
    assert due.tzinfo is UTC


def test_working_hours_are_sixty_working_minutes_each() -> None:
    start = local("2025-06-10 10:30")
    in_hours, in_minutes = (
        due_time(one, CALENDAR, start, rules=RULES) for one in (rule(2, "working_hours"), rule(120))
    )
    assert in_hours == in_minutes


def test_without_hours_of_its_own_a_set_counts_in_the_band_of_the_day() -> None:
    rules = load_shipped()["national"]
    due = due_time(rule(2, "working_hours"), CALENDAR, local("2025-06-10 19:00"), rules=rules)
    assert due == local("2025-06-11 09:00")


@given(starts, minutes)
def test_a_due_time_in_working_hours_is_after_its_start_and_within_them(
    at: datetime, span: int
) -> None:
    due = due_time(rule(span), CALENDAR, at, rules=RULES).astimezone(SHANGHAI)
    assert due > at
    assert CALENDAR.is_working_day(due.date())
    assert any(one.opens < due.time() <= one.closes or due.time() == one.opens for one in HOURS)


@given(starts, minutes)
def test_between_start_and_due_lies_exactly_that_much_working_time(at: datetime, span: int) -> None:
    due = due_time(rule(span), CALENDAR, at, rules=RULES)
    assert working_time(RULES, CALENDAR, at, due) == timedelta(minutes=span)
    told = takewhile(lambda one: one.begin < due, spans(RULES, CALENDAR, at))
    assert sum((min(one.end, due) - one.begin for one in told), timedelta(0)) == timedelta(
        minutes=span
    )


@given(starts, minutes, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_a_later_start_in_working_hours_is_never_due_earlier(
    at: datetime, span: int, later: timedelta
) -> None:
    first = due_time(rule(span), CALENDAR, at, rules=RULES)
    assert first <= due_time(rule(span), CALENDAR, at.astimezone(UTC) + later, rules=RULES)


@given(
    starts,
    minutes,
    st.timedeltas(timedelta(0), timedelta(days=10)),
    st.timedeltas(timedelta(0), timedelta(days=10)),
)
def test_a_pause_gives_back_the_working_time_it_stood_and_no_more_than_its_limit(
    at: datetime, span: int, first: timedelta, more: timedelta
) -> None:
    start = at.astimezone(UTC)
    rules = replace(RULES, clocks=(*RULES.clocks, rule(span)), pauses=(PAUSE,))
    due = due_time(rule(span), CALENDAR, start, rules=rules)
    clock = Clock(kind="reply", holder="centre", due=due, rule="office")
    short, long = (
        resume_clock(rules, CALENDAR, clock, PAUSE, stopped=start, resumed=start + stood)
        for stood in (first, first + more)
    )
    assert clock.due <= short.due <= long.due
    stood = working_time(rules, CALENDAR, start, start + min(first, timedelta(days=3)))
    assert working_time(rules, CALENDAR, due, short.due) == stood


def test_the_count_names_each_day_and_the_rest_days_between() -> None:
    lines = count(rule(480), CALENDAR, local("2025-09-26 17:00"), RULES)
    assert lines == (
        Line(what="working_time", day=date(2025, 9, 26), last=date(2025, 9, 26), number=30),
        Line(what="weekend", day=date(2025, 9, 27), last=date(2025, 9, 27)),
        Line(what="working_time", day=date(2025, 9, 28), last=date(2025, 9, 28), number=450),
        Line(what="working_time", day=date(2025, 9, 29), last=date(2025, 9, 29), number=480),
    )


def test_a_count_into_a_year_that_is_not_loaded_is_marked() -> None:
    rules = replace(RULES, clocks=(rule(60),))
    at = local("2026-12-31 17:00")
    clock = start_clock(rules, GUESSING, "reply", at, holder="centre", track="hotline")
    assert clock is not None
    assert clock.rule == "office~"
    assert count(rule(60), GUESSING, at, rules)[-1] == Line(what="year_assumed", number=2027)


def test_a_pause_into_a_year_that_is_not_loaded_is_marked() -> None:
    rules = replace(RULES, clocks=(rule(60),))
    at = local("2026-12-31 09:00")
    due = due_time(rule(60), GUESSING, at, rules=rules)
    clock = Clock(kind="reply", holder="centre", due=due, rule="office")
    moved = resume_clock(
        rules, GUESSING, clock, PAUSE, stopped=at, resumed=local("2026-12-31 17:30")
    )
    assert moved == replace(clock, due=local("2027-01-01 10:00"), rule="office~")
    unmoved = Calendar(years=frozenset({2026, 2027}), rest=frozenset({date(2027, 1, 1)}))
    known = resume_clock(
        rules, unmoved, clock, PAUSE, stopped=at, resumed=local("2026-12-31 17:30")
    )
    assert known == replace(clock, due=local("2027-01-04 10:00"))


@pytest.mark.parametrize(
    ("hours", "message"),
    [
        (
            "[{ opens = 12:00:00, closes = 09:00:00 }]",
            "hours[0]: it must begin (opens) before it ends (closes)",
        ),
        (
            "[{ opens = 09:00:00, closes = 12:00:00 }, { opens = 11:00:00, closes = 17:00:00 }]",
            "hours[1].opens: it begins before the one above has ended",
        ),
    ],
)
def test_hours_that_contradict_themselves_are_refused(hours: str, message: str) -> None:
    text = shipped("national.toml").replace("day_from", f"hours = {hours}\nday_from", 1)
    with pytest.raises(RuleError) as refusal:
        parse(text)
    assert str(refusal.value) == message


def test_working_hours_do_not_roll_over_for_they_end_on_working_days() -> None:
    rolling: RuleSet = replace(RULES, clocks=(replace(rule(60), roll_over=True),))
    rolling = replace(rolling, extensions=(), pauses=(), reminders=(), urges=(), escalations=())
    with pytest.raises(RuleError, match="only a limit in days or months"):
        validate(replace(rolling, periods=()))
