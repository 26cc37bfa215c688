"""Extensions and pauses."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from application.calendars import load_calendar
from application.rulebook import load_shipped
from domain.rules.calendar import Calendar
from domain.rules.clocks import Clock, start_clock
from domain.rules.model import PauseRule, RuleSet
from domain.rules.moves import extended, extension_limit, resume_clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = load_calendar()
NATIONAL = load_shipped()["national"]
WORKING_DAYS = load_shipped()["hotline-working-days"]


def local(text: str) -> datetime:
    text = text if ":" in text else text + " 23:59:59"
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def started(rules: RuleSet, kind: str, track: str, at: str, grade: str = "") -> Clock:
    clock = start_clock(rules, CALENDAR, kind, local(at), holder="centre", track=track, grade=grade)
    assert clock is not None
    return clock


def hearing() -> PauseRule:
    rule = NATIONAL.pause("petition", "rereview", "hearing")
    assert rule is not None
    return rule


def waiting() -> PauseRule:
    rule = WORKING_DAYS.pause("hotline", "reply", "waiting_for_reporter")
    assert rule is not None
    return rule


@pytest.mark.parametrize(
    ("set_id", "track", "kind", "due", "limit"),
    [
        ("national", "petition", "opinion", "2025-06-30", "2025-07-30"),
        ("national", "petition", "opinion", "2025-09-01", "2025-10-09"),  # National Day
        ("national", "petition", "opinion", "2024-01-30", "2024-02-29"),
        ("national", "hotline", "reply", "2025-06-10 13:00", "2025-06-25"),
        ("national", "dispute", "mediation", "2025-09-01", "2025-10-01"),
        ("petition-5-30-60", "petition", "opinion", "2025-06-30", "2025-08-29"),
        ("hotline-working-days", "hotline", "reply", "2025-09-30", "2025-10-14"),
    ],
)
def test_an_extension_ends_at_the_latest_on_the_day_counted_by_hand(
    set_id: str, track: str, kind: str, due: str, limit: str
) -> None:
    rules = load_shipped()[set_id]
    assert extension_limit(rules, CALENDAR, track, kind, local(due)) == local(limit)


def test_an_extension_by_fewer_days_ends_so_many_days_later() -> None:
    rule = NATIONAL.extension("petition", "opinion")
    assert rule is not None
    due = extended(NATIONAL, CALENDAR, rule, local("2025-06-30"), 10)
    assert due == local("2025-07-10")


@pytest.mark.parametrize(
    ("set_id", "track", "kind"),
    [
        ("national", "petition", "transfer"),
        ("national", "petition", "review"),
        ("national", "emergency", "arrive"),
        ("local-5-30-90", "petition", "opinion"),
    ],
)
def test_a_clock_without_extension_rule_cannot_be_extended(
    set_id: str, track: str, kind: str
) -> None:
    rules = load_shipped()[set_id]
    assert extension_limit(rules, CALENDAR, track, kind, local("2025-06-30")) is None


@pytest.mark.parametrize(
    ("stopped", "resumed", "due"),
    [
        ("2025-06-10 09:00", "2025-06-13 09:00", "2025-07-04"),  # 1 July, three days later
        ("2025-06-10 09:00", "2025-06-10 17:00", "2025-07-01"),  # within one day
        ("2025-06-10 23:59", "2025-06-11 00:01", "2025-07-02"),  # over midnight
        ("2025-06-10 09:00", "2025-06-14 09:00", "2025-07-07"),  # onto a Saturday, rolled
    ],
)
def test_the_days_of_a_hearing_are_not_counted_in_a_re_review(
    stopped: str, resumed: str, due: str
) -> None:
    clock = started(NATIONAL, "rereview", "petition", "2025-06-01 10:00")
    assert clock.due == local("2025-07-01")
    moved = resume_clock(
        NATIONAL, CALENDAR, clock, hearing(), stopped=local(stopped), resumed=local(resumed)
    )
    assert moved == Clock(
        kind="rereview", holder="centre", due=local(due), rule="petition.rereview"
    )


@pytest.mark.parametrize(
    ("stopped", "resumed", "due"),
    [
        ("2025-06-11 10:00", "2025-06-12 10:00", "2025-06-18"),  # one working day
        ("2025-06-13 17:00", "2025-06-16 09:00", "2025-06-18"),  # Friday to Monday: one
        ("2025-06-14 10:00", "2025-06-15 10:00", "2025-06-17"),  # a weekend: none
        ("2025-06-12 10:00", "2025-08-12 10:00", "2025-06-26"),  # capped at ten days: seven
    ],
)
def test_waiting_for_the_reporter_gives_working_days_back_up_to_the_limit(
    stopped: str, resumed: str, due: str
) -> None:
    clock = started(WORKING_DAYS, "reply", "hotline", "2025-06-10 10:00", "help")
    assert clock.due == local("2025-06-17")
    moved = resume_clock(
        WORKING_DAYS, CALENDAR, clock, waiting(), stopped=local(stopped), resumed=local(resumed)
    )
    assert moved.due == local(due)


def test_a_limit_in_hours_moves_by_the_time_it_stood() -> None:
    clock = started(WORKING_DAYS, "handle", "hotline", "2025-06-10 10:00", "consult")
    moved = resume_clock(
        WORKING_DAYS,
        CALENDAR,
        clock,
        waiting(),
        stopped=local("2025-06-10 11:00"),
        resumed=local("2025-06-10 12:30"),
    )
    assert moved.due == local("2025-06-10 19:30")


def test_a_move_into_a_year_that_is_not_loaded_is_marked() -> None:
    clock = started(NATIONAL, "rereview", "petition", "2026-11-28 10:00")
    assert clock.due == local("2026-12-28")
    guessing = load_calendar(assume_weekends=True)
    moved = resume_clock(
        NATIONAL,
        guessing,
        clock,
        hearing(),
        stopped=local("2026-12-01 10:00"),
        resumed=local("2026-12-06 10:00"),
    )
    assert moved.due == local("2027-01-04")
    assert moved.rule == "petition.rereview~"


def test_a_mark_of_doubt_stays_on_a_clock_that_moves() -> None:
    none = Calendar(years=frozenset(), assume_weekends=True)
    at = local("2025-06-02 10:00")
    clock = start_clock(NATIONAL, none, "rereview", at, holder="U1", track="petition")
    assert clock is not None
    moved = resume_clock(
        NATIONAL, CALENDAR, clock, hearing(), stopped=at, resumed=local("2025-06-04 10:00")
    )
    assert moved.rule == "petition.rereview~"


def test_only_the_hearing_of_a_re_review_stops_a_petition() -> None:
    kinds = {rule.kind for rule in NATIONAL.clocks}
    stopping = {kind for kind in kinds if NATIONAL.pause("petition", kind, "hearing")}
    assert stopping == {"rereview"}
    assert NATIONAL.pause("petition", "rereview", "waiting_for_reporter") is None
    assert NATIONAL.pause("hotline", "reply", "waiting_for_reporter") is None
