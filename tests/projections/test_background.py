"""What is done without being asked: by one process at a time, each chore in its time."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from projections import background as module
from projections.background import Background, Chore
from projections.bootstrap import open_service
from projections.chores import do_once
from projections.lead import KEEPER, open_lead
from tests.projections.town import Town


def never() -> bool:
    """Nothing waits."""
    return False


def test_a_chore_is_done_when_its_time_comes_and_at_once_while_more_waits() -> None:
    # given a chore with two things to do
    waiting = [True, False, False]
    chore = Chore("counting", 10.0, lambda: waiting.pop(0))
    # when, then
    chore.turn(100.0)
    assert chore.wait(100.0) == 0
    chore.turn(100.0)
    assert chore.wait(100.0) == 10
    chore.turn(109.0)
    assert len(waiting) == 1
    chore.turn(110.0)
    assert waiting == []


def test_a_chore_that_fails_rests_longer_each_time_and_keeps_no_other_waiting(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    # given one that always fails before one that never does
    done = []

    def fails() -> bool:
        raise OSError

    def works() -> bool:
        done.append(1)
        return False

    chores = [Chore("failing", 1.0, fails), Chore("working", 1.0, works)]
    background = Background(town.settings, chores)
    # when
    background.turn()
    # then
    assert done == [1]
    assert "failing failed (1 in a row)" in caplog.text
    chores[0].turn(time.monotonic() + 2)
    assert chores[0].wait(time.monotonic()) > 3
    background.stop()


def until(condition: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    end = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def test_of_several_one_is_at_work_and_another_takes_over(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given two that compete
    monkeypatch.setattr(module, "STANDBY", 0.05)
    done: list[str] = []

    def does(who: str) -> Background:
        def work() -> bool:
            done.append(who)
            return False

        return Background(town.settings, [Chore("counting", 0.02, work)])

    first, second = does("first"), does("second")
    first.start()
    until(lambda: len(done) > 2)
    second.start()
    until(lambda: len(done) > 6)
    assert set(done) == {"first"}
    # when the one at work ends
    first.stop()
    # then the other goes on
    until(lambda: "second" in done)
    second.stop()
    lead = open_lead(town.settings, KEEPER)
    assert lead.take()
    lead.give_back()


def test_it_goes_on_when_nobody_can_tell_who_is_to_work(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    background = Background(town.settings, [Chore("nothing", 1.0, never)])

    def away() -> bool:
        raise OSError

    monkeypatch.setattr(background._lead, "take", away)
    assert background.turn() == module.STANDBY


def test_everything_that_waits_can_be_done_once(town: Town) -> None:
    # given an emergency nobody was sent to
    town.receive()
    town.clock.now += timedelta(hours=2)
    service = open_service(town.settings, town.clock)
    # when
    do_once(service)
    # then the centre itself was urged
    case = service.desk.load(town.cases[0]).case
    assert case.urged_units.get(1) == "centre"
    service.close()
