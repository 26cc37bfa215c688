"""What a log takes to a witness, as C2SP's tlog-witness has it: add-checkpoint, to the letter."""

import logging
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Final, NamedTuple

from application.proofs.errors import NoteError, ProofError, Refused
from application.proofs.notes import MOST_BYTES, Checkpoint, Note, open_checkpoint
from application.proofs.tree import EMPTY, HASH, is_consistent
from application.signing.holding import PATIENCE, alone
from application.witnessing.seen import UNPROVED, Seen
from application.witnessing.witness import Cosigned, Witness, require_no_less

MOST_PROOF: Final = 63  # lines of a consistency proof
MOST: Final = MOST_BYTES + 64 * MOST_PROOF  # bytes that are read of what somebody sends
TEXT: Final = "text/plain; charset=utf-8"
SIZE: Final = "text/x.tlog.size"
OLD = re.compile("old (0|[1-9][0-9]{0,18})", re.ASCII)

FORBIDDEN, UNKNOWN, CONFLICT, UNPROVEN, WRONG, BUSY = 403, 404, 409, 422, 400, 503
STATUS: Final = {
    "log-unknown": UNKNOWN,
    "not-signed": FORBIDDEN,
    "signature-wrong": FORBIDDEN,
    "fork": CONFLICT,
    "unproved": UNPROVEN,
    "old-beyond": WRONG,
    "request-malformed": WRONG,
    "note-malformed": WRONG,
    "line-malformed": WRONG,
    "checkpoint-malformed": WRONG,
    "busy": BUSY,
}
BROKEN: Final = 500  # the witness's own folder: its auditor has to look

log = logging.getLogger("linkage.witness")


class Asked(NamedTuple):
    """From which size to prove, the proof, and the checkpoint."""

    old: int
    proof: list[bytes]
    note: str


class Answer(NamedTuple):
    """Status, text and its type."""

    status: int
    text: str
    kind: str = TEXT


def add_checkpoint(witness: Witness, sent: bytes) -> Answer:
    """Never fails; whatever doesn't follow from what the witness saw is not signed."""
    try:
        done = _added(witness, parse(sent))
    except Refused as error:
        if error.code == "other-size":
            return Answer(CONFLICT, f"{error.told['size']}\n", SIZE)
        return _refused(error)
    except NoteError as error:
        return _refused(error)
    except OSError:
        log.exception("nothing was signed")
        return Answer(BROKEN, "not-kept\n")
    log.info("cosigned: %s %s", done.checkpoint.origin, done.checkpoint.size)
    return Answer(200, str(Note.parse(done.note).signed_by(witness.key)))


def _refused(error: ProofError) -> Answer:
    log.warning("refused: %s %s", error.code, error.told)
    return Answer(STATUS.get(error.code, BROKEN), f"{error.code}\n")


def parse(sent: bytes) -> Asked:
    """Errors: `NoteError` request-malformed."""
    try:
        told = sent.decode()
    except UnicodeDecodeError:
        raise NoteError("request-malformed") from None
    head, blank, note = told.partition("\n\n")
    first, *lines = head.split("\n")
    old = OLD.fullmatch(first)
    if old is None or not blank or len(sent) > MOST or len(lines) > MOST_PROOF:
        raise NoteError("request-malformed")
    return Asked(int(old[1]), list(map(_hash, lines)), note)


def _hash(line: str) -> bytes:
    try:
        raw = b64decode(line, validate=True)
    except (NotBase64, ValueError):
        raw = b""
    if len(raw) != HASH or b64encode(raw).decode() != line:
        raise NoteError("request-malformed")
    return raw


def _added(witness: Witness, asked: Asked) -> Cosigned:
    """In one go, so that no two requests cross. Errors: `Refused`, `NoteError`."""
    with alone(witness.folder, PATIENCE):
        seen = witness.of(asked.note)
        now, note = open_checkpoint(asked.note, seen.log)
        last = seen.last()
        _require(seen, last, now, note, asked)
        return witness.sign(seen, last, now, note)


def _require(
    seen: Seen, last: Checkpoint | None, now: Checkpoint, note: Note, asked: Asked
) -> None:
    """In the specification's order. Errors: `Refused` old-beyond, other-size, fork, unproved."""
    size, root = (last.size, last.root) if last else (0, EMPTY)
    if asked.old > now.size:
        raise Refused("old-beyond", old=asked.old, size=now.size)
    if asked.old != size:
        if now.size == size and now.root != root:
            seen.catch(now, note)  # from wherever it was to be proved
        raise Refused("other-size", size=size)
    require_no_less(seen, last, now, note)
    if not is_consistent(size, now.size, root, now.root, asked.proof):
        seen.catch(now, note, UNPROVED)
        raise Refused("unproved", size=size, head=now.size)
