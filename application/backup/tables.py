"""Keys and accounts, which are tables, from one database to another."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from application import accounts, keys, messages
from application.settings import Settings

AT_ONCE = 1000

Row = dict[str, Any]
KeyPlace = tuple[str, str, int]  # case, person, generation


def copy_keys(settings: Settings, to: Path) -> None:
    """All keys, wrapped as they are."""
    _copy(settings.keyring_url, new_file(to), keys.person_keys, keys.metadata)


def copy_accounts(settings: Settings, to: Path) -> None:
    """All accounts and their recovery codes; who is logged in is not kept."""
    target = new_file(to)
    for table in (accounts.accounts, accounts.recovery_codes):
        _copy(settings.accounts_url, target, table, accounts.metadata)


def restore_keys(settings: Settings, source: Path, erased: Collection[KeyPlace] = ()) -> None:
    """Into an empty key store; keys that were destroyed since come in as destroyed."""
    keys.create(settings)

    def come_in(row: Row) -> Row:
        place = (row["case_id"], row["person"], row["generation"])
        return {**row, "state": keys.DESTROYED, "wrapped": None} if place in erased else row

    _copy(f"sqlite:///{source}", settings.keyring_url, keys.person_keys, change=come_in)


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


def _as_it_is(row: Row) -> Row:
    return row


def _copy(
    source_url: str,
    target_url: str,
    table: Any,
    metadata: Any = None,
    change: Callable[[Row], Row] = _as_it_is,
) -> None:
    """What is there already stays: a copy that was cut off is gone on with."""
    source, target = keys.make_engine(source_url), keys.make_engine(target_url)
    if metadata is not None:
        metadata.create_all(target, tables=[table])
    with source.connect() as reading, target.begin() as writing:
        known = accounts.columns_there(reading, table)
        wanted = table.select().with_only_columns(*known)
        for rows in reading.execute(wanted).mappings().partitions(AT_ONCE) if known else ():
            writing.execute(keys.insert_new(writing, table), [change(dict(row)) for row in rows])
    source.dispose()
    target.dispose()
