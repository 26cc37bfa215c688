"""Takes what witnesses signed: only of checkpoints that are kept, only of witnesses admitted."""

from typing import NamedTuple

from eventsourcing.persistence import IntegrityError

from application.log import Log
from application.proofs.checkpoints import Checkpoints
from application.proofs.errors import NoteError
from application.proofs.notes import Checkpoint, Note, VerifierKey, is_signed
from application.proofs.trust import trusted, witness_keys


class Taken(NamedTuple):
    """Whose lines stand under a checkpoint of how many events now, and which of them are new."""

    size: int
    witnesses: list[str]
    new: list[str]


def take(checkpoints: Checkpoints, log: Log, told: str) -> Taken:
    """Keep the cosignatures of a note that was handed back; lines of others are passed over.

    Errors: `NoteError` where it is no note, of no kept checkpoint, or without any such line.
    """
    note = Note.parse(told)
    size = Checkpoint.parse(note.text).size
    kept = checkpoints.at(size)
    if kept is None or Note.parse(kept.note).text != note.text:
        raise NoteError("no-checkpoint", size=size)
    taken = Taken(size, [], [])
    for key in witness_keys(trusted(log)):
        line = next((line for line in note.lines if is_signed(note.text, line, key)), None)
        if line is not None:
            taken.witnesses.append(key.name)
            taken.new.extend(_keep(checkpoints, size, str(line), key))
    if not taken.witnesses:
        raise NoteError("no-witness", size=size)
    return taken


def _keep(checkpoints: Checkpoints, size: int, line: str, key: VerifierKey) -> list[str]:
    """Whose line is new; the first one a witness gave stays."""
    try:
        checkpoints.add_cosignature(size, line, key)
    except IntegrityError:
        return []
    return [key.name]
