"""Cosigns a log's checkpoint if the log holds all that this witness saw of it before.

The witness trusts the keys of the logs it was given and its own folder, and nothing a log says
beside. A log that signed two things that can't both be is caught red-handed: both notes are kept.
"""

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from application.clock import Clock, system_clock, to_ms
from application.proofs.errors import NoteError, Refused
from application.proofs.notes import (
    COSIGNATURE,
    Checkpoint,
    Note,
    VerifierKey,
    open_checkpoint,
)
from application.proofs.tiletree import TileTree
from application.proofs.tree import is_consistent
from application.signing.holding import PATIENCE, alone, replace
from application.signing.keyfile import make_key, read_key
from application.witnessing.seen import LOG, Seen
from application.witnessing.sources import Source

KEY, VKEY, LOGS = "witness.key", "witness.vkey", "logs"


class Cosigned(NamedTuple):
    """The checkpoint with this witness's line, and how far it had got before."""

    checkpoint: Checkpoint
    note: str
    before: int
    new: bool


class Witness:
    """One folder, one key; one log, or several, each with a folder of its own within."""

    def __init__(self, folder: Path, clock: Clock = system_clock) -> None:
        """Nothing is read yet."""
        self.folder = folder
        self._clock = clock

    def begin(self, name: str, log: VerifierKey) -> VerifierKey:
        """A new key under a name, for the log of that key. Errors: `Refused` begun."""
        with alone(self.folder, PATIENCE):
            if (self.folder / KEY).exists():
                raise Refused("begun", folder=str(self.folder))
            Seen(self.folder).begin(log)  # before the key: half of it can be begun again
            key = make_key(self.folder / KEY, name, COSIGNATURE)
            replace(self.folder / VKEY, f"{key.verifier}\n".encode())
        return key.verifier

    def follow(self, log: VerifierKey) -> None:
        """Look at one more log. Errors: `Refused` not-begun, log-known (by another key)."""
        with alone(self.folder, PATIENCE):
            known = {one.log.name: one.log for one in self.seen()}
            if known.setdefault(log.name, log) != log:
                raise Refused("log-known", name=log.name)
            if log not in {one.log for one in self.seen()}:
                named = sha256(log.name.encode()).hexdigest()[:16]
                Seen(self.folder / LOGS / named).begin(log)

    @property
    def key(self) -> VerifierKey:
        """What others check its cosignatures by. Errors: `NoteError` where there is none."""
        return read_key(self.folder / KEY).verifier

    def seen(self) -> list[Seen]:
        """Every log it looks at, the first it was told of first. Errors: `Refused` not-begun."""
        more = sorted((self.folder / LOGS).glob(f"*/{LOG}"))
        found = [Seen(self.folder), *(Seen(path.parent) for path in more)]
        if not (self.folder / LOG).exists():
            raise Refused("not-begun", folder=str(self.folder))
        return found

    def of(self, told: str) -> Seen:
        """The log a note is about. Errors: `NoteError` where it is no note, or of another log."""
        origin = Checkpoint.parse(Note.parse(told).text).origin
        for one in self.seen():
            if one.log.name == origin:
                return one
        raise NoteError("log-unknown", origin=origin)

    def cosign(self, source: Source) -> Cosigned:
        """Look at the log and sign. Errors: `Refused`, `NoteError`: then nothing is signed."""
        told = source.checkpoint()
        seen = self.of(told)
        last = seen.last()
        checkpoint, note = open_checkpoint(told, seen.log)
        require_no_less(seen, last, checkpoint, note)
        if last != checkpoint:
            _require_tree(seen, last, checkpoint, note, TileTree(source.tile))
        with alone(self.folder, PATIENCE):
            if seen.last() != last:  # somebody else looked meanwhile
                raise Refused("busy", folder=str(self.folder))
            return self.sign(seen, last, checkpoint, note)

    def sign(self, seen: Seen, last: Checkpoint | None, now: Checkpoint, note: Note) -> Cosigned:
        """Kept before it is handed to anybody; who calls is alone, and has it proved.

        What was kept already is signed once more: it still is so, at this time.
        """
        key, new = read_key(self.folder / KEY), last != now
        line = key.cosign(note.text, to_ms(self._clock()) // 1000)
        cosigned = f"{note.text}\n{note.signed_by(seen.log)}{line}"
        if new:
            seen.keep(cosigned)
        return Cosigned(now, cosigned, last.size if last else 0, new=new)


def require_no_less(seen: Seen, last: Checkpoint | None, now: Checkpoint, note: Note) -> None:
    """Errors: `Refused` shorter, fork."""
    if last is not None and now.size < last.size:
        raise Refused("shorter", head=now.size, size=last.size)
    if last is not None and now.size == last.size and now.root != last.root:
        seen.catch(now, note)
        raise Refused("fork", size=now.size)


def _require_tree(
    seen: Seen, last: Checkpoint | None, now: Checkpoint, note: Note, tree: TileTree
) -> None:
    """Errors: `Refused` rewritten, tiles-wrong."""
    if tree.root(now.size) != now.root:
        raise Refused("tiles-wrong", size=now.size)
    if last is None or last.size == 0:
        return
    path = tree.consistency(last.size, now.size)
    if not is_consistent(last.size, now.size, last.root, now.root, path):
        seen.catch(now, note)
        raise Refused("rewritten", size=last.size)
