"""What a witness saw of one log: the log's key, the last checkpoint it signed, and all of them.

Both files are written before a signature is given away, and the larger of what they say counts: a
crash between the two, or the loss of one, makes the witness forget nothing.
"""

from pathlib import Path

from application.proofs.errors import NoteError, Refused
from application.proofs.notes import Checkpoint, Note, VerifierKey, open_checkpoint
from application.signing.holding import replace, tail, write_down
from application.verifying.outside import notes_in

LOG, LAST, NOTES = "log.vkey", "checkpoint", "checkpoints.txt"
EVIDENCE = "evidence"
UNPROVED = "unproved"


class Seen:
    """One folder, one log."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet."""
        self.folder = folder

    def begin(self, log: VerifierKey) -> None:
        """Look at the log of that key from now on."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace(self.folder / LOG, f"{log}\n".encode())

    @property
    def log(self) -> VerifierKey:
        """The key of the log. Errors: `Refused` not-begun."""
        try:
            return VerifierKey.parse((self.folder / LOG).read_text())
        except FileNotFoundError:
            raise Refused("not-begun", folder=str(self.folder)) from None

    def last(self) -> Checkpoint | None:
        """What was signed last. Errors: `Refused` not-begun, state-damaged: a file was altered."""
        note = self.last_note()
        return open_checkpoint(note, self.log)[0] if note else None

    def last_note(self) -> str:
        """The same as a note, "" before the first."""
        log, path = self.log, self.folder / LAST
        try:
            told = [path.read_text()] if path.exists() else []
            told += notes_in(tail(self.folder / NOTES))[-1:]
            return max(told, key=lambda note: open_checkpoint(note, log)[0].size, default="")
        except (NoteError, UnicodeDecodeError):
            raise Refused("state-damaged") from None

    def keep(self, cosigned: str) -> None:
        """On disk when this returns."""
        write_down(self.folder / NOTES, cosigned)
        replace(self.folder / LAST, cosigned.encode())

    def catch(self, now: Checkpoint, note: Note, under: str = EVIDENCE) -> None:
        """Keep two notes of the log's own hand that can't both be, or were not shown to be."""
        folder = self.folder / under
        folder.mkdir(exist_ok=True)
        told = f"{self.last_note()}\n{note.text}\n{note.signed_by(self.log)}"
        replace(folder / f"{now.size}-{now.root.hex()[:16]}.txt", told.encode())

    def caught(self) -> list[Path]:
        """The files of what can't both be."""
        return sorted((self.folder / EVIDENCE).glob("*.txt"))
