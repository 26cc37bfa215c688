"""What a bundle is: one case with all it takes to prove it, written in one way only.

The format is described for everybody in `docs/verifier.md`; nothing in it may change its meaning.
"""

from base64 import b64encode
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta

from application.proofs import digest, leaf
from application.store.rows import Row

FORMAT = "linkage-bundle/1"
ENDING = b',"sha256":"%s"}\n'  # the last member: the SHA-256 of all before it, in hex
ENDING_LENGTH = len(ENDING % (b"0" * 64))

LARGEST = 2**53 - 1  # the largest whole number every reader of JSON keeps

Number = Annotated[int, Meta(ge=1, le=LARGEST)]
Hash = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
CaseId = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Topic = Annotated[str, Meta(pattern=r"\Acase\.[a-z@0-9-]+\Z")]

_encode = msgspec.json.Encoder().encode


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One record in words: what happened, who did it, and what else it says, label and text."""

    version: Number
    title: str
    text: str
    who: str
    details: tuple[tuple[str, str], ...]


class Copy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The case in one language, up to the record before its export."""

    centre: str
    stage: str
    entries: tuple[Entry, ...]


class Readable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The case for people, in both languages; `zone` is that of the centre."""

    number: str
    title: str
    zone: str
    zh: Copy
    en: Copy

    @property
    def sha256(self) -> str:
        """What the export's own record says of it."""
        return sha256(_encode(self)).hexdigest()


class Proven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One record as it is stored (base64), its leaf, and the path from there to the root (hex)."""

    seq: Number
    version: Number
    topic: Topic
    recorded_at: Number
    state: str
    leaf: Hash
    proof: tuple[Hash, ...]


class Bundle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One case, the checkpoint its proofs lead to with all signatures, and the readable copy."""

    format: str
    case: CaseId
    events: tuple[Proven, ...]
    checkpoint: str
    readable: Readable


def leaf_of(row: Row) -> bytes:
    """The leaf of a stored row, built from what it holds."""
    return leaf(row.seq, row.stream, row.version, row.topic, row.recorded, digest(row.state))


def proven(row: Row, path: list[bytes]) -> Proven:
    """A stored row with the path to the root."""
    return Proven(
        seq=row.seq,
        version=row.version,
        topic=row.topic,
        recorded_at=row.recorded,
        state=b64encode(row.state).decode(),
        leaf=leaf_of(row).hex(),
        proof=tuple(part.hex() for part in path),
    )


def write(bundle: Bundle) -> bytes:
    """The file: JSON written in one way, with the SHA-256 of all before as its last member."""
    body = _encode(bundle)[:-1]
    return body + _ending(body)


def read(data: bytes) -> Bundle | None:
    """What a file says that is whole and written in the one way; None for any other."""
    body = data[:-ENDING_LENGTH]
    if data[-ENDING_LENGTH:] != _ending(body):
        return None
    try:
        bundle = msgspec.json.decode(body + b"}", type=Bundle)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return bundle if write(bundle) == data and bundle.format == FORMAT else None


def _ending(body: bytes) -> bytes:
    return ENDING % sha256(body).hexdigest().encode()
