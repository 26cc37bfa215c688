"""The working calendar as the log has it: shipped, loaded, followed by every process at once."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from application import calendarbook, calendaryears
from application.calendars import load_calendar
from application.calendaryears import load_years, propose
from application.desk import Act, Desk
from application.migrate import migrate
from application.settings import Settings
from domain.calendar.events import YearDays
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.words import Channel, PetitionKind, Track
from domain.errors import CalendarMoved
from domain.rules.model import RuleError

SHANGHAI = ZoneInfo("Asia/Shanghai")
DECEMBER = datetime(2026, 12, 18, 10, 0, tzinfo=SHANGHAI)
TEXT = """
[[years]]
year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知"
rest = [2027-01-01, 2027-01-02, 2027-01-03, 2027-01-04]
work = [2027-01-09]
"""
BY = Actor("zhang", "centre", "operator")


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    """The desk of a migrated centre in December, on each database."""
    with closing(Desk(settings, lambda: DECEMBER)) as desk:
        yield desk


def due_of_a_petition(desk: Desk) -> tuple[datetime, str]:
    """When a petition received now is to be transferred, and by which rule."""
    command = Receive(
        number="",
        track=Track.PETITION,
        kind=PetitionKind.PROPOSAL,
        channel=Channel.LETTER,
        title="公交线路建议",
    )
    case_id = desk.receive(command, Act(by=BY)).case_id
    clock = desk.load(case_id).case.running("transfer")
    assert clock is not None
    return clock.due.astimezone(SHANGHAI), clock.rule


def test_a_centre_begins_with_the_years_that_are_shipped(desk: Desk) -> None:
    base, now = load_calendar(), desk.calendar
    assert (now.years, now.rest, now.work) == (base.years, base.rest, base.work)
    assert now.versions == dict.fromkeys(base.years, 1)
    assert now.assume_weekends


def test_migrating_again_records_nothing(desk: Desk, settings: Settings) -> None:
    head = desk.log.head()
    migrate(settings)
    assert desk.log.head() == head


def test_an_update_brings_its_years_and_leaves_those_people_loaded(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_years(desk, TEXT, "root")
    brought = tuple(YearDays(year=year, rest=(date(year, 10, 1),)) for year in (2027, 2028))
    monkeypatch.setattr(calendaryears, "shipped_years", lambda: brought)
    migrate(settings, desk.clock)
    assert desk.calendar.versions[2027] == 1
    assert desk.calendar.is_working_day(date(2027, 10, 1))
    assert desk.calendar.is_rest_day(date(2028, 10, 1))


def test_a_store_made_before_years_were_on_record_counts_with_those_shipped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(calendarbook, "STREAM", "0" * 32)
    monkeypatch.setattr(calendaryears, "STREAM", "0" * 32)
    with closing(Desk(settings)) as old:
        assert old.calendar == load_calendar(assume_weekends=True)
        migrate(settings)
        assert old.calendar.versions[2026] == 1


def test_a_year_that_is_loaded_is_counted_with_by_every_process_at_once(
    desk: Desk, settings: Settings
) -> None:
    with closing(Desk(settings, lambda: DECEMBER)) as other:
        due, rule = due_of_a_petition(other)
        assert (due.date(), rule) == (date(2027, 1, 4), "petition.transfer~")  # only weekends
        load_years(desk, TEXT, "root")
        due, rule = due_of_a_petition(other)
        assert (due.date(), rule) == (date(2027, 1, 5), "petition.transfer")


def test_a_due_time_that_stands_does_not_move_when_a_year_is_loaded(desk: Desk) -> None:
    before = due_of_a_petition(desk)
    case_id = desk.find("QS2026-00001")
    load_years(desk, TEXT, "root")
    clock = desk.load(case_id).case.running("transfer")
    assert clock is not None
    assert (clock.due, clock.rule) == before


def test_the_calendar_of_any_position_of_the_log_can_be_asked(desk: Desk) -> None:
    before = desk.log.head()
    load_years(desk, TEXT, "root")
    load_years(desk, TEXT.replace(", 2027-01-04", ""), "li")
    assert 2027 not in desk.calendars.at(before).years
    assert desk.calendars.at(before + 1).versions[2027] == 1
    assert desk.calendars.at(before + 1).is_rest_day(date(2027, 1, 4))
    assert desk.calendars.at(before + 2).versions[2027] == 2
    assert desk.calendars.at(desk.log.head() + 99) is desk.calendar
    with closing(Desk(desk.settings)) as fresh:
        assert fresh.calendars.at(before + 1) == desk.calendars.at(before + 1)


def test_it_is_folded_again_only_after_it_changed(desk: Desk) -> None:
    before = desk.calendar
    assert desk.calendar is before
    load_years(desk, TEXT, "root")
    assert desk.calendar is not before


def test_what_a_text_would_change_is_told_before_it_is_loaded(desk: Desk) -> None:
    head = desk.log.head()
    (proposed,) = propose(desk, TEXT)
    assert (proposed.version, len(proposed.changes)) == (1, 5)
    assert desk.log.head() == head


def test_who_decided_on_an_older_calendar_is_told(desk: Desk) -> None:
    seen = desk.calendars.years().version
    load_years(desk, TEXT, "root", seen)
    with pytest.raises(CalendarMoved):
        load_years(desk, TEXT.replace("work = [2027-01-09]", ""), "li", seen)


def test_a_text_with_a_mistake_is_refused_with_its_place(desk: Desk) -> None:
    head = desk.log.head()
    with pytest.raises(RuleError) as refusal:
        load_years(desk, TEXT.replace("2027-01-09", "2027-01-11"), "root")
    assert refusal.value.path == "years[0] (2027).work"
    assert desk.log.head() == head


def test_versions_say_who_loaded_them_from_where(desk: Desk) -> None:
    load_years(desk, TEXT, "root")
    year = desk.calendars.years().year(2027)
    assert year is not None
    assert (year.by, year.at, year.people) == ("root", DECEMBER, True)
    assert "国务院" in year.source
    assert len(year.sha256) == 64
