"""Backups: log, keys, accounts and attached files in a form anyone can check, and back again.

A backup is a folder of SQLite files whatever database the service runs on, with a manifest that
says up to which event it goes and by which digests it proves itself. The key-encryption key is
never in it: whoever finds a backup alone can read no name.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from application import marks
from application.backup.lists import apply, erasures_for, keep_beside, keys_of
from application.backup.logs import check_log, copy_log, restore_log, rows_of
from application.backup.manifest import (
    ACCOUNTS,
    ATTACHED,
    FILES,
    KEYRING,
    LOG,
    MESSAGES,
    BackupError,
    File,
    Manifest,
    check_file,
    describe,
    read_manifest,
    write_manifest,
)
from application.backup.papers import copy_files, missing, restore_files
from application.backup.resuming import begin, end, require_place
from application.backup.tables import (
    copy_accounts,
    copy_keys,
    copy_messages,
    restore_accounts,
    restore_keys,
    restore_messages,
)
from application.clock import Clock, from_ms, system_clock
from application.files.looking import TOPIC
from application.keys import Keks, load_kek, make_kek
from application.keys.kek import id_of
from application.keys.wrapping import wrapped_by
from application.presence import require_store
from application.settings import Settings, SettingsError, kek_path

Progress = Callable[[int, int], object]


def _nobody(_done: int, _all: int) -> None:
    """Nobody watches."""


def back_up(
    settings: Settings,
    folder: Path,
    progress: Progress = _nobody,
    clock: Clock = system_clock,
) -> Manifest:
    """Write a backup into a new or empty folder and read it back.

    The log is copied before its keys and files, so that all it names is there, and after the
    outbox, so that nothing in that is about an event which is not.
    Errors: `BackupError`, `NotMigrated`, `Unreachable`.
    """
    head = require_store(settings)
    _make_folder(folder)
    erasures = keep_beside(settings, folder)
    copy_messages(settings, folder / MESSAGES)
    copy_log(settings, folder / LOG, lambda done: progress(done, head))
    copy_keys(settings, folder / KEYRING)
    copy_accounts(settings, folder / ACCOUNTS)
    copy_files(settings, folder / ATTACHED)
    checked = check_log(folder / LOG)
    manifest = Manifest(
        made_at=clock(),
        centre=settings.centre_code,
        source="postgresql" if settings.database_url else "sqlite",
        seq=checked.seq,
        last_recorded_at=from_ms(checked.recorded),
        log_digest=checked.digest,
        kek=kek_id(settings),
        files={name: describe(folder / name) for name in FILES},
        files_missing=missing(rows_of(folder / LOG, TOPIC), folder / ATTACHED),
        erasures=erasures,
    )
    write_manifest(folder, manifest)
    return verify(folder)


def verify(folder: Path) -> Manifest:
    """What the backup says of itself, after every byte of it was found to say the same.

    Errors: `BackupError`.
    """
    manifest = read_manifest(folder)
    for name, told in manifest.files.items():
        check_file(folder / name, told)
    checked = check_log(folder / LOG)
    if (checked.seq, checked.digest) != (manifest.seq, manifest.log_digest):
        raise BackupError("log-altered", seq=checked.seq, told=manifest.seq)
    return manifest


def restore(
    settings: Settings,
    folder: Path,
    progress: Progress = _nobody,
    *,
    sealed: bool = False,
    lists: Sequence[Path] | None = (),
    clock: Clock = system_clock,
) -> Manifest:
    """Put a verified backup where there is no store yet; the read model is built anew from it.

    Cut off and told again, it goes on: what was erased since has no key here at any moment.

    `sealed`: as a copy to audit, where no sealed text can be opened and nothing goes out.
    `lists`: of erasures, which are done again; none given: those where one is kept; None: somebody
    vouches that nothing was erased since. Errors: `BackupError`, `Unreachable`.
    """
    manifest = verify(folder)
    require_place(settings, manifest)
    if sealed:
        _put_other_kek(settings, manifest)
    else:
        _require_kek(settings, folder, manifest)
    known = sealed or lists is None
    erased = [] if known else erasures_for(settings, folder, manifest, lists or ())
    begin(settings, manifest)
    restore_keys(settings, folder / KEYRING, {key for one in erased for key in keys_of(one)})
    restore_accounts(settings, folder / ACCOUNTS)
    marks.create(settings)  # of open matters; what is in no backup begins anew
    if ATTACHED in manifest.files:
        restore_files(settings, folder / ATTACHED)
    kept = folder / MESSAGES if MESSAGES in manifest.files and not sealed else None
    restore_messages(settings, kept, manifest.seq)
    restore_log(settings, folder / LOG, lambda done: progress(done, manifest.seq))
    apply(settings, erased, clock)
    end(settings)
    return manifest


def kek_id(settings: Settings) -> str:
    """By what a key-encryption key is known without being told. Errors: `SettingsError`."""
    return id_of(load_kek(settings))


def _make_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise BackupError("folder-not-empty", folder=str(folder))


def _put_other_kek(settings: Settings, manifest: Manifest) -> None:
    """One of its own, so that the copy works but for what it must not be able to read."""
    if not settings.kek and not kek_path(settings).exists():
        make_kek(kek_path(settings))
    if kek_id(settings) == manifest.kek:
        raise BackupError("key-is-here", kek=manifest.kek)


def _require_kek(settings: Settings, folder: Path, manifest: Manifest) -> None:
    """All that wrapped keys of the backup: made amid a rotation, it has keys of two."""
    try:
        here = Keks(settings)
    except SettingsError:
        raise BackupError("kek-missing", kek=manifest.kek, path=str(kek_path(settings))) from None
    needed = {manifest.kek, *wrapped_by(f"sqlite:///{folder / KEYRING}")}
    missing = next((kek for kek in sorted(needed) if here.get(kek) is None), "")
    if missing:
        raise BackupError("other-kek", kek=missing, here=here.current.id)


__all__ = [
    "FILES",
    "BackupError",
    "File",
    "Manifest",
    "back_up",
    "kek_id",
    "read_manifest",
    "restore",
    "verify",
]
