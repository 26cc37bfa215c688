"""The event log for reading, the same on both databases, one connection to a thread."""

import threading
from collections.abc import Sequence
from typing import Any, Protocol
from weakref import WeakSet

from application.settings import Settings
from application.store.begun import begun
from application.store.rows import Row


class Reader(Protocol):
    """What a database's reader can do."""

    def head(self) -> int: ...
    def last_recorded(self) -> int: ...
    def stream(self, stream: str, upto: int | None = None) -> list[Row]: ...
    def newer(self, stream: str, version: int) -> list[Row]: ...
    def after(self, seq: int, limit: int) -> list[Row]: ...
    def of_topic(self, topic: str) -> list[Row]: ...
    def key(self, key: str) -> tuple[str, int] | None: ...
    def number(self, series: str, running: int) -> str | None: ...
    def last_number(self, series: str) -> int: ...
    def select(self, sql: str, params: Sequence[object] = ()) -> list[Any]: ...
    def close(self) -> None: ...


def open_reader(settings: Settings) -> Reader:
    """A reader on the database the settings name."""
    if settings.database_url:
        from application.store.postgres import Reader as PostgresReader  # noqa: PLC0415

        return PostgresReader(settings.database_url)
    from application.store.sqlite import Reader as SqliteReader  # noqa: PLC0415

    return SqliteReader(str(settings.events_path))


class Log:
    """Rows of the store. Positions (`seq`) are dense from 1."""

    def __init__(self, settings: Settings) -> None:
        """Connect when first used, in the thread that uses it."""
        self._settings = settings
        self._local = threading.local()
        self._readers: WeakSet[Reader] = WeakSet()

    @property
    def reader(self) -> Reader:
        """This thread's reader."""
        found: Reader | None = getattr(self._local, "reader", None)
        if found is None:
            found = self._local.reader = open_reader(self._settings)
            self._readers.add(found)
        return found

    def head(self) -> int:
        """Position of the last event; 0 when there is none."""
        return self.reader.head()

    def after(self, seq: int, limit: int) -> list[Row]:
        """The next events after a position, in order."""
        return self.reader.after(seq, limit)

    def stream(self, stream: str, upto: int | None = None) -> list[Row]:
        """One aggregate's events in order, up to a position."""
        return self.reader.stream(stream, upto)

    def newer(self, stream: str, version: int) -> list[Row]:
        """What came to one aggregate after a version of it, in order."""
        return self.reader.newer(stream, version)

    def begun(self, after: int, last: int, upto: int) -> list[Row]:
        """Whole aggregates that began behind a position, up to `last`: one after the other.

        They stand in the order in which they began; `upto` is the last position read of them.
        """
        return begun(self.reader, after, last, upto)

    def close(self) -> None:
        """Close the connections of all threads."""
        for reader in list(self._readers):
            reader.close()
        self._local = threading.local()
