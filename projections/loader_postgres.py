"""Fills a fresh schema in PostgreSQL with COPY, keys and indexes afterwards."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import StringIO
from uuid import uuid4

import msgspec
import psycopg
from sqlalchemy import Text

from projections.cells import Cells
from projections.folding import Folded
from projections.loader import Follow
from projections.schema import indexes_postgres, keys_postgres, tables_postgres
from projections.tables import BESIDE, OF_CASES, SHAPE, TABLES, position
from projections.words import vector
from projections.writer_postgres import SCHEMA, WRITE_LOCK, Connection, PostgresWriter, connect

FRESH = f"{SCHEMA}_fresh"
OLD = f"{SCHEMA}_old"
REBUILD_LOCK = 6_020_742
PATIENCE = 2  # seconds for readers of old tables

_OLD_ONES = f"SELECT nspname FROM pg_namespace WHERE starts_with(nspname, '{OLD}')".encode()  # noqa: S608


def _copy_command(table: str, texts: Iterable[str]) -> bytes:
    """In the tables nothing but a number, a time or an answer is ever missing."""
    as_text = f", FORCE_NOT_NULL ({', '.join(texts)})" if texts else ""
    return f"COPY {table} FROM STDIN WITH (FORMAT csv, FREEZE{as_text})".encode()


_COPY = {
    table.name: _copy_command(
        table.name, [c.name for c in table.columns if isinstance(c.type, Text)]
    )
    for table in TABLES
} | {"search": _copy_command("search", [])}

_encode = msgspec.msgpack.Encoder().encode
unpack = msgspec.msgpack.Decoder(dict[str, bytes]).decode


def pack(folded: Folded) -> bytes:
    """Rows as COPY takes them."""
    tables = {table.name: folded.of(table) for table in (*OF_CASES, *BESIDE)}
    tables["search"] = [(cid, vector(line)) for cid, line in folded.words]
    return _encode({table: _csv(rows) for table, rows in tables.items() if rows})


def _csv(rows: Sequence[Cells]) -> bytes:
    """With both signs of a line's end, so that a text with either is quoted."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


class PostgresLoader:
    """A schema of its own until it is switched in."""

    pack = staticmethod(pack)

    def __init__(self, url: str, connection: Connection) -> None:
        """Make the schema and its tables."""
        self._url = url
        self._connection = connection
        self._drop_old()
        self._run(f"DROP SCHEMA IF EXISTS {FRESH} CASCADE")
        self._run(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}", "BEGIN", f"CREATE SCHEMA {FRESH}")
        self._run(*tables_postgres())

    def add(self, packed: bytes) -> None:
        """One COPY for each table."""
        for table, rows in unpack(packed).items():
            self._copy(table, rows)

    def finish(self, seq: int) -> None:
        """Keys, indexes, position, figures for the query planner."""
        self._copy(position.name, _csv([(1, seq, SHAPE)]))
        self._run("SET LOCAL maintenance_work_mem = '256MB'", *keys_postgres())
        self._run(*indexes_postgres(), "COMMIT", f"ANALYZE {', '.join(_COPY)}")

    def switch(self, follow: Follow) -> None:
        """Renaming waits for no reader."""
        fresh = PostgresWriter(self._url, FRESH)
        try:
            follow(fresh)
            fresh.connection().execute(f"SELECT pg_advisory_lock({WRITE_LOCK})".encode())
            follow(fresh)
            self._rename()
        finally:
            fresh.close()
        self._drop_old()

    def _rename(self) -> None:
        with self._connection.transaction():
            self._run(f"ALTER SCHEMA {SCHEMA} RENAME TO {OLD}_{uuid4().hex[:8]}")
            self._run(f"ALTER SCHEMA {FRESH} RENAME TO {SCHEMA}")

    def _drop_old(self) -> None:
        """Old tables that somebody still reads are left to the next rebuild."""
        for (name,) in self._connection.execute(_OLD_ONES).fetchall():
            with suppress(psycopg.errors.LockNotAvailable), self._connection.transaction():
                self._run(f"SET LOCAL lock_timeout = '{PATIENCE}s'", f"DROP SCHEMA {name} CASCADE")

    def _run(self, *statements: str) -> None:
        for statement in statements:
            self._connection.execute(statement.encode())

    def _copy(self, table: str, rows: bytes) -> None:
        with self._connection.cursor() as cursor, cursor.copy(_COPY[table]) as copy:
            copy.write(rows)


@contextmanager
def postgres_loader(url: str) -> Iterator[PostgresLoader]:
    """One at a time; what an interrupted one left is removed first."""
    with connect(url, FRESH) as connection:
        connection.execute(
            f"SET lock_timeout = 0; SELECT pg_advisory_lock({REBUILD_LOCK})".encode()
        )
        try:
            yield PostgresLoader(url, connection)
        finally:
            connection.rollback()
            connection.execute(f"DROP SCHEMA IF EXISTS {FRESH} CASCADE".encode())
