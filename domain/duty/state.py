"""The duty desk as its events left it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import assert_never, cast

from msgspec import Struct
from msgspec.structs import replace

from domain.duty import events as e
from domain.sealed import Sealed


class Note(Struct, frozen=True):
    """交班记录: what one shift left to the next, and who has read it since when."""

    at: datetime
    by: str
    text: Sealed
    urgent: int
    overdue: int
    waiting: int
    matters: tuple[str, ...] = ()
    readers: tuple[tuple[str, datetime], ...] = ()

    def read_by(self, user: str) -> bool:
        """Whether this person has read it."""
        return any(user == reader for reader, _ in self.readers)


class Shift(Struct, frozen=True):
    """值班: one shift, running until it has ended."""

    number: int
    begun_at: datetime
    begun_by: str
    leader: str
    officers: tuple[str, ...]
    until: datetime | None = None
    note: Note | None = None
    ended_at: datetime | None = None


class Wall(Struct, frozen=True):
    """A screen on a wall that may show the board until then."""

    number: int
    opened_at: datetime
    opened_by: str
    label: str
    digest: str
    until: datetime
    closed_at: datetime | None = None

    def shows(self, now: datetime) -> bool:
        """Its link is neither void nor out of date."""
        return self.closed_at is None and now < self.until


class Duty(Struct, frozen=True):
    """All shifts and screens in order; each is found at its number less one."""

    shifts: tuple[Shift, ...] = ()
    walls: tuple[Wall, ...] = ()
    version: int = 0

    @property
    def running(self) -> Shift | None:
        """The shift that sits at the desk now."""
        last = self.shifts[-1] if self.shifts else None
        return last if last is not None and last.ended_at is None else None

    @property
    def left(self) -> Shift | None:
        """The shift whose note counts now: of those that left one the last."""
        return next((shift for shift in reversed(self.shifts) if shift.note is not None), None)


Known = e.ShiftBegun | e.HandedOver | e.NoteRead | e.ShiftEnded | e.WallOpened | e.WallClosed


def evolve(duty: Duty, event: e.DutyEvent) -> Duty:
    """Fold one more event in; the state before it stays as it was."""
    known = cast("Known", event)
    match known:
        case e.ShiftBegun():
            changed = replace(duty, shifts=(*duty.shifts, _begun(known)))
        case e.HandedOver():
            changed = _with_shift(duty, known.shift, lambda shift: _noted(shift, known))
        case e.NoteRead():
            changed = _with_shift(duty, known.shift, lambda shift: _read(shift, known))
        case e.ShiftEnded():
            changed = _with_shift(
                duty, known.shift, lambda shift: replace(shift, ended_at=known.at)
            )
        case e.WallOpened():
            changed = replace(duty, walls=(*duty.walls, _opened(known)))
        case e.WallClosed():
            changed = replace(duty, walls=_closed(duty.walls, known))
        case _:
            assert_never(known)
    return replace(changed, version=duty.version + 1)


def fold(events: Iterable[e.DutyEvent], duty: Duty | None = None) -> Duty:
    """Fold a whole history, or what came after `duty`."""
    folded = duty or Duty()
    for event in events:
        folded = evolve(folded, event)
    return folded


def _begun(event: e.ShiftBegun) -> Shift:
    return Shift(event.shift, event.at, event.by, event.leader, event.officers, event.until)


def _noted(shift: Shift, event: e.HandedOver) -> Shift:
    note = Note(
        event.at,
        event.by,
        event.note,
        event.urgent,
        event.overdue,
        event.waiting,
        event.matters,
    )
    return replace(shift, note=note)


def _read(shift: Shift, event: e.NoteRead) -> Shift:
    if shift.note is None:
        return shift
    readers = (*shift.note.readers, (event.by, event.at))
    return replace(shift, note=replace(shift.note, readers=readers))


def _with_shift(duty: Duty, number: int, change: Callable[[Shift], Shift]) -> Duty:
    """Mostly it is one of the last, so the rest is taken over as it stands."""
    at = number - 1
    return replace(
        duty, shifts=(*duty.shifts[:at], change(duty.shifts[at]), *duty.shifts[at + 1 :])
    )


def _opened(event: e.WallOpened) -> Wall:
    return Wall(event.wall, event.at, event.by, event.label, event.digest, event.until)


def _closed(walls: tuple[Wall, ...], event: e.WallClosed) -> tuple[Wall, ...]:
    return tuple(
        replace(wall, closed_at=event.at) if wall.number == event.wall else wall for wall in walls
    )
