"""Keys and accounts, which are tables, from one database to another."""

from pathlib import Path
from typing import Any

from application import accounts, keys, messages
from application.settings import Settings

AT_ONCE = 1000


def copy_keys(settings: Settings, to: Path) -> None:
    """All keys, wrapped as they are."""
    _copy(settings.keyring_url, new_file(to), keys.person_keys, keys.metadata)


def copy_accounts(settings: Settings, to: Path) -> None:
    """All accounts and their recovery codes; who is logged in is not kept."""
    target = new_file(to)
    for table in (accounts.accounts, accounts.recovery_codes):
        _copy(settings.accounts_url, target, table, accounts.metadata)


def restore_keys(settings: Settings, source: Path) -> None:
    """Into an empty key store."""
    keys.create(settings)
    _copy(f"sqlite:///{source}", settings.keyring_url, keys.person_keys)


def restore_accounts(settings: Settings, source: Path) -> None:
    """Into a place without accounts; a copy made by an earlier version may hold less."""
    accounts.create(settings)
    for table in (accounts.accounts, accounts.recovery_codes):
        _copy(f"sqlite:///{source}", settings.accounts_url, table)


def copy_messages(settings: Settings, to: Path) -> None:
    """The outbox with its position, and where channels lead, encrypted as they are."""
    target = new_file(to)
    for table in messages.metadata.sorted_tables:
        _copy(settings.messages_url, target, table, messages.metadata)


def restore_messages(settings: Settings, source: Path | None, head: int) -> None:
    """Into a place without; without a copy the outbox begins where the log ends."""
    if source is None:
        messages.create(settings, head)
        return
    messages.create_tables(settings)
    for table in messages.metadata.sorted_tables:
        _copy(f"sqlite:///{source}", settings.messages_url, table)
    messages.renumber(settings)


def new_file(path: Path) -> str:
    """The URL of a new file that only its owner reads."""
    path.touch(mode=0o600)
    return f"sqlite:///{path}"


def _copy(source_url: str, target_url: str, table: Any, metadata: Any = None) -> None:
    source, target = keys.make_engine(source_url), keys.make_engine(target_url)
    if metadata is not None:
        metadata.create_all(target, tables=[table])
    with source.connect() as reading, target.begin() as writing:
        known = accounts.columns_there(reading, table)
        wanted = table.select().with_only_columns(*known)
        for rows in reading.execute(wanted).mappings().partitions(AT_ONCE) if known else ():
            writing.execute(table.insert(), [dict(row) for row in rows])
    source.dispose()
    target.dispose()
