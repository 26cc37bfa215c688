"""Another key-encryption key takes over: what the one before wrapped is wrapped anew.

Told again after it was cut off, it goes on where it stopped. Until it is through, both keys are
at hand on every host, and everything opens. The key before stays in its file until somebody says
that it may go: backups made before need it.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from application.accounts.secondfactor import bound_to as bound_to_account
from application.accounts.tables import accounts
from application.custody.book import CustodyError, custody, record
from application.desk import Desk
from application.keys import KEY, Keks
from application.keys.kek import (
    decoded,
    id_of,
    load_kek,
    next_path,
    old_path,
    sync_folder,
    write_kek,
)
from application.keys.wrapping import Sealed, wrap_beside, wrap_keys, wrapped_by
from application.messages.channels import bound_to as bound_to_channel
from application.messages.tables import channels
from application.settings import Settings, kek_path
from domain.custody.events import OldForgotten, Rotated, RotationBegun

OF_ACCOUNTS: Final = tuple(
    Sealed(accounts, column, lambda row: bound_to_account(row.username))
    for column in (accounts.c.totp, accounts.c.totp_offered)
)
OF_CHANNELS: Final = (
    Sealed(channels, channels.c.sealed, lambda row: bound_to_channel(row.holder, row.channel)),
)

Tell = Callable[[int, int], object]


class Done(NamedTuple):
    """From which key to which, and how many keys were wrapped anew this time."""

    old: str
    new: str
    keys: int


def prepare(settings: Settings) -> str:
    """Make the next key, to be brought to every host before any goes on to it; its id."""
    path = next_path(settings)
    if not path.exists():
        write_kek(path, secrets.token_bytes(KEY))
    key = decoded(path.read_text())
    return "" if key is None else id_of(key)


def rotate(desk: Desk, by: str, tell: Tell) -> Done:
    """Go on to the next key, or finish doing so. Errors: `CustodyError`."""
    settings, begun = desk.settings, custody(desk.log).rotating
    old = _under_way(settings) or begun or _switch(settings)
    new = Keks(settings).current.id
    if begun != old:
        record(desk, lambda at: RotationBegun(at=at, by=by, kek=new, old=old))
    done = _wrap_all(settings, tell)
    record(desk, lambda at: Rotated(at=at, by=by, kek=new, old=old, keys=done))
    return Done(old, new, done)


def _under_way(settings: Settings) -> str:
    """The key a rotation that was cut off, or another host's, comes from; "" none is."""
    keks = Keks(settings)
    strange = [kek for kek in wrapped_by(settings.keyring_url) if kek != keks.current.id]
    missing = next((kek for kek in strange if keks.get(kek) is None), "")
    if missing:
        raise CustodyError("cannot-open", kek=missing)
    return strange[0] if strange else ""


def _switch(settings: Settings) -> str:
    """Let the next key be the one in use; the one before goes into a file of its own, first."""
    if settings.kek:
        raise CustodyError("from-environment")
    prepare(settings)
    path, old, following = kek_path(settings), old_path(settings), next_path(settings)
    before = load_kek(settings)
    if before == decoded(following.read_text()):
        raise CustodyError("same-key", kek=id_of(before))
    if old.exists() and decoded(old.read_text()) != before:  # the same: cut off between two lines
        raise CustodyError("old-there", path=str(old))
    write_kek(old, before)
    following.replace(path)
    sync_folder(path.parent)
    return id_of(before)


def _wrap_all(settings: Settings, tell: Tell) -> int:
    keks = Keks(settings)
    done = wrap_keys(settings.keyring_url, keks, tell)
    wrap_beside(settings.accounts_url, keks, OF_ACCOUNTS)
    wrap_beside(settings.messages_url, keks, OF_CHANNELS)
    return done


def forget_old(desk: Desk, by: str) -> str:
    """Take the key before off this host; its id. Errors: `CustodyError` while it is needed.

    Until a rotation is through, codes and channels may still be sealed under it.
    """
    settings = desk.settings
    path = old_path(settings)
    key = decoded(path.read_text()) if path.exists() else None
    if key is None:
        _take_rest_off(path)
        raise CustodyError("nothing-to-forget", path=str(path))
    known = id_of(key)
    if known in {custody(desk.log).rotating, *wrapped_by(settings.keyring_url)}:
        raise CustodyError("still-needed", kek=known)
    record(desk, lambda at: OldForgotten(at=at, by=by, kek=known))
    _overwrite(path)
    return known


def _take_rest_off(path: Path) -> None:
    """What a process that was killed had written over, and not taken away."""
    if path.exists() and not path.read_bytes().strip(b"\0"):
        path.unlink()
        sync_folder(path.parent)


def _overwrite(path: Path) -> None:
    """As far as a file system lets one: its blocks are written over before its name goes."""
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)
