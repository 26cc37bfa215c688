"""Nothing is recorded under a clock that is astray, until somebody vouches for it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from application.clock import from_ms, system_clock
from application.clockwatch import ClockWatch, vouch
from application.desk import Desk
from application.settings import Settings
from domain import errors
from domain.case.events import Actor
from tests.contract.records import DESK, receive

ADMIN = Actor("luoping", "centre", "admin")
HOUR = timedelta(hours=1)


class Host:
    """A host whose clock can be put wrong."""

    def __init__(self) -> None:
        self.wrong_by = timedelta()
        self.passed = timedelta()
        self.begun = system_clock()

    def clock(self) -> datetime:
        return self.begun + self.passed + self.wrong_by

    def elapsed(self) -> float:
        return self.passed.total_seconds()


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def process(settings: Settings, host: Host) -> Iterator[Callable[[], Desk]]:
    """A function that starts one more process of the service on that host."""
    begun: list[Desk] = []

    def start() -> Desk:
        desk = Desk(settings, host.clock)
        desk.watch = ClockWatch(desk.log, host.clock, host.elapsed)
        begun.append(desk)
        return desk

    yield start
    for desk in begun:
        desk.close()


def test_time_that_passes_is_no_reason_to_refuse(process: Callable[[], Desk], host: Host) -> None:
    desk = process()
    receive(desk)
    host.passed = timedelta(days=20)

    assert receive(desk).seq == desk.log.head()


def test_under_a_clock_put_forward_or_back_nothing_is_recorded(
    process: Callable[[], Desk], host: Host
) -> None:
    desk = process()
    for wrong_by in (HOUR, -HOUR):
        host.wrong_by = wrong_by
        head = desk.log.head()
        with pytest.raises(errors.ClockJumped) as refusal:
            receive(desk)

        assert refusal.value.data["expected"] == host.clock() - wrong_by
        assert desk.log.head() == head


def test_a_clock_far_behind_the_log_is_found_by_a_process_that_began_under_it(
    process: Callable[[], Desk], host: Host
) -> None:
    last = receive(process())
    host.wrong_by = -HOUR
    with pytest.raises(errors.ClockBehind) as refusal:
        receive(process())

    desk = process()
    assert refusal.value.data["now"] == host.clock()
    assert refusal.value.data["last"] == from_ms(desk.log.reader.last_recorded())
    assert desk.log.head() == last.seq


def test_a_clock_a_little_behind_records_under_the_last_time(
    process: Callable[[], Desk], host: Host
) -> None:
    desk = process()
    receive(desk)
    before = desk.log.reader.last_recorded()
    host.wrong_by = -timedelta(minutes=4)
    receive(desk)

    assert desk.log.reader.last_recorded() == before


def test_an_administrator_vouches_for_a_clock_set_right_and_that_is_on_record(
    process: Callable[[], Desk], host: Host
) -> None:
    host.wrong_by = HOUR
    wrong = process()
    receive(wrong)
    host.wrong_by = timedelta()
    with pytest.raises(errors.ClockJumped):
        receive(wrong)
    with closing(process()) as helm:
        vouch(helm, ADMIN, "对时完成")

    receive(wrong)
    receive(process())

    told = wrong.log.after(wrong.log.head() - 3, 1)[0]
    assert told.topic == "log.clock-confirmed"
    assert from_ms(wrong.log.reader.last_recorded()) == host.clock() + HOUR


def test_what_was_vouched_for_once_holds_for_no_later_error(
    process: Callable[[], Desk], host: Host
) -> None:
    desk = process()
    vouch(desk, ADMIN, "对时完成")
    host.passed = timedelta(days=1)
    later = process()
    receive(later)
    host.wrong_by = -HOUR
    for astray in (later, process()):
        with pytest.raises((errors.ClockJumped, errors.ClockBehind)):
            receive(astray)


def test_only_an_administrator_vouches_and_says_why(
    process: Callable[[], Desk],
) -> None:
    desk = process()
    with pytest.raises(errors.NotYourRole):
        vouch(desk, DESK, "对时完成")
    with pytest.raises(errors.ReasonMissing):
        vouch(desk, ADMIN, " ")
    with pytest.raises(errors.PersonInText):
        vouch(desk, ADMIN, "电话 13812345678")


def test_the_hosts_own_clock_is_watched_and_a_story_s_is_not(settings: Settings) -> None:
    with closing(Desk(settings)) as desk:
        assert isinstance(desk.watch, ClockWatch)
    with closing(Desk(settings, lambda: datetime(2020, 1, 1, tzinfo=UTC))) as desk:
        receive(desk)
