"""Shifts of the duty desk: taken over, handed over, read, ended; and links for screens on walls."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain import errors
from domain.case.events import Actor
from domain.case.words import Role
from domain.duty import decisions as d
from domain.duty import events as e
from domain.duty.state import Duty, fold
from domain.sealed import Sealed
from tests.domain.scenario import MORNING

DESK = Actor("zhang", "centre", Role.OPERATOR)
LEADER = Actor("li", "centre", Role.LEADER)
INSPECTOR = Actor("chen", "centre", Role.SUPERVISOR)
OUTSIDERS = (
    Actor("wang", "pcs", Role.RESPONDER),
    Actor("he", "pcs", Role.LEADER),
    Actor("zhou", "centre", Role.AUDITOR),
    Actor("root", "centre", Role.ADMIN),
)
STAFF = d.Staff(frozenset({"zhang", "lin", "li"}), frozenset({"li"}))
EVENING = MORNING + timedelta(hours=12)
CREW = d.Crew("li", ("zhang",), EVENING)
NOTE = Sealed("shift-1.1", b"sealed")
LEFT = d.Open(1, 2, 3, ("QS2026-00001",))
SCREEN = d.Screen("值班室", "0" * 64, EVENING)


def on_duty() -> Duty:
    """Zhang sits at the desk, Li leads."""
    return fold(d.take_over(Duty(), CREW, STAFF, MORNING, DESK))


def handed_over() -> Duty:
    """They left a note."""
    duty = on_duty()
    return fold(d.hand_over(duty, NOTE, LEFT, MORNING, DESK), duty)


def test_the_first_shift_begins_with_whom_it_has() -> None:
    duty = on_duty()
    running = duty.running
    assert running is not None
    assert (running.number, running.leader, running.officers) == (1, "li", ("zhang",))
    assert (running.begun_at, running.begun_by, running.until) == (MORNING, "zhang", EVENING)
    assert duty.version == 1


def test_taking_over_ends_the_shift_that_ran_and_keeps_its_note() -> None:
    duty = handed_over()
    next_crew = d.Crew("li", ("lin",))
    events = d.take_over(duty, next_crew, STAFF, EVENING, LEADER)
    assert [type(event) for event in events] == [e.ShiftEnded, e.ShiftBegun]
    after = fold(events, duty)
    assert after.running is not None
    assert after.running.number == 2
    assert after.shifts[0].ended_at == EVENING
    assert after.left is not None
    assert after.left.number == 1
    assert duty.running is not None, "the state before stays as it was"


def test_the_same_people_taking_over_again_change_nothing() -> None:
    assert d.take_over(on_duty(), CREW, STAFF, MORNING + timedelta(minutes=1), DESK) == []


def test_a_shift_needs_a_leader_and_somebody_at_the_desk() -> None:
    for crew, field in ((d.Crew("", ("zhang",)), "leader"), (d.Crew("li", ()), "officers")):
        with pytest.raises(errors.FieldMissing) as refused:
            d.take_over(Duty(), crew, STAFF, MORNING, DESK)
        assert refused.value.data == {"field": field}


@pytest.mark.parametrize("crew", [d.Crew("zhang", ("zhang",)), d.Crew("li", ("zhang", "wang"))])
def test_only_people_of_the_desk_are_on_duty_and_only_leaders_lead(crew: d.Crew) -> None:
    with pytest.raises(errors.NotOfTheDesk):
        d.take_over(Duty(), crew, STAFF, MORNING, DESK)


@pytest.mark.parametrize("early", [timedelta(), timedelta(minutes=1)])
def test_a_shift_does_not_end_before_it_begins(early: timedelta) -> None:
    with pytest.raises(errors.ShiftOver):
        d.take_over(Duty(), d.Crew("li", ("zhang",), MORNING - early), STAFF, MORNING, DESK)


def test_the_note_says_what_stood_open() -> None:
    left = handed_over().left
    assert left is not None
    assert left.note is not None
    assert (left.note.text, left.note.by) == (NOTE, "zhang")
    assert (left.note.urgent, left.note.overdue, left.note.waiting) == (1, 2, 3)
    assert left.note.matters == ("QS2026-00001",)


def test_a_later_note_takes_the_place_of_the_first_and_has_to_be_read_again() -> None:
    duty = handed_over()
    duty = fold(d.read_note(duty, 1, MORNING, LEADER), duty)
    other = Sealed("shift-1.1", b"other")
    duty = fold(d.hand_over(duty, other, LEFT, EVENING, LEADER), duty)
    note = d.note_of(duty, 1)
    assert (note.text, note.by, note.readers) == (other, "li", ())


def test_nothing_is_handed_over_without_a_shift_or_without_a_note() -> None:
    with pytest.raises(errors.NoShift):
        d.hand_over(Duty(), NOTE, LEFT, MORNING, DESK)
    with pytest.raises(errors.FieldMissing):
        d.hand_over(on_duty(), None, LEFT, MORNING, DESK)


def test_a_note_is_read_once_by_each() -> None:
    duty = handed_over()
    for reader in (LEADER, INSPECTOR):
        duty = fold(d.read_note(duty, 1, EVENING, reader), duty)
    assert d.note_of(duty, 1).readers == (("li", EVENING), ("chen", EVENING))
    assert d.read_note(duty, 1, EVENING, LEADER) == []


@pytest.mark.parametrize("shift", [-1, 0, 1, 2])
def test_a_note_that_was_never_left_is_not_read(shift: int) -> None:
    with pytest.raises(errors.NoSuchNote):
        d.read_note(on_duty(), shift, MORNING, DESK)


def test_a_shift_ends_without_a_next_one_and_once() -> None:
    duty = on_duty()
    ended = fold(d.end(duty, EVENING, DESK), duty)
    assert ended.running is None
    assert ended.shifts[0].ended_at == EVENING
    assert d.end(ended, EVENING, DESK) == []


def test_a_screen_shows_until_its_link_is_ended_or_runs_out() -> None:
    duty = fold(d.open_wall(Duty(), SCREEN, MORNING, DESK))
    [wall] = duty.walls
    assert wall.shows(EVENING - timedelta(seconds=1))
    assert not wall.shows(EVENING)
    closed = fold(d.close_wall(duty, 1, MORNING, LEADER), duty)
    assert not closed.walls[0].shows(MORNING)
    assert d.close_wall(closed, 1, MORNING, LEADER) == []


def test_another_link_for_the_same_screen_ends_the_first() -> None:
    duty = fold(d.open_wall(Duty(), SCREEN, MORNING, DESK))
    duty = fold(d.open_wall(duty, SCREEN._replace(label="大厅"), MORNING, DESK), duty)
    duty = fold(d.open_wall(duty, SCREEN, MORNING, DESK), duty)
    assert [wall.shows(MORNING) for wall in duty.walls] == [False, True, True]


def test_a_screen_has_a_name() -> None:
    with pytest.raises(errors.FieldMissing):
        d.open_wall(Duty(), SCREEN._replace(label=" "), MORNING, DESK)


@pytest.mark.parametrize("wall", [-1, 0, 2])
def test_a_screen_that_is_not_there_has_no_link_to_end(wall: int) -> None:
    duty = fold(d.open_wall(Duty(), SCREEN, MORNING, DESK))
    with pytest.raises(errors.NoSuchWall):
        d.close_wall(duty, wall, MORNING, DESK)


STEPS: dict[str, Callable[[Actor], object]] = {
    "take over": lambda by: d.take_over(Duty(), CREW, STAFF, MORNING, by),
    "hand over": lambda by: d.hand_over(on_duty(), NOTE, LEFT, MORNING, by),
    "read": lambda by: d.read_note(handed_over(), 1, MORNING, by),
    "end": lambda by: d.end(on_duty(), MORNING, by),
    "open a screen": lambda by: d.open_wall(Duty(), SCREEN, MORNING, by),
    "close a screen": lambda by: d.close_wall(Duty(), 1, MORNING, by),
}


@pytest.mark.parametrize("by", OUTSIDERS, ids=lambda by: by.user)
@pytest.mark.parametrize("step", STEPS)
def test_nobody_but_the_centres_desk_acts(step: str, by: Actor) -> None:
    with pytest.raises((errors.NotYourRole, errors.NotYourUnit)):
        STEPS[step](by)
