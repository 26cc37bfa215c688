"""Fills a fresh schema in PostgreSQL with COPY, keys and indexes afterwards."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from projections.cells import Cells
from projections.folding import Folded
from projections.loader import Follow
from projections.schema import indexes_postgres, keys_postgres, tables_postgres
from projections.tables import SHAPE, cases, dispatches, obligations, position, units
from projections.words import vector
from projections.writer_postgres import SCHEMA, WRITE_LOCK, Connection, PostgresWriter, connect

FRESH = f"{SCHEMA}_fresh"
OLD = f"{SCHEMA}_old"
REBUILD_LOCK = 6_020_742


class PostgresLoader:
    """A schema of its own until it is switched in."""

    def __init__(self, url: str, connection: Connection) -> None:
        """Make the schema and its tables."""
        self._url = url
        self._connection = connection
        self._run(*(f"DROP SCHEMA IF EXISTS {name} CASCADE" for name in (FRESH, OLD)))
        self._run(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}", "BEGIN", f"CREATE SCHEMA {FRESH}")
        self._run(*tables_postgres())

    def add(self, folded: Folded) -> None:
        """One COPY for each table."""
        self._copy(cases.name, folded.cases)
        self._copy(dispatches.name, folded.dispatches)
        self._copy(obligations.name, folded.obligations)
        self._copy(units.name, folded.units)
        self._copy("search", [(cid, vector(line)) for cid, line in folded.words])

    def finish(self, seq: int) -> None:
        """Keys, indexes, position, figures for the query planner."""
        self._copy(position.name, [(1, seq, SHAPE)])
        self._run("SET LOCAL maintenance_work_mem = '256MB'", *keys_postgres())
        self._run(*indexes_postgres(), "COMMIT", "ANALYZE")

    def switch(self, follow: Follow) -> None:
        """Renaming waits for no reader; the old tables go when the last one is done with them."""
        fresh = PostgresWriter(self._url, FRESH)
        try:
            follow(fresh)
            fresh.connection().execute(f"SELECT pg_advisory_lock({WRITE_LOCK})".encode())
            follow(fresh)
            self._rename()
        finally:
            fresh.close()
        self._run(f"DROP SCHEMA {OLD} CASCADE")

    def _rename(self) -> None:
        with self._connection.transaction():
            self._run(f"ALTER SCHEMA {SCHEMA} RENAME TO {OLD}")
            self._run(f"ALTER SCHEMA {FRESH} RENAME TO {SCHEMA}")

    def _run(self, *statements: str) -> None:
        for statement in statements:
            self._connection.execute(statement.encode())

    def _copy(self, table: str, rows: Sequence[Cells]) -> None:
        if not rows:
            return
        with (
            self._connection.cursor() as cursor,
            cursor.copy(f"COPY {table} FROM STDIN WITH (FREEZE)".encode()) as copy,
        ):
            for row in rows:
                copy.write_row(row)


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
