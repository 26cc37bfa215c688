"""What a backup says of itself, and how its files are held to it."""

import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

FORMAT = "linkage-backup/3"
MANIFEST = "manifest.json"
LOG, KEYRING, ACCOUNTS, ATTACHED = "events.db", "keys.db", "accounts.db", "files.db"
MESSAGES = "messages.db"
FILES = (LOG, KEYRING, ACCOUNTS, ATTACHED, MESSAGES)
# What a backup of each format holds; before the second nobody could attach files, before the
# third no messages went out.
FORMATS = {"linkage-backup/1": FILES[:3], "linkage-backup/2": FILES[:4], FORMAT: FILES}
BLOCK = 1 << 20


class BackupError(Exception):
    """A backup that can't be made, or is not what it says. `code` is stable.

    Codes: folder-not-empty, no-backup, other-format, file-missing, file-changed, file-damaged,
    seq-not-dense, event-altered, log-altered, store-not-empty, kek-missing, other-kek,
    list-missing, list-short, list-broken.
    """

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


class File(msgspec.Struct, frozen=True):
    """One file of a backup."""

    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. `log_digest`: SHA-256 of all leaves in order, as hex.

    `files_missing`: how many attached files the log names were not there to be copied. `erasures`:
    how many there had been, so that a list of them that is shorter is known to be no good.
    """

    made_at: datetime
    centre: str
    source: str
    seq: int
    last_recorded_at: datetime
    log_digest: str
    kek: str
    files: dict[str, File]
    files_missing: int = 0
    erasures: int = 0
    format: str = FORMAT


def read_manifest(folder: Path) -> Manifest:
    """Errors: `BackupError` no-backup, other-format."""
    path = folder / MANIFEST
    if not path.exists():
        raise BackupError("no-backup", folder=str(folder))
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise BackupError("other-format", folder=str(folder)) from None
    if set(manifest.files) != set(FORMATS.get(manifest.format, ())):
        raise BackupError("other-format", folder=str(folder))
    return manifest


def describe(path: Path) -> File:
    """Its length and digest, once it is on the disk."""
    found = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
        os.fsync(file.fileno())
    return File(path.stat().st_size, found.hexdigest())


def check_file(path: Path, told: File) -> None:
    """Errors: `BackupError` file-missing, file-changed."""
    if not path.exists():
        raise BackupError("file-missing", file=path.name)
    if describe(path) != told:
        raise BackupError("file-changed", file=path.name)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Last of all: a folder without it is no backup."""
    path = folder / MANIFEST
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest)))
        file.flush()
        os.fsync(file.fileno())
