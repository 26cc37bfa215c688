"""What there is to say of the log's checkpoints: the last, what it covers, who saw it."""

from datetime import datetime
from typing import Final, NamedTuple

import segno
from markupsafe import Markup

from application.clock import from_ms
from application.proofs.checkpoints import Checkpoints, Kept
from application.proofs.errors import NoteError
from application.proofs.notes import Note, VerifierKey, parse_line
from application.proofs.trust import log_key, log_keys, trusted, witness_keys
from domain.trust import Trust
from web.proofs.outside import checkpoints
from web.service import service

LONGEST: Final = 40  # characters of what is no signature
SHOWN: Final = 20  # of the checkpoints on the page


class Witness(NamedTuple):
    """Somebody outside, and how far they signed; None where never."""

    key: VerifierKey
    size: int = 0
    at: datetime | None = None


class Stamp(NamedTuple):
    """An authority's word, and when it was kept."""

    authority: str
    at: datetime


class Look(NamedTuple):
    """All the page says. `since` is when the first event not covered was recorded."""

    head: int
    last: Kept | None
    key: VerifierKey | None
    genuine: bool
    since: datetime | None
    witnesses: list[Witness]
    stamps: list[Stamp]
    recent: list[Kept]
    many: int

    @property
    def left(self) -> int:
        """How many events the last checkpoint doesn't cover."""
        return self.head - (self.last.size if self.last else 0)


def look() -> Look:
    """As of now."""
    log, found = service().desk.log, checkpoints()
    trust, last, head = trusted(log), found.last(), log.head()
    size = last.size if last else 0
    return Look(
        head=head,
        last=last,
        key=log_key(trust),
        genuine=last is not None and signer(last.note, trust) is not None,
        since=from_ms(log.after(size, 1)[0].recorded) if head > size else None,
        witnesses=[_witness(key, found) for key in witness_keys(trust)],
        stamps=[Stamp(name, from_ms(at)) for name, _, at in found.time_stamps(size)],
        recent=found.recent(SHOWN),
        many=found.count(),
    )


def signer(note: str, trust: Trust) -> VerifierKey | None:
    """Which of the log's keys signed a note."""
    for key in log_keys(trust):
        try:
            if Note.parse(note).signed_by(key) is not None:
                return key
        except NoteError:
            continue
    return None


def _witness(key: VerifierKey, found: Checkpoints) -> Witness:
    last = found.cosigned_by(key.name)
    return Witness(key) if last is None else Witness(key, last[0], from_ms(last[1]))


def mark(note: str) -> Markup:
    """The note as a square code, drawn from it alone; none of one that is too long to be true."""
    try:
        code = segno.make(note, error="m", micro=False)
    except segno.DataOverflowError:
        return Markup("")
    return Markup(code.svg_inline(border=2, omitsize=True))  # noqa: S704 - the library's own drawing


def witness_of(line: str) -> str:
    """Whose a kept line is; where somebody put there what is none, the line itself."""
    try:
        return parse_line(line).name
    except NoteError:
        return line[:LONGEST]
