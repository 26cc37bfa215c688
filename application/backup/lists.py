"""The list of erasures beside backups: what was erased since stays erased when one is restored."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from application.backup.manifest import BackupError, Manifest
from application.backup.tables import KeyPlace
from application.clock import Clock
from application.desk import Desk
from application.erasing.again import erase_again
from application.erasing.outside import (
    NAME,
    ListBroken,
    Outside,
    add,
    bring_up,
    list_path,
    merged,
    read,
)
from application.settings import Settings


def keep_beside(settings: Settings, folder: Path) -> int:
    """Bring the service's list and the one beside the backup up to date; how many entries.

    Errors: `BackupError` list-broken.
    """
    with closing(Desk(settings)) as desk:
        try:
            bring_up(desk, list_path(settings))
            known = read(list_path(settings))
            add(folder.parent / NAME, known)
        except ListBroken as broken:
            raise _broken(broken) from None
    return len(known)


def erasures_for(
    settings: Settings, folder: Path, manifest: Manifest, lists: Sequence[Path]
) -> list[Outside]:
    """What must stay erased: from the lists given, else from wherever one is kept.

    Errors: `BackupError` list-missing, list-short, list-broken.
    """
    usual = (list_path(settings), folder.absolute().parent / NAME)
    there = [path for path in (lists or usual) if path.exists()]
    if not there or len(there) < len(lists):
        raise BackupError("list-missing", paths=", ".join(map(str, lists or usual)))
    try:
        found = merged(map(read, there))
    except ListBroken as broken:
        raise _broken(broken) from None
    if len(found) < manifest.erasures:
        raise BackupError("list-short", told=manifest.erasures, found=len(found))
    return found


def keys_of(one: Outside) -> set[KeyPlace]:
    """Where the keys of an erasure stand in a key store."""
    parts = (key.rpartition(".") for key in one.keys)
    return {(one.case, person, int(generation)) for person, _, generation in parts}


def apply(settings: Settings, entries: Sequence[Outside], clock: Clock) -> int:
    """Erase again what the backup brought back; how many erasures there were to do."""
    if not entries:
        return 0
    add(list_path(settings), entries)
    with closing(Desk(settings, clock)) as desk:
        return erase_again(desk, entries)


def _broken(broken: ListBroken) -> BackupError:
    return BackupError("list-broken", path=str(broken.path), line=broken.line)
