"""The event store in PostgreSQL: the library's recorder, with our position on every row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from eventsourcing import persistence
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import (
    PostgresApplicationRecorder,
    PostgresFactory,
)
from eventsourcing.utils import Environment
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import tuple_row

from application.store.rows import EVENTS, KEYS, NUMBERS, Extras, Row, new_rows
from application.store.tables import IN_POSTGRES
from application.store.tiles import keep_tiles

WRITE_LOCK = 6_020_731  # one writer at a time, so that positions are dense
MIGRATE_LOCK = 6_020_732
# Every query here has its index. A statement prepared while the tables were small would go on
# reading them whole, for as long as its connection lives.
SESSION = "SET lock_timeout = '2s'; SET statement_timeout = '60s'; SET enable_seqscan = off"

SCHEMA = IN_POSTGRES.encode()
SEQ = "notification_id"
LOCK = f"SELECT pg_advisory_xact_lock({WRITE_LOCK})"
_BEGIN = (
    f"BEGIN; {LOCK};"  # noqa: S608
    f"SELECT notification_id, recorded_at FROM {EVENTS} ORDER BY notification_id DESC LIMIT 1"
)
_COLUMNS = (
    "SELECT notification_id, originator_id, originator_version, topic, state, recorded_at"  # noqa: S608
    f" FROM {EVENTS}"
)
_INSERT = f"""
WITH events AS (
    INSERT INTO {EVENTS} (notification_id, originator_id, originator_version, topic, state,
                          recorded_at, state_digest, leaf)
    SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::bytea[],
                         %s::bigint[], %s::bytea[], %s::bytea[])),
numbers AS (
    INSERT INTO {NUMBERS} SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[]))
INSERT INTO {KEYS} SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[])
"""  # noqa: S608

_ERRORS = (
    (psycopg.IntegrityError, persistence.IntegrityError),
    (psycopg.OperationalError, persistence.OperationalError),
    (psycopg.InterfaceError, persistence.InterfaceError),
    (psycopg.DataError, persistence.DataError),
    (psycopg.ProgrammingError, persistence.ProgrammingError),
    (psycopg.Error, persistence.PersistenceError),
)


@contextmanager
def library_errors() -> Iterator[None]:
    """Turn the driver's errors into the library's own."""
    try:
        yield
    except psycopg.Error as error:
        for theirs, ours in _ERRORS:
            if isinstance(error, theirs):
                raise ours(str(error)) from error
        raise


def connect(url: str) -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection in autocommit mode that does not wait long for anything."""
    connection = psycopg.connect(url, autocommit=True, connect_timeout=2, row_factory=tuple_row)
    connection.execute(SESSION)
    return connection


class Recorder(PostgresApplicationRecorder):
    """One round trip to lock and look, one to write, one to commit."""

    url: str
    _writer: psycopg.Connection[tuple[Any, ...]] | None = None

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Positions of the stored events. Errors: `IntegrityError` on a conflict of any kind."""
        if not stored_events:
            return []
        extras: Extras = kwargs["extras"]
        with self.datastore.get_connection() as pooled, library_errors():
            cursor = pooled.cursor(row_factory=tuple_row)
            try:
                return _write(cursor, stored_events, extras)
            except BaseException:
                if not pooled.closed:
                    pooled.rollback()
                raise


def _write(
    cursor: psycopg.Cursor[tuple[Any, ...]], events: Sequence[StoredEvent], extras: Extras
) -> list[int]:
    cursor.execute(_BEGIN)
    cursor.nextset()
    cursor.nextset()
    last_seq, last_recorded = cursor.fetchone() or (0, 0)
    rows = new_rows(events, last_seq, last_recorded, extras)
    columns = [list(column) for column in zip(*rows, strict=True)]
    numbers = [list(column) for column in zip(*extras.numbers, strict=True)] or [[], [], []]
    keys = [list(column) for column in zip(*extras.keys, strict=True)] or [[], [], []]
    cursor.execute(_INSERT, (*columns, *numbers, *keys))
    keep_tiles(cursor, SEQ, "%s", last_seq, rows[-1].seq)
    cursor.execute("COMMIT")
    return [row.seq for row in rows]


class Factory(PostgresFactory):
    """The library's factory on our recorder."""

    application_recorder_class = Recorder

    def __init__(self, env: Environment, url: str) -> None:
        """The pool opens when it is used, after the fork, by all that the URL says."""
        super().__init__(env)
        given = conninfo_to_dict(url)
        given["options"] = f"{given.get('options', '')} -c lock_timeout=2s -c statement_timeout=60s"
        self.datastore.pool.kwargs.update(given)  # type: ignore[union-attr]


