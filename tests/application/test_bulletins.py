"""Bulletins on record, on both kinds of database."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from application.bulletinbook import BulletinBook, load_bulletin
from application.bulletins import issue_bulletin
from application.desk import Desk
from application.settings import Settings
from domain import errors
from domain.bulletins.figures import Count, Figures
from domain.bulletins.issuing import Draft
from domain.bulletins.periods import Kind, parse
from domain.case.events import Actor

LEADER = Actor("li", "centre", "leader")


def draft(day: int) -> Draft:
    period, zone = parse(Kind.DAILY, f"2025-06-{day:02}"), ZoneInfo("Asia/Shanghai")
    whole = (Count("received", day, day),)
    figures = Figures(since=period.since(zone), until=period.until(zone), whole=whole)
    return Draft(period, figures, 0, datetime(2025, 6, 30, tzinfo=UTC), "前言")


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    """On each kind of database."""
    with closing(Desk(settings)) as desk:
        yield desk


def test_a_bulletin_is_read_back_as_it_was_issued(desk: Desk) -> None:
    code = issue_bulletin(desk, draft(1), LEADER)
    known = load_bulletin(desk.log, code)
    assert (code, known.figures, known.foreword) == ("daily-2026-1", draft(1).figures, "前言")
    assert [one.code for one in desk.bulletins.now().issued] == [code]
    with pytest.raises(errors.BulletinUnknown):
        load_bulletin(desk.log, "daily-2026-2")


def test_numbers_are_given_once_each_to_whoever_issues_at_the_same_time(desk: Desk) -> None:
    days = range(1, 7)
    issuing = [Thread(target=issue_bulletin, args=(desk, draft(day), LEADER)) for day in days]
    for one in issuing:
        one.start()
    for one in issuing:
        one.join()
    issued = BulletinBook(desk.log).now().issued
    assert [one.number for one in issued] == [1, 2, 3, 4, 5, 6]
    assert {load_bulletin(desk.log, one.code).figures.whole[0].kept for one in issued} == set(days)
