"""Writes the read model in PostgreSQL: one transaction at a time, whoever runs it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from projections.errors import ModelMissing, ModelOutdated
from projections.statements import POSTGRES, Statement
from projections.tables import SHAPE

SCHEMA = "read"
WRITE_LOCK = 6_020_741

_BEGIN = f"BEGIN; SELECT pg_advisory_xact_lock({WRITE_LOCK})".encode()
_POSITION = b"SELECT seq, shape FROM position"
_MOVE = b"UPDATE position SET seq = %s"

T = TypeVar("T")
Connection = psycopg.Connection[tuple[Any, ...]]


def connect(url: str, schema: str = SCHEMA) -> Connection:
    """A connection in autocommit mode that finds tables in this schema.

    A lost read model is built again, so no commit waits for the disk.
    """
    return psycopg.connect(
        url,
        autocommit=True,
        connect_timeout=5,
        application_name="linkage projector",
        row_factory=tuple_row,
        options=f"-c search_path={schema} -c synchronous_commit=off -c lock_timeout=60s",
    )


class PostgresTurn:
    """A transaction that holds the writers' advisory lock."""

    def __init__(self, connection: Connection) -> None:
        """The lock is a statement of its own, so the next sees what was committed before."""
        self._connection = connection
        connection.execute(_BEGIN)
        self.position = position(connection)

    def write(self, statements: Iterable[Statement]) -> None:
        """Sent one after the other without waiting for each answer."""
        with self._connection.pipeline():
            for sql, values in statements:
                self._connection.execute(sql.encode(), values, prepare=True)

    def commit(self, seq: int) -> None:
        """Position and rows in one transaction."""
        self._connection.execute(_MOVE, (seq,))
        self._connection.execute("COMMIT")


class PostgresWriter:
    """Keeps a connection, made anew when it was lost."""

    sql = POSTGRES

    def __init__(self, url: str, schema: str = SCHEMA) -> None:
        """Connect when first used."""
        self._url = url
        self._schema = schema
        self._open: Connection | None = None

    @contextmanager
    def turn(self) -> Iterator[PostgresTurn]:
        """One transaction, undone when it was not committed."""
        try:
            yield self._tried(PostgresTurn)
        finally:
            self._undo()

    def _undo(self) -> None:
        """Roll back what is open; with a connection that was cut, it is rolled back already."""
        connection = self._open
        if connection is not None and connection.info.transaction_status != TransactionStatus.IDLE:
            with suppress(psycopg.OperationalError):
                connection.rollback()

    def _tried(self, use: Callable[[Connection], T]) -> T:
        """A connection that was cut shows it only when it is used."""
        try:
            return use(self.connection())
        except psycopg.OperationalError:
            if self._open is not None and not self._open.closed:
                raise
            return use(self.connection())

    def position(self) -> int:
        """A read of its own."""
        return self._tried(position)

    def close(self) -> None:
        """Close the connection."""
        if self._open is not None:
            self._open.close()
        self._open = None

    def connection(self) -> Connection:
        """The kept connection."""
        if self._open is None or self._open.closed:
            self._open = connect(self._url, self._schema)
        return self._open


def position(connection: Connection) -> int:
    """Up to where a read model has followed. Errors: `ModelMissing`."""
    try:
        found = connection.execute(_POSITION).fetchone()
    except psycopg.errors.UndefinedTable as error:
        raise ModelMissing(str(error)) from error
    if found is None or found[1] != SHAPE:
        raise ModelOutdated
    return int(found[0])