class Reader:
    """Reads rows on one connection; not shared between threads."""

    def __init__(self, url: str) -> None:
        """Connect."""
        self._url = url
        self._connection = connect(url)

    def head(self) -> int:
        """Position of the last event; 0 when there is none."""
        return int(self._one(f"SELECT coalesce(max(notification_id), 0) FROM {EVENTS}")[0])  # noqa: S608

    def last_recorded(self) -> int:
        """Time of recording of the last event, ms; 0 when there is none."""
        found = self._one(
            f"SELECT recorded_at FROM {EVENTS} ORDER BY notification_id DESC LIMIT 1"  # noqa: S608
        )
        return int(found[0]) if found else 0

    def stream(self, stream: str, upto: int | None = None) -> list[Row]:
        """One aggregate's events in order, up to a position."""
        sql, params = f"{_COLUMNS} WHERE originator_id=%s", [stream]
        if upto is not None:
            sql += " AND notification_id<=%s"
            params.append(upto)  # type: ignore[arg-type]
        return self._rows(f"{sql} ORDER BY originator_version", params)

    def newer(self, stream: str, version: int) -> list[Row]:
        """One aggregate's events after a version of it, in order."""
        sql = f"{_COLUMNS} WHERE originator_id=%s AND originator_version>%s"
        return self._rows(f"{sql} ORDER BY originator_version", (stream, version))

    def after(self, seq: int, limit: int) -> list[Row]:
        """The next events after a position."""
        sql = f"{_COLUMNS} WHERE notification_id>%s ORDER BY notification_id LIMIT %s"
        return self._rows(sql, (seq, limit))

    def of_topic(self, topic: str) -> list[Row]:
        """All events of one kind, in order; looks through the whole log."""
        return self._rows(f"{_COLUMNS} WHERE topic=%s ORDER BY notification_id", (topic,))

    def key(self, key: str) -> tuple[str, int] | None:
        """Stream and version an idempotency key stands for."""
        found = self._one(f"SELECT stream, version FROM {KEYS} WHERE key=%s", (key,))  # noqa: S608
        return (found[0], found[1]) if found else None

    def number(self, series: str, running: int) -> str | None:
        """The case that has this number."""
        found = self._one(
            f"SELECT stream FROM {NUMBERS} WHERE series=%s AND running=%s",  # noqa: S608
            (series, running),
        )
        return str(found[0]) if found else None

    def last_number(self, series: str) -> int:
        """The highest running number of a series; 0 when there is none."""
        sql = f"SELECT coalesce(max(running), 0) FROM {NUMBERS} WHERE series=%s"  # noqa: S608
        return int(self._one(sql, (series,))[0])

    def select(self, sql: str, params: Sequence[object] = ()) -> list[Any]:
        """The rows a query of the store's other parts gives; `{seq}` in it is the position."""
        told = sql.replace("{seq}", SEQ).replace("?", "%s")
        return self._execute(told, params).fetchall()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __del__(self) -> None:
        """A thread that ends takes its connection with it, if it ever had one."""
        if hasattr(self, "_connection"):
            self.close()

    def _rows(self, sql: str, params: Sequence[object]) -> list[Row]:
        return list(map(Row._make, self._execute(sql, params).fetchall()))

    def _one(self, sql: str, params: Sequence[object] = ()) -> Any:
        return self._execute(sql, params).fetchone()

    def _execute(self, sql: str, params: Sequence[object]) -> psycopg.Cursor[tuple[Any, ...]]:
        with library_errors():
            try:
                return self._connection.execute(sql, params, prepare=True)
            except psycopg.OperationalError:
                if not self._connection.closed:
                    raise
                self._connection = connect(self._url)
                return self._connection.execute(sql, params)


@contextmanager
def migrating(url: str) -> Iterator[None]:
    """Only one process of all hosts migrates this database; the others wait."""
    with connect(url) as connection:
        connection.execute(f"SET lock_timeout = '60s'; SELECT pg_advisory_lock({MIGRATE_LOCK})")
        yield
