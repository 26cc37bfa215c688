"""Sealed copies of the key-encryption key, one for each custodian, and the drill that tries one.

A copy is a JSON file: the key sealed by AES-256-GCM under a key that scrypt makes of the
custodian's passphrase; bound to all else the file says. Whoever finds it alone can do nothing.
"""

import secrets
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from application.custody.book import CustodyError, record
from application.custody.files import write_new
from application.desk import Desk
from application.keys import KEY, NONCE, load_kek
from application.keys.kek import id_of, write_kek
from application.keys.wrapping import bound_of, sample
from application.settings import Settings, SettingsError, kek_path
from domain.custody.events import Copied, Drilled, Recovered

FORMAT: Final = "linkage-key-copy/1"
SALT: Final = 16
SHORTEST: Final = 12  # signs of a passphrase
COST, BLOCKS, LANES = 1 << 17, 8, 1  # of scrypt: 128 MB and about half a second
LONGEST: Final = 4096  # bytes; no copy of ours is as long
TRIED: Final = 200  # keys a drill opens


class KeyCopy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file says; `box` opens to the key."""

    format: Literal["linkage-key-copy/1"]
    kek: str
    custodian: str
    made_at: datetime
    n: int
    r: int
    p: int
    salt: bytes
    nonce: bytes
    box: bytes


def copy_key(desk: Desk, path: Path, custodian: str, passphrase: str, by: str) -> KeyCopy:
    """Write a copy into a new file. Errors: `CustodyError` weak, custodian-missing, file-there."""
    if not custodian.strip():
        raise CustodyError("custodian-missing")
    if len(passphrase) < SHORTEST or len(set(passphrase)) < SHORTEST // 2:
        raise CustodyError("weak", most=SHORTEST)
    copy = _sealed(load_kek(desk.settings), custodian.strip(), passphrase, desk.clock())
    text = msgspec.json.format(msgspec.json.encode(copy)) + b"\n"
    write_new(path, text)
    digest = sha256(text).hexdigest()
    record(
        desk,
        lambda at: Copied(at=at, by=by, kek=copy.kek, custodian=copy.custodian, sha256=digest),
    )
    return copy


def _sealed(kek: bytes, custodian: str, passphrase: str, now: datetime) -> KeyCopy:
    empty = KeyCopy(
        format="linkage-key-copy/1",
        kek=id_of(kek),
        custodian=custodian,
        made_at=now,
        n=COST,
        r=BLOCKS,
        p=LANES,
        salt=secrets.token_bytes(SALT),
        nonce=secrets.token_bytes(NONCE),
        box=b"",
    )
    box = AESGCM(_key_of(empty, passphrase)).encrypt(empty.nonce, kek, _bound(empty))
    return msgspec.structs.replace(empty, box=box)


def _key_of(copy: KeyCopy, passphrase: str) -> bytes:
    scrypt = Scrypt(salt=copy.salt, length=KEY, n=copy.n, r=copy.r, p=copy.p)
    return scrypt.derive(passphrase.encode())


def _bound(copy: KeyCopy) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(copy, box=b""))


def open_copy(path: Path, passphrase: str) -> tuple[KeyCopy, str, bytes]:
    """The copy, the digest of its file, and the key. Errors: `CustodyError`."""
    copy, digest = _read(path)
    try:
        key = AESGCM(_key_of(copy, passphrase)).decrypt(copy.nonce, copy.box, _bound(copy))
    except (InvalidTag, ValueError):
        raise CustodyError("wrong-passphrase", custodian=copy.custodian) from None
    return copy, digest, key


def _read(path: Path) -> tuple[KeyCopy, str]:
    with path.open("rb") as file:
        text = file.read(LONGEST)
    try:
        copy = msgspec.json.decode(text, type=KeyCopy)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise CustodyError("no-copy", path=str(path)) from None
    if (copy.n, copy.r, copy.p) != (COST, BLOCKS, LANES):  # another cost is nobody's of ours
        raise CustodyError("no-copy", path=str(path))
    return copy, sha256(text).hexdigest()


def drill(desk: Desk, path: Path, passphrase: str, by: str) -> Drilled:
    """Try a copy as if the key were lost; what came of it is on record, good or bad.

    Errors: `CustodyError`, after it was recorded where it is a copy of ours at all.
    """
    copy, digest = _read(path)

    def done(at: datetime, keys: int, failed: str) -> Drilled:
        return Drilled(
            at=at,
            by=by,
            kek=copy.kek,
            custodian=copy.custodian,
            sha256=digest,
            keys=keys,
            failed=failed,
        )

    try:
        tried = _tried(desk.settings, copy, open_copy(path, passphrase)[2])
    except CustodyError as error:
        failed = error.code
        record(desk, lambda at: done(at, 0, failed))
        raise
    event = record(desk, lambda at: done(at, tried, ""))
    assert isinstance(event, Drilled)  # noqa: S101 - for the type; what was made was put in
    return event


def _tried(settings: Settings, copy: KeyCopy, key: bytes) -> int:
    """How many keys the copy opens. Errors: `CustodyError` other-key, cannot-open."""
    if id_of(key) != copy.kek or copy.kek != id_of(load_kek(settings)):
        raise CustodyError("other-key", kek=copy.kek, here=id_of(load_kek(settings)))
    rows = sample(settings.keyring_url, copy.kek, TRIED)
    box = AESGCM(key)
    for row in rows:
        try:
            box.decrypt(row.wrapped[:NONCE], row.wrapped[NONCE:], bound_of(row))
        except InvalidTag:
            raise CustodyError("cannot-open", kek=copy.kek) from None
    return len(rows)


def recover(settings: Settings, path: Path, passphrase: str) -> tuple[KeyCopy, str]:
    """Put the key back where there is none; the service need not run for it.

    Errors: `CustodyError`.
    """
    _require_none(settings)
    copy, digest, key = open_copy(path, passphrase)
    write_kek(kek_path(settings), key)
    return copy, digest


def note_recovery(desk: Desk, copy: KeyCopy, digest: str, by: str) -> None:
    """Put it on record, once there is a log to do so."""
    record(
        desk,
        lambda at: Recovered(at=at, by=by, kek=copy.kek, custodian=copy.custodian, sha256=digest),
    )


def _require_none(settings: Settings) -> None:
    try:
        here = id_of(load_kek(settings))
    except SettingsError:
        return
    raise CustodyError("key-is-here", kek=here)
