"""Cosigns a log's checkpoint if the log holds all that this witness saw of it before.

The witness trusts the log's key it was given and its own folder, and nothing the log says beside.
A log that signed two things that can't both be is caught red-handed: both notes are kept.
"""

from pathlib import Path
from typing import NamedTuple

from application.clock import Clock, system_clock, to_ms
from application.proofs.errors import Refused
from application.proofs.notes import (
    COSIGNATURE,
    Checkpoint,
    Note,
    Signer,
    VerifierKey,
    open_checkpoint,
)
from application.proofs.tiletree import TileTree
from application.proofs.tree import is_consistent
from application.signing.holding import add, alone, replace
from application.signing.keyfile import make_key, read_key
from application.witnessing.sources import Source

KEY, VKEY, LOG, LAST, NOTES = (
    "witness.key",
    "witness.vkey",
    "log.vkey",
    "checkpoint",
    "checkpoints.txt",
)
EVIDENCE = "evidence"


class Cosigned(NamedTuple):
    """The checkpoint with this witness's line, and how far it had got before."""

    checkpoint: Checkpoint
    note: str
    before: int
    new: bool


class Witness:
    """One folder, one key, one log."""

    def __init__(self, folder: Path, clock: Clock = system_clock) -> None:
        """Nothing is read yet."""
        self.folder = folder
        self._clock = clock

    def begin(self, name: str, log: VerifierKey) -> VerifierKey:
        """A new key under a name, for the log of that key. Errors: `Refused` begun."""
        with alone(self.folder):
            try:
                key = make_key(self.folder / KEY, name, COSIGNATURE)
            except FileExistsError:
                raise Refused("begun", folder=str(self.folder)) from None
            (self.folder / VKEY).write_text(f"{key.verifier}\n")
            (self.folder / LOG).write_text(f"{log}\n")
        return key.verifier

    @property
    def log(self) -> VerifierKey:
        """The key of the log it looks at. Errors: `Refused` not-begun."""
        try:
            return VerifierKey.parse((self.folder / LOG).read_text())
        except FileNotFoundError:
            raise Refused("not-begun", folder=str(self.folder)) from None

    def last(self) -> Checkpoint | None:
        """What it cosigned last. Errors: `NoteError` where its own file was altered."""
        path = self.folder / LAST
        return open_checkpoint(path.read_text(), self.log)[0] if path.exists() else None

    def cosign(self, source: Source) -> Cosigned:
        """Look at the log and sign. Errors: `Refused`, `NoteError`: then nothing is signed."""
        with alone(self.folder):
            key, log, last = read_key(self.folder / KEY), self.log, self.last()
            told = source.checkpoint()
            checkpoint, note = open_checkpoint(told, log)
            self._require_growth(last, checkpoint, str(note), source)
            if last == checkpoint:
                return Cosigned(checkpoint, (self.folder / LAST).read_text(), last.size, new=False)
            return self._signed(key, last, checkpoint, note)

    def _signed(
        self, key: Signer, last: Checkpoint | None, now: Checkpoint, note: Note
    ) -> Cosigned:
        """Kept before it is handed to anybody."""
        own = note.signed_by(self.log)
        line = key.cosign(note.text, to_ms(self._clock()) // 1000)
        cosigned = f"{note.text}\n{own}{line}"
        replace(self.folder / LAST, cosigned.encode())
        add(self.folder / NOTES, f"{cosigned}\n")
        return Cosigned(now, cosigned, last.size if last else 0, new=True)

    def _require_growth(
        self, last: Checkpoint | None, now: Checkpoint, note: str, source: Source
    ) -> None:
        """Errors: `Refused` shorter, fork, rewritten, tiles-wrong."""
        if last is not None and now.size < last.size:
            raise Refused("shorter", head=now.size, size=last.size)
        if last is not None and now.size == last.size and now.root != last.root:
            self._caught(note, now.size)
            raise Refused("fork", size=now.size)
        if last != now:
            self._require_proof(last, now, note, TileTree(source.tile))

    def _require_proof(
        self, last: Checkpoint | None, now: Checkpoint, note: str, tree: TileTree
    ) -> None:
        if tree.root(now.size) != now.root:
            raise Refused("tiles-wrong", size=now.size)
        if last is None or last.size == 0:
            return
        path = tree.consistency(last.size, now.size)
        if not is_consistent(last.size, now.size, last.root, now.root, path):
            self._caught(note, now.size)
            raise Refused("rewritten", size=last.size)

    def _caught(self, note: str, size: int) -> None:
        """Two notes of the log's own hand that can't both be."""
        folder = self.folder / EVIDENCE
        folder.mkdir(exist_ok=True)
        before = (self.folder / LAST).read_text()
        (folder / f"{size}.txt").write_text(f"{before}\n{note}")
