"""The timekeeper over a whole town: what is planned is done, once, in order, after outages too."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import pytest

from application.codec import decode
from application.desk import Act
from domain.case import events as e
from domain.case.dispatch import Arrive, Dispatch, EndHandling, GiveFeedback, SignFor
from domain.case.events import Actor
from domain.case.intake import Accept, Receive
from domain.case.timekeeping import KEEPER, KeepTime
from domain.case.words import Channel, Outcome, PetitionKind, Track
from domain.rules.ladder import Ladder
from projections.bootstrap import Service, open_service
from projections.timekeeper import Timekeeper
from tests.projections.town import DESK, NOTICE, Town

POLICE = Actor("wang", "police", "responder")
Made = e.Reminded | e.Urged | e.Escalated | e.PeriodEnded
DAY = timedelta(days=1)


@pytest.fixture
def service(town: Town) -> Iterator[Service]:
    """The service over the town's store, with the town's clock."""
    service = open_service(town.settings, town.clock)
    town.follow(service.projector.catch_up)
    yield service
    service.close()


@pytest.fixture
def keeper(service: Service) -> Timekeeper:
    return Timekeeper(service)


def all_done(keeper: Timekeeper) -> int:
    """Keep time until nothing waits; how much was done."""
    done = 0
    while found := keeper.keep():
        done += found
    return done


def made(service: Service) -> list[tuple[str, Made]]:
    """What the timekeeper did, by case, in the order in which it was recorded."""
    rows = service.desk.log.after(0, 100_000)
    told = [(row.stream, decode(row.topic, row.state)) for row in rows if row.topic[:5] == "case."]
    return [(stream, event) for stream, event in told if event.by == KEEPER]


def some_life(town: Town) -> None:
    """Cases of every track, some with late units, some done in time."""
    for _ in range(3):
        fire = town.receive()
        town.do(fire, Dispatch(unit="police", zone="town"))
    handled = town.receive()
    town.do(handled, Dispatch(unit="police", zone="town"))
    report = (Arrive(dispatch=1), EndHandling(dispatch=1, result=Outcome.HANDLED))
    town.do(handled, SignFor(dispatch=1), *report, by=POLICE)
    town.do(handled, GiveFeedback(dispatch=1, outcome=Outcome.HANDLED), by=POLICE)
    town.receive(title="路灯不亮", track=Track.HOTLINE)
    claim = town.receive(title="征地补偿", track=Track.PETITION, kind=PetitionKind.CLAIM)
    town.do(claim, Accept(article="22", notice=NOTICE))


def expected(service: Service, now: datetime) -> set[tuple[str, str, int, datetime, str]]:
    """What must have been done by now, counted from the final state of each case by itself."""
    found = set()
    for stream in {
        row.stream for row in service.desk.log.after(0, 100_000) if row.topic == RECEIVED
    }:
        case = service.desk.load(stream).case
        ladder = Ladder(service.desk.rules.get(case.rules), service.desk.calendar)
        for clock in case.obligations:
            for step in ladder.steps(case.track.value, clock.kind, clock.due):
                if clock.running and clock.opened_at < step.planned <= now:
                    found.add((stream, clock.kind, clock.ref, step.planned, step.rule.id))
    return found


RECEIVED = "case.received"


def test_three_days_of_outage_are_made_up_for_once_in_order_with_the_true_times(
    town: Town, service: Service, keeper: Timekeeper
) -> None:
    # given a town at work, and then three days in which nothing ran
    some_life(town)
    keeper.keep()
    before = len(made(service))
    town.clock.now += 3 * DAY
    back = town.clock.now
    # when the service starts again
    all_done(keeper)
    done = made(service)
    # then everything that was due is there, each act once (urging also starts clocks: once more)
    acts = [(case, event.kind, event.ref, event.planned, event.rule) for case, event in done]
    assert len(acts) == len(set(acts))
    assert expected(service, back) <= set(acts)
    assert len(acts) > before + 15
    # and in the order in which it was planned, each with the time at which it was really done
    caught_up = [event for _, event in done[before:] if event.kind != "urge_answer"]
    planned = [event.planned for event in caught_up if event.planned is not None]
    assert planned == sorted(planned)
    assert {event.at for event in caught_up} == {back}
    # and asking again does nothing more
    assert keeper.keep() == 0


def test_it_comes_to_the_same_whether_time_is_kept_all_along_or_after_an_outage(
    town: Town, service: Service, keeper: Timekeeper
) -> None:
    some_life(town)
    start, end = town.clock.now, town.clock.now + 2 * DAY
    while town.clock.now < end:
        town.clock.now += timedelta(minutes=17)
        all_done(keeper)
    acts = {(case, event.kind, event.planned, event.rule) for case, event in made(service)}
    should = {(case, kind, at, rule) for case, kind, _, at, rule in expected(service, end)}
    assert should <= acts
    # no act was later than one round of the timekeeper
    kept = [event for _, event in made(service) if event.planned and event.planned > start]
    late = [event.at - event.planned for event in kept if event.planned]
    assert max(late) <= timedelta(minutes=17)


def test_two_timekeepers_at_once_do_nothing_twice(
    town: Town, service: Service, keeper: Timekeeper
) -> None:
    some_life(town)
    town.clock.now += DAY
    other = Timekeeper(service)
    first, second = keeper.due(), other.due()
    assert first == second
    all_done(keeper)
    count = len(made(service))
    for one in second:  # what the other still believes is due
        command = KeepTime(until=one.planned)
        assert service.desk.execute(one.case_id, command, Act(by=KEEPER)).events == ()
    assert len(made(service)) == count


def test_a_case_that_cannot_be_acted_on_does_not_stop_the_others(
    town: Town, service: Service, keeper: Timekeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given two late cases, of which one can't be loaded
    broken, fine = town.receive(), town.receive()
    for case_id in (broken, fine):
        town.do(case_id, Dispatch(unit="police", zone="town"))
    town.clock.now += DAY
    execute = service.desk.execute

    def fails(case_id: str, *rest: object) -> object:
        if case_id == broken:
            raise OSError
        return execute(case_id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(service.desk, "execute", fails)
    # when
    all_done(keeper)
    # then
    assert {case for case, _ in made(service)} == {fine}
    # and once it can be loaded again it is made up for
    monkeypatch.setattr(service.desk, "execute", execute)
    town.clock.now += timedelta(minutes=11)
    all_done(keeper)
    assert {case for case, _ in made(service)} == {broken, fine}


def test_what_was_brought_in_from_elsewhere_is_urged_once_not_for_every_year_it_lay_there(
    town: Town, service: Service, keeper: Timekeeper
) -> None:
    # given a matter of years ago, brought in open
    long_ago = town.clock.now - 700 * DAY
    act = Act(by=DESK, at=long_ago, source="import")
    command = Receive(number="", track=Track.HOTLINE, channel=Channel.PHONE, title="路灯不亮")
    service.desk.receive(command, act)
    # when time is kept
    all_done(keeper)
    # then each of its limits has one act, the last
    kinds = [event.kind for _, event in made(service)]
    assert kinds
    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize("seed", [3])
def test_in_a_muddled_town_nothing_is_done_twice_and_nothing_waits(
    town: Town, service: Service, keeper: Timekeeper
) -> None:
    chance = Random(5)
    for _ in range(12):
        town.muddle(25)
        town.clock.now += timedelta(hours=chance.randint(1, 90))
        all_done(keeper)
    acts = [
        (case, event.kind, event.ref, event.planned, event.rule)
        for case, event in made(service)
        if event.planned is not None
    ]
    assert len(acts) > 50
    assert len(acts) == len(set(acts))
    assert keeper.due() == [one for one in keeper.due() if one in keeper._put_off]
