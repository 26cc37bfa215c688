"""What is brought from outside to hold the log against: checkpoints somebody kept, and keys."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from application.proofs.errors import NoteError
from application.proofs.notes import Checkpoint, Note, VerifierKey

# A file may hold many notes, one after the other, as the signer's and witnesses' files do.
_NOTE = re.compile(  # from the beginning of a line: a long one is not looked at from each sign on
    "^[^\n]+\n[0-9]+\n[^\n]+\n\n(?:\N{EM DASH} [^\n]+\n)+", re.MULTILINE
)


class Claim(NamedTuple):
    """A checkpoint says that so many events have this root; `where` it was kept, "": by us."""

    size: int
    root: bytes
    note: str
    where: str = ""


class Outside(NamedTuple):
    """Checkpoints kept outside, and the log's and witnesses' keys as others know them."""

    claims: Sequence[Claim] = ()
    keys: Sequence[VerifierKey] = ()


def read_claims(text: str, where: str) -> list[Claim]:
    """The checkpoints in a file. Errors: `NoteError` where it holds none."""
    found = [_claim(told, where) for told in notes_in(text.replace("\r\n", "\n"))]
    if not found:
        raise NoteError("note-malformed")
    return found


def notes_in(text: str) -> list[str]:
    """All whole notes in a text, in order."""
    found: list[str] = _NOTE.findall(text)
    return found


def _claim(told: str, where: str) -> Claim:
    checkpoint = Checkpoint.parse(Note.parse(told).text)
    return Claim(checkpoint.size, checkpoint.root, told, where)
