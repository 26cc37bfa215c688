"""Remembers that a restore was begun, so that one that was cut off is gone on with when told again.

A note in the data folder holds the digest of the log that is being put back; the restore that is
through takes it away. It names nothing of anybody.
"""

from pathlib import Path
from typing import Final

from application.backup.manifest import BackupError, Manifest
from application.keys.kek import sync_folder
from application.presence import head_of
from application.settings import Settings

NAME: Final = "restore-unfinished"


def note_path(settings: Settings) -> Path:
    """Where the note lies while a restore is not through."""
    return settings.data / NAME


def require_place(settings: Settings, manifest: Manifest) -> None:
    """There is no store, or as much of this one as a restore of it left when it was cut off.

    Errors: `BackupError` store-not-empty.
    """
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path, head = note_path(settings), head_of(settings)
    if head and not (path.exists() and path.read_text() == manifest.log_digest):
        raise BackupError("store-not-empty", seq=head)


def begin(settings: Settings, manifest: Manifest) -> None:
    """From now on this backup is being put back."""
    note_path(settings).write_text(manifest.log_digest)
    sync_folder(settings.data)


def end(settings: Settings) -> None:
    """It is through."""
    note_path(settings).unlink()
    sync_folder(settings.data)
