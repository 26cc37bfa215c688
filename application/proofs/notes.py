"""Signed notes, checkpoints and cosignatures, to the letter as C2SP defines them; Ed25519 only.

signed-note: a text, a blank line, signature lines; tlog-checkpoint: what a log's text says;
tlog-cosignature: what a witness signs besides, with its time (version 1).
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from application.proofs.errors import NoteError

NOTE = 0x01  # the log's own signature
COSIGNATURE = 0x04  # a witness's, with its time
KEY = 32  # bytes of an Ed25519 key
KEY_ID = 4
TIME = 8  # bytes before a cosignature's signature
SIGNATURE = 64
MOST_LINES = 64  # signatures in a note that are looked at
MOST_BYTES = 64 * 1024
DASH = "\N{EM DASH} "
NAME = re.compile(r"[^\s+\x00-\x1f]+")
SIZE = re.compile("0|[1-9][0-9]{0,18}", re.ASCII)
LARGEST = (1 << 63) - 1  # events; databases count no further either
ROOT = 32


class VerifierKey(NamedTuple):
    """Whose signature it is and how to check it: `name+key id+base64(kind, public key)`."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes a signature line begins with."""
        told = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return sha256(told).digest()[:KEY_ID]

    def __str__(self) -> str:
        """As it is handed on."""
        told = b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{told}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """As it was handed on. Errors: `NoteError`."""
        name, _, rest = text.strip().partition("+")
        key_id, _, told = rest.partition("+")
        raw = _base64(told, "key-malformed")
        if not NAME.fullmatch(name) or len(raw) != 1 + KEY or raw[0] not in {NOTE, COSIGNATURE}:
            raise NoteError("key-malformed")
        found = cls(name, raw[0], raw[1:])
        if found.key_id.hex() != key_id:
            raise NoteError("key-not-whole")
        return found


class Signer(NamedTuple):
    """A private key with its name."""

    name: str
    kind: int
    private: Ed25519PrivateKey

    @property
    def verifier(self) -> VerifierKey:
        """What others check its signatures by."""
        return VerifierKey(self.name, self.kind, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """The signature line under a note's text. Only a log's own key signs so."""
        return self._line(self.private.sign(text.encode()))

    def cosign(self, text: str, seconds: int) -> str:
        """The cosignature line of a witness, given at a time (seconds since the epoch)."""
        signature = self.private.sign(_cosigned(text, seconds))
        return self._line(seconds.to_bytes(TIME, "big") + signature)

    def _line(self, signature: bytes) -> str:
        told = b64encode(self.verifier.key_id + signature).decode()
        return f"{DASH}{self.name} {told}\n"


class Line(NamedTuple):
    """One signature line of a note, not yet checked."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def seconds(self) -> int:
        """When a cosignature says it was given."""
        return int.from_bytes(self.signature[:TIME], "big")

    def __str__(self) -> str:
        """As it stands in the note."""
        return f"{DASH}{self.name} {b64encode(self.key_id + self.signature).decode()}\n"


class Note(NamedTuple):
    """A text and the signatures under it."""

    text: str
    lines: Sequence[Line]

    def __str__(self) -> str:
        """As it is handed on."""
        return self.text + "\n" + "".join(map(str, self.lines))

    @classmethod
    def parse(cls, told: str) -> "Note":
        """As it was handed on. Errors: `NoteError`."""
        text, blank, below = told.rpartition("\n\n")
        lines = below.splitlines(keepends=True)
        if not blank or not lines or len(lines) > MOST_LINES or len(told) > MOST_BYTES:
            raise NoteError("note-malformed")
        if any(sign < " " and sign != "\n" for sign in told):
            raise NoteError("note-malformed")
        return cls(text + "\n", tuple(map(parse_line, lines)))

    def signed_by(self, key: VerifierKey) -> Line | None:
        """The line of that key, if it is there. Errors: `NoteError` if it is there and wrong."""
        mine = (key.name, key.key_id)
        found = [line for line in self.lines if (line.name, line.key_id) == mine]
        for line in found:
            if not is_signed(self.text, line, key):
                raise NoteError("signature-wrong", name=key.name)
        return found[0] if found else None


class Checkpoint(NamedTuple):
    """How far a log goes and the root of its tree there."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """What was signed. Errors: `NoteError`; lines beyond the three are none of ours."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0] or not SIZE.fullmatch(lines[1]):  # noqa: PLR2004 - three lines and the end
            raise NoteError("checkpoint-malformed")
        root = _base64(lines[2], "checkpoint-malformed")
        if len(root) != ROOT or int(lines[1]) > LARGEST:
            raise NoteError("checkpoint-malformed")
        return cls(lines[0], int(lines[1]), root)


def parse_line(told: str) -> Line:
    """One signature line. Errors: `NoteError`."""
    name, _, rest = told.removeprefix(DASH).removesuffix("\n").partition(" ")
    raw = _base64(rest, "line-malformed")
    if not told.startswith(DASH) or not told.endswith("\n") or not NAME.fullmatch(name):
        raise NoteError("line-malformed")
    if len(raw) <= KEY_ID:
        raise NoteError("line-malformed")
    return Line(name, raw[:KEY_ID], raw[KEY_ID:])


def is_signed(text: str, line: Line, key: VerifierKey) -> bool:
    """Whether that key made this line over the text: as a log, or as a witness with its time."""
    signature, message = line.signature, text.encode()
    if key.kind == COSIGNATURE:
        message, signature = _cosigned(text, line.seconds), signature[TIME:]
    if len(signature) != SIGNATURE or (line.name, line.key_id) != (key.name, key.key_id):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def open_checkpoint(told: str, key: VerifierKey) -> tuple[Checkpoint, Note]:
    """A note that the log of that key signed about itself. Errors: `NoteError`."""
    note = Note.parse(told)
    if note.signed_by(key) is None:
        raise NoteError("not-signed", name=key.name)
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != key.name:
        raise NoteError("other-origin", name=key.name, origin=checkpoint.origin)
    return checkpoint, note


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _base64(text: str, code: str) -> bytes:
    """Decode, and take only the one way of writing it. Errors: `NoteError`."""
    try:
        raw = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raw = b""
    if not raw or b64encode(raw).decode() != text:
        raise NoteError(code)
    return raw


__all__ = [
    "COSIGNATURE",
    "NOTE",
    "Checkpoint",
    "Line",
    "Note",
    "NoteError",
    "Signer",
    "VerifierKey",
    "is_signed",
    "open_checkpoint",
    "parse_line",
]
