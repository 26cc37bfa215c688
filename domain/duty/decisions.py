"""What may be done at the duty desk itself, and by whom: the centre's own people only."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain import errors
from domain.case.events import Actor
from domain.case.words import Role
from domain.duty import events as e
from domain.duty.state import Duty, Note, Shift, Wall
from domain.sealed import Sealed
from domain.units import CENTRE

DESK = frozenset({Role.OPERATOR, Role.LEADER})
READING = DESK | {Role.SUPERVISOR}


class Staff(NamedTuple):
    """Account names of those who may sit at the desk, and of those who may lead a shift."""

    officers: frozenset[str]
    leaders: frozenset[str]


class Open(NamedTuple):
    """How many matters stand open at the change, and which of them the note names."""

    urgent: int
    overdue: int
    waiting: int
    matters: Sequence[str] = ()


class Crew(NamedTuple):
    """Who takes a shift, and until when it is planned."""

    leader: str
    officers: Sequence[str]
    until: datetime | None = None


class Screen(NamedTuple):
    """A screen on a wall: what it is called, what its link is known by, until when it shows."""

    label: str
    digest: str
    until: datetime


def take_over(duty: Duty, crew: Crew, staff: Staff, at: datetime, by: Actor) -> list[e.DutyEvent]:
    """Begin a shift; the one that ran ends with it. The same people again change nothing.

    Errors: `NotYourRole`, `NotYourUnit`, `FieldMissing`, `NotOfTheDesk`, `WrongValue`.
    """
    _of_the_desk(by)
    _check(crew, staff, at)
    running = duty.running
    if running is not None and _same(running, crew):
        return []
    begun = e.ShiftBegun(
        at=at,
        by=by.user,
        shift=len(duty.shifts) + 1,
        leader=crew.leader,
        officers=tuple(crew.officers),
        until=crew.until,
    )
    return [*_ended(running, at, by), begun]


def hand_over(
    duty: Duty, note: Sealed | None, left: Open, at: datetime, by: Actor
) -> list[e.DutyEvent]:
    """Leave a note to the next shift; a later one takes its place until the shift ends.

    Errors: `NotYourRole`, `NotYourUnit`, `NoShift`, `FieldMissing`.
    """
    _of_the_desk(by)
    running = _running(duty)
    if note is None:
        raise errors.FieldMissing(field="note")
    return [
        e.HandedOver(
            at=at,
            by=by.user,
            shift=running.number,
            note=note,
            urgent=left.urgent,
            overdue=left.overdue,
            waiting=left.waiting,
            matters=tuple(left.matters),
        )
    ]


def read_note(duty: Duty, shift: int, at: datetime, by: Actor) -> list[e.DutyEvent]:
    """Say that the note was read; again changes nothing. The inspection office reads them too.

    Errors: `NotYourRole`, `NotYourUnit`, `NoSuchNote`.
    """
    if by.role != Role.SUPERVISOR:
        _of_the_desk(by)
    note = note_of(duty, shift)
    return [] if note.read_by(by.user) else [e.NoteRead(at=at, by=by.user, shift=shift)]


def end(duty: Duty, at: datetime, by: Actor) -> list[e.DutyEvent]:
    """End the shift without a next one; ended already changes nothing."""
    _of_the_desk(by)
    return _ended(duty.running, at, by)


def open_wall(duty: Duty, screen: Screen, at: datetime, by: Actor) -> list[e.DutyEvent]:
    """Let a screen on a wall show the board by its own link; an older one of its name is void.

    Errors: `NotYourRole`, `NotYourUnit`, `FieldMissing`.
    """
    _of_the_desk(by)
    if not screen.label.strip():
        raise errors.FieldMissing(field="label")
    older = [wall for wall in duty.walls if wall.label == screen.label and wall.closed_at is None]
    opened = e.WallOpened(
        at=at,
        by=by.user,
        wall=len(duty.walls) + 1,
        label=screen.label,
        digest=screen.digest,
        until=screen.until,
    )
    return [*(e.WallClosed(at=at, by=by.user, wall=wall.number) for wall in older), opened]


def close_wall(duty: Duty, wall: int, at: datetime, by: Actor) -> list[e.DutyEvent]:
    """Make a screen's link void; again changes nothing. Errors: `NoSuchWall`."""
    _of_the_desk(by)
    known = _wall(duty, wall)
    return [] if known.closed_at else [e.WallClosed(at=at, by=by.user, wall=wall)]


def note_of(duty: Duty, shift: int) -> Note:
    """The note a shift left. Errors: `NoSuchNote`."""
    known = duty.shifts[shift - 1] if 0 < shift <= len(duty.shifts) else None
    if known is None or known.note is None:
        raise errors.NoSuchNote(shift=shift)
    return known.note


def _wall(duty: Duty, number: int) -> Wall:
    if not 0 < number <= len(duty.walls):
        raise errors.NoSuchWall(wall=number)
    return duty.walls[number - 1]


def _running(duty: Duty) -> Shift:
    if duty.running is None:
        raise errors.NoShift
    return duty.running


def _ended(running: Shift | None, at: datetime, by: Actor) -> list[e.DutyEvent]:
    return [] if running is None else [e.ShiftEnded(at=at, by=by.user, shift=running.number)]


def _same(running: Shift, crew: Crew) -> bool:
    return (running.leader, set(running.officers), running.until) == (
        crew.leader,
        set(crew.officers),
        crew.until,
    )


def _check(crew: Crew, staff: Staff, at: datetime) -> None:
    if not crew.leader:
        raise errors.FieldMissing(field="leader")
    if not crew.officers:
        raise errors.FieldMissing(field="officers")
    if crew.leader not in staff.leaders:
        raise errors.NotOfTheDesk(person=crew.leader)
    for officer in crew.officers:
        if officer not in staff.officers:
            raise errors.NotOfTheDesk(person=officer)
    if crew.until is not None and crew.until <= at:
        raise errors.ShiftOver(until=crew.until)


def _of_the_desk(by: Actor) -> None:
    if by.role not in DESK:
        raise errors.NotYourRole(role=by.role, needed=", ".join(sorted(DESK)))
    if by.unit != CENTRE:
        raise errors.NotYourUnit(unit=CENTRE, own=by.unit)
