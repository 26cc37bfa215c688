"""Commands on the centre's duty shifts, and the shifts as the log has them."""

import random
import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from eventsourcing.persistence import IntegrityError

from application.codec import decode
from application.desk import PATIENCE, TRIES, Desk
from application.keys import Opened
from application.log import Log
from application.registry import duty_stream
from domain.case.command import require_lawful
from domain.case.events import Actor
from domain.duty import decisions
from domain.duty.decisions import Crew, Open, Screen, Staff
from domain.duty.events import DutyEvent
from domain.duty.state import Duty, Note, Wall, fold
from domain.sealed import Sealed
from domain.units.state import CENTRE

NOTE: Final = "note"
WALL_KEPT: Final = timedelta(days=90)  # then somebody of the desk makes a new link, or forgets it

Decide = Callable[[Duty, datetime], list[DutyEvent]]


class DutyBook:
    """The shifts as they stand; one per process, which reads only what came since last time."""

    def __init__(self, log: Log, centre: str = CENTRE) -> None:
        """Reads when first asked."""
        self._log = log
        self._stream = duty_stream(centre)
        self._turn = threading.Lock()
        self._known = Duty()

    def now(self) -> Duty:
        """All shifts and screens up to the end of the log."""
        with self._turn:
            rows = self._log.newer(self._stream, self._known.version)
            self._known = fold((decode(row.topic, row.state) for row in rows), self._known)
            return self._known


class Link(NamedTuple):
    """A screen's number and the secret of its link, which is told once and kept nowhere."""

    wall: int
    secret: str


def take_over(desk: Desk, crew: Crew, staff: Staff, by: Actor) -> None:
    """Begin a shift, and end the one that ran. Errors: as `decisions.take_over`."""
    _run(desk, lambda duty, now: decisions.take_over(duty, crew, staff, now, by))


def hand_over(desk: Desk, note: str, left: Open, by: Actor) -> None:
    """Leave a note, sealed under a key of the shift's own. Errors: also `ForbiddenTask`."""
    require_lawful(note)

    def decide(duty: Duty, now: datetime) -> list[DutyEvent]:
        if _left_already(desk, duty, note, left):
            return []
        return decisions.hand_over(duty, _sealed(desk, duty, note), left, now, by)

    _run(desk, decide)


def read_note(desk: Desk, shift: int, by: Actor) -> None:
    """Record that the note was read. Errors: as `decisions.read_note`."""
    _run(desk, lambda duty, now: decisions.read_note(duty, shift, now, by))


def end_shift(desk: Desk, by: Actor) -> None:
    """End the shift without a next one. Errors: as `decisions.end`."""
    _run(desk, lambda duty, now: decisions.end(duty, now, by))


def open_note(desk: Desk, note: Note) -> Opened:
    """The text of a note, or why there is none. Errors: `SealBroken`."""
    return desk.keys.open(duty_stream(CENTRE), NOTE, note.text)


def open_wall(desk: Desk, label: str, by: Actor) -> Link:
    """A link for a screen on a wall. Errors: as `decisions.open_wall`."""
    secret = secrets.token_urlsafe(32)
    screen = Screen(label, digest(secret), desk.clock() + WALL_KEPT)
    made = _run(desk, lambda duty, now: decisions.open_wall(duty, screen, now, by))
    return Link(len(made.walls), secret)


def close_wall(desk: Desk, wall: int, by: Actor) -> None:
    """Make a screen's link void. Errors: as `decisions.close_wall`."""
    _run(desk, lambda duty, now: decisions.close_wall(duty, wall, now, by))


def wall_of(duty: Duty, secret: str, now: datetime) -> Wall | None:
    """The screen whose link has this secret, while it may show the board."""
    known = digest(secret)
    return next((wall for wall in duty.walls if wall.digest == known and wall.shows(now)), None)


def digest(secret: str) -> str:
    """What the log keeps of a link's secret."""
    return sha256(secret.encode()).hexdigest()


def person_of(shift: int) -> str:
    """Under whose name the key of a shift's note is kept."""
    return f"shift-{shift}"


def _left_already(desk: Desk, duty: Duty, note: str, left: Open) -> bool:
    """The same form came twice: its text is the note's, and so are the matters it names."""
    known = duty.running.note if duty.running is not None else None
    if known is None or known.matters != tuple(left.matters):
        return False
    return open_note(desk, known).text == note


def _sealed(desk: Desk, duty: Duty, note: str) -> Sealed | None:
    """Nothing to seal without a note, and nowhere to keep its key without a shift."""
    if not note or duty.running is None:
        return None
    person = person_of(duty.running.number)
    return desk.keys.seal(duty_stream(CENTRE), person, NOTE, note)


def _run(desk: Desk, decide: Decide) -> Duty:
    """Load, decide, save; on a conflict anew, since the other may have decided the matter."""
    stream = duty_stream(CENTRE)
    for attempt in range(TRIES):
        duty = fold(decode(row.topic, row.state) for row in desk.log.stream(stream))
        events = decide(duty, desk.clock())
        try:
            if events:
                desk.append(stream, duty.version, events)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
            time.sleep(random.uniform(0, PATIENCE * (attempt + 1)))  # noqa: S311 - jitter
        else:
            return fold(events, duty)
    raise AssertionError
