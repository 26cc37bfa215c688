"""Another key-encryption key takes over: what the one before wrapped is wrapped anew.

Told again after it was cut off, it goes on where it stopped. Until it is through, both keys are
at hand on every host, and everything opens. The key before stays in its file until somebody says
that it may go: backups made before need it.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, Connection, Engine, Table, func, select, update

from application.accounts.secondfactor import bound_to as bound_to_account
from application.accounts.tables import accounts
from application.custody.book import CustodyError, custody, record
from application.desk import Desk
from application.keys import ACTIVE, KEY, Keks, make_engine, person_keys
from application.keys.destroying import rewrite
from application.keys.kek import (
    decoded,
    id_of,
    load_kek,
    next_path,
    old_path,
    sync_folder,
    write_kek,
)
from application.keys.tables import associated
from application.messages.channels import bound_to as bound_to_channel
from application.messages.tables import channels
from application.settings import Settings, kek_path
from domain.custody.events import OldForgotten, Rotated, RotationBegun

AT_ONCE: Final = 500

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
    strange = [kek for kek in wrapped_by(settings) if kek != keks.current.id]
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


def wrapped_by(settings: Settings) -> dict[str, int]:
    """How many active keys each key-encryption key wrapped."""
    engine = make_engine(settings.keyring_url)
    columns = person_keys.c
    counted = select(columns.kek, func.count()).where(columns.state == ACTIVE)
    try:
        with engine.connect() as connection:
            found = connection.execute(counted.group_by(columns.kek))
            return {str(kek): int(count) for kek, count in found}
    finally:
        engine.dispose()


def _wrap_all(settings: Settings, tell: Tell) -> int:
    keks = Keks(settings)
    engine = make_engine(settings.keyring_url)
    try:
        done, total = 0, sum(wrapped_by(settings).values())
        while rows := _some(engine, keks.current.id):
            _wrap_some(engine, keks, rows)
            done += len(rows)
            tell(done, total)
        rewrite(engine)  # so that nothing the key before could open stays in the file
    finally:
        engine.dispose()
    _wrap_beside(settings.accounts_url, keks, _accounts())
    _wrap_beside(settings.messages_url, keks, _channels())
    return done


def _some(engine: Engine, current: str) -> list[Any]:
    columns = person_keys.c
    wanted = select(person_keys).where(columns.kek != current, columns.state == ACTIVE)
    with engine.connect() as connection:
        return list(connection.execute(wanted.limit(AT_ONCE)))


def _wrap_some(engine: Engine, keks: Keks, rows: list[Any]) -> None:
    """A key that was destroyed meanwhile stays destroyed: only what is as it was is replaced."""
    columns = person_keys.c
    with engine.begin() as connection:
        for row in rows:
            bound = associated(row.case_id, "key", f"{row.person}.{row.generation}")
            fresh = keks.wrap(_unwrapped(keks, row, bound), bound)
            connection.execute(
                update(person_keys)
                .where(columns.case_id == row.case_id, columns.person == row.person)
                .where(columns.generation == row.generation, columns.wrapped == row.wrapped)
                .values(wrapped=fresh, kek=keks.current.id)
            )


def _unwrapped(keks: Keks, row: Any, bound: bytes) -> bytes:
    try:
        return keks.unwrap(row.wrapped, bound)
    except InvalidTag:
        raise CustodyError("cannot-open", kek=row.kek) from None


class _Sealed(NamedTuple):
    """A column of another table that is sealed by the key-encryption key itself."""

    table: Table
    column: Column[Any]
    bound: Callable[[Any], bytes]


def _accounts() -> Iterator[_Sealed]:
    for column in (accounts.c.totp, accounts.c.totp_offered):
        yield _Sealed(accounts, column, lambda row: bound_to_account(row.username))


def _channels() -> Iterator[_Sealed]:
    yield _Sealed(
        channels, channels.c.sealed, lambda row: bound_to_channel(row.holder, row.channel)
    )


def _wrap_beside(url: str, keks: Keks, several: Iterator[_Sealed]) -> None:
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            for one in several:
                _wrap_column(connection, keks, one)
    finally:
        engine.dispose()


def _wrap_column(connection: Connection, keks: Keks, one: _Sealed) -> None:
    for row in connection.execute(select(one.table).where(one.column.is_not(None))).all():
        known, bound = row._mapping[one.column], one.bound(row)  # noqa: SLF001 - public by its docs
        if keks.is_current(known, bound):
            continue
        with suppress(InvalidTag):  # broken before, and no worse now
            fresh = {one.column.name: keks.wrap(keks.unwrap(known, bound), bound)}
            connection.execute(update(one.table).where(one.column == known).values(fresh))


def forget_old(desk: Desk, by: str) -> str:
    """Take the key before off this host; its id. Errors: `CustodyError` while it is needed."""
    settings = desk.settings
    path = old_path(settings)
    key = decoded(path.read_text()) if path.exists() else None
    if key is None:
        raise CustodyError("nothing-to-forget", path=str(path))
    known = id_of(key)
    if known in wrapped_by(settings):
        raise CustodyError("still-needed", kek=known)
    record(desk, lambda at: OldForgotten(at=at, by=by, kek=known))
    _overwrite(path)
    return known


def _overwrite(path: Any) -> None:
    """As far as a file system lets one: its blocks are written over before its name goes."""
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)
