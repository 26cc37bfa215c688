"""Deadlines worked by hand from the rules and the published calendars; all times Asia/Shanghai.

Rest days used: 2024 spring 10–17 Feb (work 4, 18 Feb), labour 1–5 May (work 28 Apr, 11 May),
mid-autumn 15–17 Sep (work 14 Sep), national 1–7 Oct (work 29 Sep, 12 Oct); 2025 new year 1 Jan,
spring 28 Jan–4 Feb (work 26 Jan, 8 Feb), labour 1–5 May (work 27 Apr), dragon boat 31 May–2 Jun,
national 1–8 Oct (work 28 Sep, 11 Oct); 2026 new year 1–3 Jan (work 4 Jan), spring 15–23 Feb (work
14, 28 Feb), labour 1–5 May (work 9 May), dragon boat 19–21 Jun, mid-autumn 25–27 Sep (work 20 Sep).
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from application.calendars import load_calendar
from application.rulebook import load_shipped
from domain.rules.clocks import start_clock
from domain.rules.moves import resume_clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
END = " 23:59:59"

# kind · track · start · due (a date alone: the end of that day) · why
STATUTE = """
transfer       2025-09-15 10:00     2025-09-30           the day before National Day
transfer       2025-09-16 10:00     2025-10-09           National Day and mid-autumn, eight days
transfer       2025-09-13 10:00     2025-09-28           ends on a make-up Sunday, no rest day
transfer       2025-09-26 10:00     2025-10-11           ends on a make-up Saturday
transfer       2025-09-27 10:00     2025-10-13           ends on a plain Sunday
transfer       2024-09-15 10:00     2024-09-30           the Monday before National Day
transfer       2024-09-16 10:00     2024-10-08           National Day 2024, seven days
transfer       2024-09-14 10:00     2024-09-29           make-up Sunday before National Day
transfer       2024-09-27 10:00     2024-10-12           make-up Saturday after National Day
transfer       2024-01-25 16:30     2024-02-09           New Year's Eve 2024 was no holiday
transfer       2024-01-26 16:30     2024-02-18           Spring Festival, onto a make-up Sunday
transfer       2024-02-14 09:00     2024-02-29           29 February
transfer       2024-02-15 09:00     2024-03-01           over 29 February
transfer       2025-02-14 09:00     2025-03-03           no 29 February, 1 March a Saturday
transfer       2026-01-31 09:00     2026-02-24           Spring Festival 2026, nine days
transfer       2026-01-30 09:00     2026-02-14           make-up Saturday before Spring Festival
transfer       2026-02-13 09:00     2026-02-28           make-up Saturday after Spring Festival
transfer       2025-12-16 09:00     2025-12-31           last day of the year
transfer       2025-12-17 09:00     2026-01-04           New Year's Day, onto a make-up Sunday
transfer       2024-12-17 09:00     2025-01-02           New Year's Day 2025, one day
transfer       2025-03-03 23:59:59  2025-03-18           last second of a day
transfer       2025-03-04 00:00:00  2025-03-19           first second of the next
notice         2025-04-20 11:00     2025-05-06           Labour Day
notice         2025-05-17 11:00     2025-06-03           Dragon Boat Festival
notice         2026-06-04 11:00     2026-06-22           Dragon Boat Festival 2026
notice         2026-09-10 11:00     2026-09-28           mid-autumn 2026
notice         2026-09-05 11:00     2026-09-20           make-up Sunday before mid-autumn
notice         2026-03-21 11:00     2026-04-07           tomb-sweeping holiday
opinion        2025-08-01 15:00     2025-09-30           sixty days over two months of 31
opinion        2025-08-02 15:00     2025-10-09           sixty days into National Day
opinion        2023-12-31 15:00     2024-02-29           sixty days onto 29 February
opinion        2024-12-31 15:00     2025-03-03           the same a year later, 1 March a Saturday
opinion        2024-01-01 15:00     2024-03-01           over 29 February
opinion        2025-11-02 15:00     2026-01-04           into the next year, New Year's Day
opinion        2025-11-05 15:00     2026-01-04           onto the make-up Sunday itself
opinion        2026-03-02 15:00     2026-05-06           Labour Day 2026
opinion        2026-03-10 15:00     2026-05-09           make-up Saturday after Labour Day
opinion        2026-03-11 15:00     2026-05-11           plain Sunday after it
reply          2025-08-02 15:00     2025-10-09           proposals and accusations, like claims
review_request 2025-01-01 08:00     2025-02-05           Spring Festival 2025
review_request 2025-01-30 08:00     2025-03-03           received on a holiday, ends on a Saturday
review         2025-09-01 08:00     2025-10-09           thirty days into National Day
review         2024-01-30 08:00     2024-02-29           thirty days onto 29 February
rereview       2024-01-11 08:00     2024-02-18           Spring Festival 2024
rereview       2024-01-09 08:00     2024-02-08           before it
object         2025-09-25 17:00     2025-10-09           make-up Sunday counts, holidays do not
object         2025-09-30 17:00     2025-10-14           make-up Saturday counts
object         2024-02-08 17:00     2024-02-21           over Spring Festival
object         2026-02-12 17:00     2026-02-26           make-up Saturday, then nine days off
object         2026-02-24 17:00     2026-03-02           make-up Saturday at the end of February
object         2025-12-30 17:00     2026-01-07           over the year's end
object         2025-03-08 12:00     2025-03-14           received on a Saturday
object         2025-03-07 23:30     2025-03-14           received late on the Friday before
object         2025-03-09 23:59:59  2025-03-14           received in the last second of the Sunday
object         2024-04-25 12:00     2024-05-06           make-up Sunday before Labour Day
object         2024-04-30 12:00     2024-05-10           after Labour Day
object         2024-05-06 12:00     2024-05-11           fifth day is a make-up Saturday
object         2024-09-12 12:00     2024-09-20           over mid-autumn
object         2024-02-23 12:00     2024-03-01           over 29 February
screen         2025-09-30 08:30     2025-10-09           one working day over National Day
screen         2025-10-10 08:30     2025-10-11           one working day, a make-up Saturday
sign           2025-10-17 18:00     2025-10-20           one working day over a weekend
register       2025-10-01 18:00     2025-10-02 18:00     24 hours, holiday or not
supervise      2025-09-16 10:00     2025-10-09           supervision over National Day
directive      2025-01-15 10:00     2025-02-14           thirty days, no roll-over asked
urge           2025-09-30 10:00     2025-10-09           one working day
urge_answer    2025-09-30 10:00     2025-10-01 10:00     24 hours
"""
GROUND = """
seat           2025-06-10 07:59:59  2025-06-10 08:29:59  last second of the night
seat           2025-06-10 08:00:00  2025-06-10 08:20:00  first second of the day
seat           2025-06-10 19:59:59  2025-06-10 20:19:59  the start decides, not the end
seat           2025-06-10 20:00:00  2025-06-10 20:30:00  first second of the night
seat           2025-06-10 00:00:00  2025-06-10 00:30:00  midnight
seat           2025-06-10 23:50     2025-06-11 00:20     over midnight
seat           2025-12-31 23:45     2026-01-01 00:15     over the year's end
seat           2024-02-28 23:40     2024-02-29 00:10     into 29 February
seat           2024-02-29 23:40     2024-03-01 00:10     out of 29 February
seat           2025-02-28 23:40     2025-03-01 00:10     no 29 February
seat           2025-10-01 09:00     2025-10-01 09:20     a holiday changes nothing
town           2025-06-10 12:00     2025-06-10 12:15     county team by day
town           2025-06-10 21:00     2025-06-10 21:25     county team by night
assembly       2025-06-10 12:00     2025-06-10 12:15     township group by day
assembly       2025-06-10 03:00     2025-06-10 03:30     township group by night
town_officers  2025-06-10 12:00     2025-06-10 13:00     township officers by day
town_officers  2025-06-10 22:00     2025-06-10 23:00     the same by night
village        2025-06-10 10:00     2025-06-10 11:00     outlying village by day
village        2025-06-10 20:00     2025-06-10 21:30     outlying village by night
"""
OTHERS = """
national sign emergency -             2025-06-10 12:00:30  2025-06-10 12:03:30
national sign emergency -             2025-06-10 20:00     2025-06-10 20:05
national screen emergency -           2025-06-10 23:58     2025-06-11 00:03
national dispatch emergency -         2025-06-10 12:00     2025-06-10 12:05
national register emergency -         2025-06-10 12:00     2025-06-10 12:15
national feedback emergency -         2024-02-28 18:00     2024-02-29 18:00
national feedback emergency -         2024-02-29 18:00     2024-03-01 18:00
national close emergency -            2025-12-30 07:00     2026-01-02
national report_first emergency -     2025-06-10 23:45     2025-06-11 00:15
national report_final emergency -     2025-06-10 23:45     2025-06-13
national after_action emergency -     2025-09-16 12:00     2025-10-09
national urge emergency -             2025-06-10 23:55     2025-06-11 00:05
national urge_answer emergency -      2025-06-10 12:00     2025-06-10 12:15
national reply hotline urgent         2025-06-10 23:00     2025-06-11 01:00
national close hotline urgent         2025-06-10 23:00     2025-06-11 23:00
national reply hotline consult        2025-12-31 12:00     2026-01-01 12:00
national reply hotline ordinary       2025-09-25 12:00     2025-10-02
national reply hotline -              2025-09-25 12:00     2025-10-02
national reply hotline complex        2025-12-20 12:00     2026-01-04
national screen hotline -             2025-06-10 23:00     2025-06-11 01:00
national dispatch dispute -           2025-09-30 12:00     2025-10-09
national close dispute 1              2025-01-01 12:00     2025-03-02
national mediation dispute 3          2025-09-01 12:00     2025-10-01
national confirmation dispute -       2024-01-30 12:00     2024-02-29
national visit dispute 1              2024-01-31 12:00     2024-02-29
national visit dispute 1              2025-01-31 12:00     2025-02-28
national visit dispute 1              2025-12-31 12:00     2026-01-31
national visit dispute 1              2025-09-01 00:00     2025-10-01
national visit dispute 2              2023-11-30 12:00     2024-02-29
national visit dispute 2              2025-11-30 12:00     2026-02-28
national visit dispute 3              2025-08-31 12:00     2026-02-28
national visit dispute -              2025-03-15 12:00     2025-09-15
national visit hotline ordinary       2025-03-15 12:00     2025-09-15
petition-5-30-60 transfer petition -  2025-09-25 10:00     2025-10-09
petition-5-30-60 notice petition -    2024-02-08 10:00     2024-02-21
petition-5-30-60 opinion petition -   2025-09-01 10:00     2025-10-09
petition-5-30-60 opinion petition -   2024-01-30 10:00     2024-02-29
hotline-working-days reply hotline consult 2025-09-30 10:00 2025-10-09
hotline-working-days reply hotline urged   2025-09-26 10:00 2025-09-30
hotline-working-days reply hotline help    2026-02-13 10:00 2026-02-27
hotline-working-days reply hotline -       2026-02-13 10:00 2026-02-27
hotline-working-days reply hotline complex 2025-09-22 10:00 2025-10-17
local-5-30-90 opinion petition -           2025-09-01 10:00 2025-10-09
local-5-30-90 opinion petition complex     2025-07-03 10:00 2025-10-09
local-5-30-90 notice petition -            2025-09-26 10:00 2025-10-09
local-5-30-90 reply hotline simple         2025-12-31 10:00 2026-01-01
local-5-30-90 reply hotline complex        2024-02-09 10:00 2024-02-29
"""

# kind grade · start · stopped · resumed · due
PAUSED = """
rereview - 2025-09-01 08:00 2025-09-10 08:00 2025-09-12 08:00 2025-10-11
rereview - 2025-08-25 08:00 2025-09-10 08:00 2025-09-17 08:00 2025-10-09
rereview - 2024-01-05 08:00 2024-01-20 09:00 2024-01-26 09:00 2024-02-18
rereview - 2024-01-25 08:00 2024-02-20 09:00 2024-02-23 09:00 2024-02-29
rereview - 2025-12-01 08:00 2025-12-20 09:00 2025-12-21 09:00 2026-01-04
rereview - 2026-01-15 08:00 2026-01-20 12:00 2026-01-21 12:00 2026-02-24
reply help 2025-09-22 10:00 2025-09-24 10:00 2025-09-26 10:00 2025-09-30
reply help 2025-09-26 10:00 2025-09-29 10:00 2025-10-09 10:00 2025-10-13
reply help 2025-09-26 10:00 2025-10-01 10:00 2025-10-08 10:00 2025-10-10
reply complex 2026-02-09 10:00 2026-02-11 09:00 2026-03-01 09:00 2026-03-12
reply help 2024-02-26 10:00 2024-02-28 10:00 2024-03-01 10:00 2024-03-06
handle consult 2025-06-10 22:00 2025-06-10 23:00 2025-06-11 01:30 2025-06-11 08:30
"""


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def moments(words: list[str]) -> tuple[str, str]:
    """Start and due from `date time date [time] …`."""
    start, rest = f"{words[0]} {words[1]}", words[2:]
    timed = len(rest) > 1 and ":" in rest[1]
    return start, f"{rest[0]} {rest[1]}" if timed else rest[0] + END


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def due(set_id: str, kind: str, track: str, grade: str, zone: str, start: str) -> datetime:
    clock = start_clock(
        load_shipped()[set_id],
        load_calendar(),
        kind,
        local(start),
        holder="centre",
        track=track,
        grade=grade.strip("-"),
        zone=zone,
    )
    assert clock is not None
    assert clock.due.tzinfo is UTC
    assert not clock.rule.endswith("~")
    return clock.due


@pytest.mark.parametrize("row", rows(STATUTE), ids=" ".join)
def test_a_petition_clock_ends_on_the_day_counted_by_hand(row: list[str]) -> None:
    start, expected = moments(row[1:])
    assert due("national", row[0], "petition", "", "", start) == local(expected)


@pytest.mark.parametrize("row", rows(GROUND), ids=" ".join)
def test_an_arrival_clock_ends_at_the_minute_counted_by_hand(row: list[str]) -> None:
    start, expected = moments(row[1:])
    assert due("national", "arrive", "emergency", "", row[0], start) == local(expected)


@pytest.mark.parametrize("row", rows(OTHERS), ids=" ".join)
def test_every_other_clock_ends_when_counted_by_hand(row: list[str]) -> None:
    start, expected = moments(row[4:])
    set_id, kind, track, grade = row[:4]
    assert due(set_id, kind, track, grade, "", start) == local(expected)


@pytest.mark.parametrize("row", rows(PAUSED), ids=" ".join)
def test_a_clock_that_stood_still_ends_when_counted_by_hand(row: list[str]) -> None:
    """Onto and over make-up days, holidays, 29 February and the year's end; capped at ten days."""
    kind, grade = row[:2]
    start, stopped, resumed = (f"{row[n]} {row[n + 1]}" for n in (2, 4, 6))
    expected = moments(row[6:])[1]
    petition = kind == "rereview"
    rules = load_shipped()["national" if petition else "hotline-working-days"]
    track, reason = ("petition", "hearing") if petition else ("hotline", "waiting_for_reporter")
    pause = rules.pause(track, kind, reason)
    assert pause is not None
    clock = start_clock(
        rules,
        load_calendar(),
        kind,
        local(start),
        holder="centre",
        track=track,
        grade=grade.strip("-"),
    )
    assert clock is not None
    moved = resume_clock(
        rules, load_calendar(), clock, pause, stopped=local(stopped), resumed=local(resumed)
    )
    assert moved.due == local(expected)


def test_the_table_holds_more_than_a_hundred_and_twenty_deadlines() -> None:
    assert sum(len(rows(table)) for table in (STATUTE, GROUND, OTHERS)) > 120
