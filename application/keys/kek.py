"""The key-encryption keys this host has: the one in use, the next, and those before it.

One is in use: it wraps whatever is wrapped now. Between the beginning and the end of a rotation
some keys are wrapped by the one, some by the other; both are at hand, so that nothing stands
still. A running process sees at once that the file was changed.
"""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from application.keys.tables import KEY, NONCE
from application.settings import Settings, SettingsError, kek_path

NEXT: Final = ".next"
OLD: Final = ".old"
ID: Final = 16  # hexadecimal digits a key-encryption key is known by


class Kek(NamedTuple):
    """One key-encryption key; `id` tells it from others and nothing of it."""

    id: str
    box: AESGCM


def load_kek(settings: Settings) -> bytes:
    """The key-encryption key in use, from LINKAGE_KEK or its file. Errors: `SettingsError`."""
    path = kek_path(settings)
    key = decoded(settings.kek or _text(path))
    if key is None:
        msg = f"No usable key: set LINKAGE_KEK or keep it in {path} (linkage migrate makes one)."
        raise SettingsError(msg)
    return key


def make_kek(path: Path) -> None:
    """Write a new key-encryption key, readable by the owner only, unless there is one."""
    if not path.exists():
        write_kek(path, secrets.token_bytes(KEY))


def write_kek(path: Path, key: bytes) -> None:
    """Into a new file, whole or not at all; one that is there stays."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(encoded(key).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """So that the names in it are on the disk too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def encoded(key: bytes) -> str:
    """As it is written down."""
    return urlsafe_b64encode(key).decode()


def decoded(text: str) -> bytes | None:
    """What was written down; None when that is no key."""
    try:
        key = urlsafe_b64decode(text.strip())
    except ValueError:
        return None
    return key if len(key) == KEY else None


def id_of(key: bytes) -> str:
    """By what a key-encryption key is known without being told."""
    return sha256(key).hexdigest()[:ID]


def next_path(settings: Settings) -> Path:
    """The one a rotation goes on to, brought to every host before."""
    path = kek_path(settings)
    return path.with_name(path.name + NEXT)


def old_path(settings: Settings) -> Path:
    """The one a rotation came from."""
    path = kek_path(settings)
    return path.with_name(path.name + OLD)


def others(settings: Settings) -> Iterator[bytes]:
    """Those at hand that are not in use."""
    texts = (settings.kek_old, _text(next_path(settings)), _text(old_path(settings)))
    yield from (key for key in map(decoded, texts) if key is not None)


class Keks:
    """All of this host, read again when their files changed."""

    def __init__(self, settings: Settings) -> None:
        """Errors: `SettingsError` without one in use."""
        self._settings = settings
        self._paths = (kek_path(settings), next_path(settings), old_path(settings))
        self._read()

    def _read(self) -> None:
        self._seen = tuple(map(_mark, self._paths))
        current = load_kek(self._settings)
        self._current = _kek(current)
        self._known = {one.id: one for one in map(_kek, (*others(self._settings), current))}

    def _follow(self) -> None:
        if tuple(map(_mark, self._paths)) != self._seen:
            self._read()

    @property
    def current(self) -> Kek:
        """The one that wraps what is wrapped now."""
        self._follow()
        return self._current

    def get(self, kek_id: str) -> Kek | None:
        """The one of that id, if this host has it."""
        if kek_id not in self._known:
            self._follow()
        return self._known.get(kek_id)

    def wrap(self, data: bytes, bound: bytes) -> bytes:
        """Nonce and box, by the one in use."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self.current.box.encrypt(nonce, data, bound)

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        """By whichever wrapped it. Errors: `InvalidTag` when none of these did."""
        self._follow()
        for kek in (self._current, *self._known.values()):
            try:
                return kek.box.decrypt(wrapped[:NONCE], wrapped[NONCE:], bound)
            except InvalidTag:
                continue
        raise InvalidTag

    def is_current(self, wrapped: bytes, bound: bytes) -> bool:
        """Whether the one in use wrapped it."""
        try:
            self.current.box.decrypt(wrapped[:NONCE], wrapped[NONCE:], bound)
        except InvalidTag:
            return False
        return True


def _kek(key: bytes) -> Kek:
    return Kek(id_of(key), AESGCM(key))


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except FileNotFoundError:
        return ""


def _mark(path: Path) -> tuple[int, int] | None:
    """What tells that a file is another one than before."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns
