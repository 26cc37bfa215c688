"""A private key on disk: made once, readable by its owner only, written as signed notes have it."""

import os
import stat
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from application.proofs.errors import NoteError
from application.proofs.notes import KEY, NAME, Signer
from application.signing.holding import write_new

HEAD = "PRIVATE+KEY"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_key(path: Path, name: str, kind: int) -> Signer:
    """A new key. Errors: `NoteError` for a name no note can bear; `FileExistsError`."""
    if not NAME.fullmatch(name):
        raise NoteError("name-malformed", name=name)
    made = Signer(name, kind, Ed25519PrivateKey.generate())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.new")  # whole, or not there
    fresh.unlink(missing_ok=True)
    write_new(fresh, _written(made).encode(), 0o600)
    try:
        os.link(fresh, path)
    finally:
        fresh.unlink()
    return made


def read_key(path: Path) -> Signer:
    """The key. Errors: `NoteError` key-missing, key-malformed, key-open."""
    try:
        text = path.read_text().strip()
    except OSError:
        raise NoteError("key-missing", path=str(path)) from None
    if path.stat().st_mode & OTHERS:
        raise NoteError("key-open", path=str(path))
    return _read(text)


def _written(key: Signer) -> str:
    told = b64encode(bytes([key.kind]) + key.private.private_bytes_raw()).decode()
    return f"{HEAD}+{key.name}+{key.verifier.key_id.hex()}+{told}\n"


def _read(text: str) -> Signer:
    name, _, rest = text.removeprefix(f"{HEAD}+").partition("+")
    key_id, _, told = rest.partition("+")
    try:
        raw = b64decode(told, validate=True)
    except ValueError:
        raw = b""
    if not text.startswith(HEAD) or len(raw) != 1 + KEY:
        raise NoteError("key-malformed")
    found = Signer(name, raw[0], Ed25519PrivateKey.from_private_bytes(raw[1:]))
    if found.verifier.key_id.hex() != key_id:
        raise NoteError("key-not-whole")
    return found
