"""The event store in one SQLite file: the library's recorder, with our position on every row."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from eventsourcing import persistence
from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteFactory,
)
from eventsourcing.utils import Environment

from application.store.driver import sqlite3
from application.store.guards import Guard, sqlite_guards
from application.store.rows import EVENTS, KEYS, NUMBERS, Extras, Row, new_rows
from application.store.tables import IN_SQLITE
from application.store.tiles import keep_tiles

SCHEMA = IN_SQLITE
SEQ = "rowid"
_LAST = f"SELECT rowid, recorded_at FROM {EVENTS} ORDER BY rowid DESC LIMIT 1"  # noqa: S608
_INSERT = (
    f"INSERT INTO {EVENTS} (rowid, originator_id, originator_version, topic, state,"  # noqa: S608
    " recorded_at, state_digest, leaf) VALUES (?,?,?,?,?,?,?,?)"
)
_INSERT_KEY = f"INSERT INTO {KEYS} VALUES (?,?,?)"  # noqa: S608
_INSERT_NUMBER = f"INSERT INTO {NUMBERS} VALUES (?,?,?)"  # noqa: S608
_COLUMNS = (
    f"SELECT rowid, originator_id, originator_version, topic, state, recorded_at FROM {EVENTS}"  # noqa: S608
)

_ERRORS = (
    (sqlite3.IntegrityError, persistence.IntegrityError),
    (sqlite3.OperationalError, persistence.OperationalError),
    (sqlite3.InterfaceError, persistence.InterfaceError),
    (sqlite3.DataError, persistence.DataError),
    (sqlite3.ProgrammingError, persistence.ProgrammingError),
    (sqlite3.Error, persistence.PersistenceError),
)


def connect(path: str, *, precious: bool = True) -> sqlite3.Connection:
    """Open a file in autocommit mode; a precious one is synced at every commit."""
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=5, cached_statements=64
    )
    connection.execute("PRAGMA synchronous=FULL" if precious else "PRAGMA synchronous=NORMAL")
    return connection


@contextmanager
def library_errors() -> Iterator[None]:
    """Turn the driver's errors into the library's own."""
    try:
        yield
    except sqlite3.Error as error:
        for theirs, ours in _ERRORS:
            if isinstance(error, theirs):
                raise ours(str(error)) from error
        raise


class Connection(SQLiteConnection):
    """Writes begin immediately, so that a concurrent commit makes them wait and not fail."""

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """One transaction, committed or rolled back at the end.

        The cursor is closed before another thread gets the connection: kept alive by an error's
        traceback it would, when that is let go, reset the statement the other one is running.
        """
        cursor = self.cursor()
        with library_errors(), cursor:
            cursor.execute("BEGIN IMMEDIATE" if commit else "BEGIN")
            try:
                yield cursor
            except BaseException:
                self.rollback()
                raise
            if commit:
                self.commit()
            else:
                self.rollback()


class Pool(SQLiteConnectionPool):
    """Opens connections of the driver in use."""

    def _create_connection(self) -> SQLiteConnection:
        with library_errors():
            return Connection(connect(self.db_name), max_age=self.max_age)


class Datastore(SQLiteDatastore):
    """The library's datastore on our pool."""

    def __init__(self, db_name: str) -> None:
        """`db_name` is the path of the file, which is there already."""
        super().__init__(db_name, originator_id_type="text")
        self.pool = Pool(db_name=db_name, pool_size=2)


class Recorder(SQLiteApplicationRecorder):
    """Puts position, time, digest and leaf on every row; key and number in the same commit."""

    def construct_create_table_statements(self) -> list[str]:
        """All tables of the file."""
        return list(SCHEMA)

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int]:
        extras: Extras = kwargs["extras"]
        c.execute(_LAST)
        last_seq, last_recorded = c.fetchone() or (0, 0)
        rows = new_rows(stored_events, last_seq, last_recorded, extras)
        c.executemany(_INSERT, rows)
        keep_tiles(c, SEQ, "?", last_seq, rows[-1].seq)
        if extras.numbers:
            c.executemany(_INSERT_NUMBER, extras.numbers)
        if extras.keys:
            c.executemany(_INSERT_KEY, extras.keys)
        return [row.seq for row in rows]


