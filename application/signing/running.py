"""One turn of the signer: sign for what is new, take it to the places, have it time-stamped."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec
from eventsourcing.persistence import IntegrityError

from application.clock import Clock, system_clock
from application.log import Log
from application.proofs.cosigning import take
from application.proofs.errors import NoteError
from application.proofs.logtree import LogTree
from application.settings import Settings
from application.signing import state as states
from application.signing.holding import PATIENCE, alone
from application.signing.places import WITNESS, Pushing, is_told_once, push
from application.signing.signer import LogSigner, Signed
from application.signing.stamping import CannotStamp, stamp


class Missed(NamedTuple):
    """What could not be done now, and is tried again at the next turn.

    `why`: the code of a `NoteError` where a witness refuses, or its signature is not taken; else
    what the system says.
    """

    place: str
    why: str


class Turn(NamedTuple):
    """What a turn came to."""

    signed: Signed
    pushed: list[str]
    cosigned: list[str]
    missed: list[Missed]


class Turns:
    """The signer at work. A place that fails keeps nobody from signing."""

    def __init__(self, settings: Settings, clock: Clock = system_clock) -> None:
        """Nothing is read yet."""
        self._settings = settings
        self._log = Log(settings)
        self._tree = LogTree(settings, self._log)
        self.signer = LogSigner(settings, clock)

    def turn(self, *, whole: bool = False) -> Turn:
        """Errors: `Refused`, `NoteError`: then nothing was signed."""
        signed = self.signer.sign(whole=whole)
        done = Turn(signed, [], [], [])
        if signed.note:
            for place in self._settings.places:
                self._try(done, place, lambda place=place: self._push(done, place))  # type: ignore[misc]
            if self._settings.time_stamp_url:
                url = self._settings.time_stamp_url
                self._try(done, url, lambda: self._stamp(done, url))
        return done

    def close(self) -> None:
        """Close the connections."""
        self.signer.close()
        self._log.close()

    def _try(self, done: Turn, place: str, act: Callable[[], object]) -> None:
        try:
            act()
        except NoteError as error:
            done.missed.append(Missed(place, error.code))
        except (OSError, IndexError, CannotStamp) as error:
            done.missed.append(Missed(place, str(error) or type(error).__name__))

    def _push(self, done: Turn, place: str) -> None:
        since = states.read(self.signer.folder).pushed.get(place, 0)
        size = done.signed.size
        if since >= size and is_told_once(place):
            return
        told = push(place, Pushing(done.signed.note, since, self._tree))
        if place.startswith(WITNESS):
            done.cosigned.extend(take(self.signer.checkpoints, self._log, *told).new)
        else:
            done.cosigned.extend(name for note in told for name in self._taken(note))
        if since < size:
            self._got_to(place, size)
            done.pushed.append(place)

    def _taken(self, note: str) -> list[str]:
        """What no admitted witness signed, or signed of something else, is passed over."""
        try:
            return take(self.signer.checkpoints, self._log, note).new
        except NoteError:
            return []

    def _got_to(self, place: str, size: int) -> None:
        with alone(self.signer.folder, PATIENCE):
            state = states.read(self.signer.folder)
            pushed = {**state.pushed, place: size}
            states.write(self.signer.folder, msgspec.structs.replace(state, pushed=pushed))

    def _stamp(self, done: Turn, url: str) -> None:
        checkpoints, size = self.signer.checkpoints, done.signed.size
        if checkpoints.time_stamps(size):
            return
        found = stamp(url, done.signed.note, self._settings.time_stamp_ca)
        try:
            checkpoints.add_time_stamp(size, *found)
        except IntegrityError:
            return
        done.pushed.append(url)
