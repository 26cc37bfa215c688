"""Signs how far the log goes, if it holds all that was signed before and nothing of it changed.

What a signature says is worth as much as what the signer refuses, so it believes the database in
nothing: it makes the leaves again from the stored bytes, goes on from its own state, and compares
what the log's own tree says of the events signed before.
"""

from pathlib import Path
from typing import NamedTuple

import msgspec

from application.clock import Clock, system_clock, to_ms
from application.log import Log
from application.proofs.checkpoints import Checkpoints
from application.proofs.errors import Refused
from application.proofs.logtree import LogTree
from application.proofs.notes import Checkpoint, Note, Signer
from application.proofs.tree import Frontier
from application.settings import Settings
from application.signing import state as states
from application.signing.growth import Followed, follow
from application.signing.holding import PATIENCE, alone, write_down
from application.signing.keyfile import read_key
from application.signing.state import KEY, NOTES, State, folder_of
from application.store.whole import whole_rows

WHOLE_AGAIN = 24 * 3600 * 1000  # ms after which the whole log is gone through once more


class Signed(NamedTuple):
    """How many events the last checkpoint covers, its note, and whether it is new."""

    size: int
    note: str
    new: bool


class LogSigner:
    """One folder, one key, one log."""

    def __init__(self, settings: Settings, clock: Clock = system_clock) -> None:
        """Nothing is read yet."""
        self._settings = settings
        self._clock = clock
        self.folder: Path = folder_of(settings)
        self._log = Log(settings)
        self._tree = LogTree(settings, self._log)
        self.checkpoints = Checkpoints(settings, clock, self._log)

    def sign(self, *, whole: bool = False) -> Signed:
        """Sign for what is new, keep it and write it down. Errors: `Refused`, `NoteError`.

        `whole` goes through the whole log again, which is done once a day in any case.
        """
        with alone(self.folder, PATIENCE):
            key, state = read_key(self.folder / KEY), states.read(self.folder)
            head = self._log.head()
            followed = self._still_there(key, state, head, whole=whole)
            grown = follow(followed, whole_rows(self._settings, state.size, head))
            signed = self._signed(key, state, grown, whole=whole)
            self._deliver(signed.note)
        return signed

    def close(self) -> None:
        """Close the connections."""
        self._log.close()

    def _still_there(self, key: Signer, state: State, head: int, *, whole: bool) -> Followed:
        """What was followed so far. Errors: `Refused` where the log no longer holds it."""
        followed = state.followed
        size = followed.tree.size
        if head < size:
            raise Refused("shorter", head=head, size=size)
        self._no_other_state(key, size)
        if whole or self._old(state):
            found = follow(Followed(Frontier()), whole_rows(self._settings, 0, size)).tree.root()
        else:
            found = self._tree.root(size)
        if found != followed.tree.root():
            raise Refused("rewritten", size=size)
        return followed

    def _no_other_state(self, key: Signer, size: int) -> None:
        """The same key never signed for more. Errors: `Refused` state-behind."""
        last = self.checkpoints.last()
        if last is not None and last.size > size and _is_of(key, last.note):
            raise Refused("state-behind", signed=last.size, size=size)

    def _signed(self, key: Signer, state: State, grown: Followed, *, whole: bool) -> Signed:
        """The note, on disk in the signer's own state before anybody sees it."""
        looked = self._now() if whole or self._old(state) else state.looked
        size = grown.tree.size
        if size == state.size:
            states.write(self.folder, msgspec.structs.replace(state, looked=looked))
            return Signed(size, state.note, new=False)
        text = Checkpoint(key.name, size, grown.tree.root()).text
        note = f"{text}\n{key.sign(text)}"
        told = {"tree": grown.tree.to_json(), "recorded": grown.recorded, "note": note}
        states.write(self.folder, msgspec.structs.replace(state, **told, looked=looked))
        return Signed(size, note, new=True)

    def _old(self, state: State) -> bool:
        """Also where the clock was ahead when it last looked, and was set right since."""
        return not 0 <= self._now() - state.looked <= WHOLE_AGAIN

    def _deliver(self, note: str) -> None:
        """To the file and the table; what a crash kept from them, they get the next time."""
        if not note:
            return
        write_down(self.folder / NOTES, note)
        told = Checkpoint.parse(Note.parse(note).text)
        kept = self.checkpoints.at(told.size)
        if kept is None:
            self.checkpoints.keep(note)
        elif kept.note != note:
            raise Refused("other-kept", size=told.size)

    def _now(self) -> int:
        return to_ms(self._clock())


def _is_of(key: Signer, note: str) -> bool:
    return Note.parse(note).signed_by(key.verifier) is not None
