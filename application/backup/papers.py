"""Sealed files, from where they are kept into one SQLite file and back, as they are."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from application.backup.tables import new_file
from application.files.looking import kept_of
from application.files.storing import Store, TableStore, create, open_store
from application.settings import Settings
from application.store.rows import Row


def copy_files(settings: Settings, to: Path) -> None:
    """All of them, those no event names too."""
    with (
        closing(open_store(settings)) as source,
        closing(TableStore(new_file(to), make=True)) as copy,
    ):
        copy.fill(_all(source))


def restore_files(settings: Settings, source: Path) -> None:
    """Into a place without files."""
    create(settings)
    with (
        closing(TableStore(f"sqlite:///{source}")) as copy,
        closing(open_store(settings)) as target,
    ):
        for address, box in _all(copy):
            target.put(address, box)


def missing(rows: list[Row], source: Path) -> int:
    """How many of the files these events name are not in the copy."""
    with closing(TableStore(f"sqlite:///{source}")) as copy:
        there = set(copy.addresses())
    return sum(kept_of(row).address not in there for row in rows)


def _all(store: Store) -> Iterator[tuple[str, bytes]]:
    for address in list(store.addresses()):
        box = store.get(address)
        if box is not None:
            yield address, box
