"""Where sealed files lie: in a folder, or in the database when several hosts have to see them."""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import Column, LargeBinary, MetaData, String, Table, delete, insert, inspect, select
from sqlalchemy.exc import IntegrityError

from application.keys import make_engine
from application.settings import Settings

ADDRESS: Final = re.compile("[0-9a-f]{64}")

metadata = MetaData()
attached_files = Table(
    "attached_files",
    metadata,
    Column("address", String(64), primary_key=True),
    Column("box", LargeBinary, nullable=False),
)


class Store(Protocol):
    """Sealed bytes under an address, 64 hexadecimal digits."""

    def put(self, address: str, box: bytes) -> None:
        """Keep it, in place of what was there; it is on the disk when this returns."""

    def get(self, address: str) -> bytes | None:
        """What is kept there."""

    def remove(self, address: str) -> None:
        """Keep nothing there any more."""

    def addresses(self) -> Iterator[str]:
        """All of them."""

    def close(self) -> None:
        """Close all connections."""


def open_store(settings: Settings) -> Store:
    """The store the settings name."""
    if settings.sqlalchemy_url:
        return TableStore(settings.sqlalchemy_url)
    return FolderStore(settings.files_path)


def create(settings: Settings) -> None:
    """Make it where it is missing."""
    if settings.sqlalchemy_url:
        TableStore(settings.sqlalchemy_url, make=True).close()
    else:
        settings.files_path.mkdir(parents=True, exist_ok=True, mode=0o700)


def is_there(settings: Settings) -> bool:
    """Whether `create` was here."""
    if not settings.sqlalchemy_url:
        return settings.files_path.is_dir()
    engine = make_engine(settings.sqlalchemy_url)
    try:
        return inspect(engine).has_table(attached_files.name)
    finally:
        engine.dispose()


class FolderStore:
    """A folder of folders; a file appears in it whole or not at all."""

    def __init__(self, folder: Path) -> None:
        """The folder need not be there before the first file."""
        self._folder = folder

    def put(self, address: str, box: bytes) -> None:
        """Written beside, synced, and moved to its place."""
        place = self._place(address)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = place.with_name(f".{secrets.token_hex(8)}")
        try:
            _write(beside, box)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
        _sync(place.parent)
        _sync(self._folder)

    def get(self, address: str) -> bytes | None:
        """What is kept there."""
        try:
            return self._place(address).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, address: str) -> None:
        """Its name is gone from the disk when this returns."""
        place = self._place(address)
        if place.exists():
            place.unlink(missing_ok=True)
            _sync(place.parent)

    def addresses(self) -> Iterator[str]:
        """All of them; what a writer that died left beside them is none."""
        for path in sorted(self._folder.glob("??/*")):
            address = path.parent.name + path.name
            if ADDRESS.fullmatch(address):
                yield address

    def close(self) -> None:
        """Nothing is open."""

    def _place(self, address: str) -> Path:
        if not ADDRESS.fullmatch(address):
            raise ValueError(address)
        return self._folder / address[:2] / address[2:]


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """So that the names in it are on the disk too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class TableStore:
    """A table of a database, seen by every host."""

    def __init__(self, url: str, *, make: bool = False) -> None:
        """`make`: the table too, where it is missing."""
        self._engine = make_engine(url)
        if make:
            metadata.create_all(self._engine)

    def put(self, address: str, box: bytes) -> None:
        """In one transaction; of two that put the same at once, one did it for both."""
        with suppress(IntegrityError), self._engine.begin() as connection:
            connection.execute(delete(attached_files).where(attached_files.c.address == address))
            connection.execute(insert(attached_files).values(address=address, box=box))

    def fill(self, several: Iterable[tuple[str, bytes]]) -> None:
        """Many at once, where none of them is yet."""
        with self._engine.begin() as connection:
            for address, box in several:
                connection.execute(insert(attached_files).values(address=address, box=box))

    def get(self, address: str) -> bytes | None:
        """What is kept there."""
        wanted = select(attached_files.c.box).where(attached_files.c.address == address)
        with self._engine.connect() as connection:
            found = connection.execute(wanted).scalar_one_or_none()
        return None if found is None else bytes(found)

    def remove(self, address: str) -> None:
        """Keep nothing there any more."""
        with self._engine.begin() as connection:
            connection.execute(delete(attached_files).where(attached_files.c.address == address))

    def addresses(self) -> Iterator[str]:
        """All of them."""
        wanted = select(attached_files.c.address).order_by(attached_files.c.address)
        with self._engine.connect() as connection:
            yield from connection.execute(wanted).scalars()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
