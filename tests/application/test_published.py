"""What a published quarter means for failings that count in it: nobody contests them any more."""

from datetime import UTC, datetime, timedelta

import pytest

from application.assessment.recording import record
from application.clockwatch import Unwatched
from application.desk import Act, Desk
from application.numbers import new_case_id
from application.published import PublishedQuarters
from domain import errors
from domain.assessment.course import events as q
from domain.assessment.periods import Quarter
from domain.case.contesting import ContestFailing
from domain.case.events import Actor
from domain.case.finding import FindUnregistered
from domain.case.intake import Receive
from domain.case.words import Channel, Failing, Track
from domain.units import CENTRE

LEADER = Actor("li", CENTRE, "leader")
FOUND = datetime(2026, 9, 30, 15, 59, tzinfo=UTC)  # the last minute of the third quarter there
PUBLISHED = datetime(2026, 10, 20, 2, tzinfo=UTC)
CONTEST = ContestFailing(failing=Failing.FOUND_UNREGISTERED, proof=(1, 2), reason="无此来访")


def publish(desk: Desk, quarter: str) -> None:
    """The quarter is published, however it came to that."""
    event = q.Published(
        at=PUBLISHED,
        by=LEADER,
        quarter=quarter,
        pins=(),
        seq=1,
        as_of=PUBLISHED,
        digest="0" * 64,
        signers=("li", "chen"),
    )
    record(desk, Quarter.parse(quarter), LEADER, lambda _, __: [event])


def found(desk: Desk) -> str:
    """The centre had the matter before, it was found in September."""
    desk.watch = Unwatched()
    desk.clock = lambda: FOUND
    case_id = new_case_id()
    receipt = Receive(number="", track=Track.HOTLINE, channel=Channel.PHONE, title="路灯不亮")
    desk.receive(receipt, Act(by=LEADER), case_id)
    before = FindUnregistered(unit=CENTRE, since=FOUND - timedelta(days=3), reason="曾来电")
    desk.execute(case_id, before, Act(by=LEADER))
    return case_id


def test_until_it_is_published_it_can_be_contested(desk: Desk) -> None:
    case_id = found(desk)
    publish(desk, "2026Q2")
    publish(desk, "2026Q4")
    desk.clock = lambda: PUBLISHED + timedelta(days=1)
    assert desk.execute(case_id, CONTEST, Act(by=LEADER)).events


def test_once_it_is_published_it_can_not(desk: Desk) -> None:
    case_id = found(desk)
    publish(desk, "2026Q3")
    desk.clock = lambda: PUBLISHED + timedelta(days=1)
    with pytest.raises(errors.WindowOver) as refusal:
        desk.execute(case_id, CONTEST, Act(by=LEADER))
    assert refusal.value.data == {"until": PUBLISHED}


def test_a_quarter_begins_and_ends_by_the_centres_clock(desk: Desk) -> None:
    publish(desk, "2026Q3")
    quarters = PublishedQuarters(desk.courses, "Asia/Shanghai")
    assert quarters.published(FOUND) == PUBLISHED
    assert quarters.published(FOUND + timedelta(minutes=1)) is None
    assert PublishedQuarters(desk.courses, "UTC").published(FOUND + timedelta(hours=1)) == PUBLISHED