class Factory(SQLiteFactory):
    """The library's factory on our datastore."""

    application_recorder_class = Recorder

    def __init__(self, env: Environment) -> None:
        """Open nothing yet; the datastore connects when it is used."""
        super().__init__(env)
        self.datastore = Datastore(str(self.env.get(self.SQLITE_DBNAME)))


class Reader:
    """Reads rows on one connection; not shared between threads."""

    def __init__(self, path: str) -> None:
        """Open the file for reading only."""
        self._connection = connect(path)
        self._connection.execute("PRAGMA query_only=1")
        self._connection.execute("PRAGMA mmap_size=1073741824")

    def head(self) -> int:
        """Position of the last event; 0 when there is none."""
        return int(self._one(f"SELECT coalesce(max(rowid), 0) FROM {EVENTS}")[0])  # noqa: S608

    def last_recorded(self) -> int:
        """Time of recording of the last event, ms; 0 when there is none."""
        found = self._connection.execute(_LAST).fetchone()
        return int(found[1]) if found else 0

    def stream(self, stream: str, upto: int | None = None) -> list[Row]:
        """One aggregate's events in order, up to a position."""
        sql, params = f"{_COLUMNS} WHERE originator_id=?", [stream]
        if upto is not None:
            sql += " AND rowid<=?"
            params.append(upto)  # type: ignore[arg-type]
        return self._rows(f"{sql} ORDER BY originator_version", params)

    def newer(self, stream: str, version: int) -> list[Row]:
        """One aggregate's events after a version of it, in order."""
        sql = f"{_COLUMNS} WHERE originator_id=? AND originator_version>?"
        return self._rows(f"{sql} ORDER BY originator_version", (stream, version))

    def after(self, seq: int, limit: int) -> list[Row]:
        """The next events after a position."""
        return self._rows(f"{_COLUMNS} WHERE rowid>? ORDER BY rowid LIMIT ?", (seq, limit))

    def of_topic(self, topic: str) -> list[Row]:
        """All events of one kind, in order; looks through the whole log."""
        return self._rows(f"{_COLUMNS} WHERE topic=? ORDER BY rowid", (topic,))

    def key(self, key: str) -> tuple[str, int] | None:
        """Stream and version an idempotency key stands for."""
        found = self._one(f"SELECT stream, version FROM {KEYS} WHERE key=?", (key,))  # noqa: S608
        return (found[0], found[1]) if found else None

    def number(self, series: str, running: int) -> str | None:
        """The case that has this number."""
        found = self._one(
            f"SELECT stream FROM {NUMBERS} WHERE series=? AND running=?",  # noqa: S608
            (series, running),
        )
        return str(found[0]) if found else None

    def last_number(self, series: str) -> int:
        """The highest running number of a series; 0 when there is none."""
        sql = f"SELECT coalesce(max(running), 0) FROM {NUMBERS} WHERE series=?"  # noqa: S608
        return int(self._one(sql, (series,))[0])

    def select(self, sql: str, params: Sequence[object] = ()) -> list[Any]:
        """The rows a query of the store's other parts gives; `{seq}` in it is the position."""
        with library_errors():
            return self._connection.execute(sql.replace("{seq}", SEQ), params).fetchall()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __del__(self) -> None:
        """A thread that ends takes its connection with it, if it ever had one."""
        if hasattr(self, "_connection"):
            self.close()

    def _rows(self, sql: str, params: Sequence[object]) -> list[Row]:
        with library_errors():
            return list(map(Row._make, self._connection.execute(sql, params)))

    def _one(self, sql: str, params: Sequence[object] = ()) -> Any:
        with library_errors():
            return self._connection.execute(sql, params).fetchone()


def create(path: str) -> None:
    """Create file, tables and what keeps them append-only, before anything else opens them."""
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        make_tables(connection)


def make_tables(connection: sqlite3.Connection) -> None:
    """What is missing of tables and their guards."""
    for statement in SCHEMA:
        connection.execute(statement)
    for guard in missing_guards(connection):
        connection.execute(f"DROP TRIGGER IF EXISTS {guard.name}")
        connection.execute(f"CREATE TRIGGER {guard.name} {guard.body}")


def missing_guards(connection: sqlite3.Connection) -> list[Guard]:
    """The guards that are not there, or say something else."""
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'")
    said = {name: sql.partition(f"{name} ")[2] for name, sql in found}
    return [guard for guard in sqlite_guards() if said.get(guard.name) != guard.body]
