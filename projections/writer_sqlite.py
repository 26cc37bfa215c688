"""Writes the read model in SQLite: one process at a time, on whichever file is current."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from application.store.driver import sqlite3
from projections.errors import ModelMissing, ModelOutdated
from projections.files import Files, held
from projections.statements import SQLITE, Statement
from projections.tables import SHAPE

_POSITION = "SELECT seq, shape FROM position"
_MOVE = "UPDATE position SET seq = ?"


class SqliteTurn:
    """A transaction begun immediately."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Begin."""
        self._connection = connection
        connection.execute("BEGIN IMMEDIATE")
        self.position = position(connection)

    def write(self, statements: Iterable[Statement]) -> None:
        """Run them on the kept connection."""
        execute = self._connection.execute
        for sql, values in statements:
            execute(sql, values)

    def commit(self, seq: int) -> None:
        """Position and rows in one transaction."""
        self._connection.execute(_MOVE, (seq,))
        self._connection.execute("COMMIT")


class SqliteWriter:
    """Keeps a connection and looks before each turn whether a fresh file has taken its place."""

    sql = SQLITE

    def __init__(self, files: Files) -> None:
        """Open nothing yet."""
        self._files = files
        self._path = ""
        self._open: sqlite3.Connection | None = None
        self._lock: IO[str] | None = None

    @contextmanager
    def turn(self) -> Iterator[SqliteTurn]:
        """A lock on a file hands turns on at once, where SQLite's own waiting sleeps and tries."""
        with held(self._lock_file()):
            connection = self._connection()
            try:
                yield SqliteTurn(connection)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def position(self) -> int:
        """A read of its own."""
        return position(self._connection())

    def close(self) -> None:
        """Close the connection and the lock."""
        if self._open is not None:
            self._open.close()
        if self._lock is not None:
            self._lock.close()
        self._open = self._lock = None

    def _lock_file(self) -> IO[str]:
        if self._lock is None:
            self._lock = self._files.lock_file("write")
        return self._lock

    def _connection(self) -> sqlite3.Connection:
        if self._open is not None and self._path == self._files.current():
            return self._open
        if self._open is not None:
            self._open.close()
        self._open = None
        self._path, self._open = self._files.open()
        return self._open


def position(connection: sqlite3.Connection) -> int:
    """Up to where a read model has followed. Errors: `ModelMissing`."""
    try:
        found = connection.execute(_POSITION).fetchone()
    except sqlite3.OperationalError as error:
        raise ModelMissing(str(error)) from error
    if found is None or found[1] != SHAPE:
        raise ModelOutdated
    return int(found[0])
