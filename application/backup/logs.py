"""The log, from either database to one SQLite file and back, and the proof that it is unaltered."""

from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from application.backup.manifest import BackupError
from application.presence import head_of
from application.proofs import digest, leaf
from application.settings import Settings
from application.store import sqlite as store
from application.store.completing import make_up_tiles
from application.store.driver import sqlite3
from application.store.rows import (
    CHECKPOINTS,
    COSIGNATURES,
    EVENTS,
    KEYS,
    NUMBERS,
    TILES,
    TIME_STAMPS,
    NewRow,
    Row,
)

AT_ONCE = 1000
OF_EVENTS = (
    "{seq}, originator_id, originator_version, topic, state, recorded_at, state_digest, leaf"
)
IN_SQLITE, IN_POSTGRES = OF_EVENTS.format(seq="rowid"), OF_EVENTS.format(seq="notification_id")
BESIDES = {
    KEYS: "key, stream, version",
    NUMBERS: "series, running, stream",
    TILES: "level, idx, root",
    CHECKPOINTS: "size, root, note, kept_at",
    COSIGNATURES: "size, witness, line, kept_at",
    TIME_STAMPS: "size, authority, token, kept_at",
}

Tell = Callable[[int], object]


class Checked(NamedTuple):
    """How far a log goes, and the SHA-256 of all its leaves in order."""

    seq: int
    recorded: int
    digest: str


def copy_log(settings: Settings, to: Path, tell: Tell) -> None:
    """One moment of the log."""
    if settings.database_url:
        _from_postgres(settings.database_url, to, tell)
        return
    with closing(store.connect(str(settings.events_path))) as source, closing(_file(to)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")


def restore_log(settings: Settings, log: Path, tell: Tell) -> None:
    """Into a place without a log, all of it or nothing; where it is already, what goes with it."""
    there = bool(head_of(settings))
    if settings.database_url:
        if not there:
            _to_postgres(settings, log, tell)
    else:
        if not there:
            with closing(_open(log)) as source, closing(_file(settings.events_path)) as target:
                source.backup(target)
        store.create(str(settings.events_path))  # also what a copy made long ago doesn't have
    make_up_tiles(settings)


def check_log(path: Path) -> Checked:
    """Every row proves itself. Errors: `BackupError` file-damaged, seq-not-dense, event-altered."""
    with closing(_open(path)) as log:
        try:
            if log.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise BackupError("file-damaged", file=path.name)
            return _walk(log)
        except sqlite3.DatabaseError:
            raise BackupError("file-damaged", file=path.name) from None


def rows_of(path: Path, topic: str) -> list[Row]:
    """All events of one kind in a copy of the log."""
    with closing(_open(path)) as log:
        wanted = f"SELECT {IN_SQLITE} FROM {EVENTS} WHERE topic = ? ORDER BY rowid"  # noqa: S608
        return [Row(*found[:6]) for found in log.execute(wanted, (topic,))]


def _walk(log: sqlite3.Connection) -> Checked:
    seq, recorded, leaves = 0, 0, sha256()
    rows = log.execute(f"SELECT {IN_SQLITE} FROM {EVENTS} ORDER BY rowid")  # noqa: S608 - our names
    for row in map(NewRow._make, rows):
        if row.seq != seq + 1:
            raise BackupError("seq-not-dense", seq=row.seq)
        if not _proves_itself(row) or row.recorded < recorded:
            raise BackupError("event-altered", seq=row.seq)
        seq, recorded = row.seq, row.recorded
        leaves.update(row.leaf)
    return Checked(seq, recorded, leaves.hexdigest())


def _proves_itself(row: NewRow) -> bool:
    state: object = row.state
    if not isinstance(state, bytes):  # SQLite keeps whatever it is given
        return False
    found = digest(state)
    told = leaf(row.seq, row.stream, row.version, row.topic, row.recorded, found)
    return row.state_digest == found and row.leaf == told


def _from_postgres(url: str, to: Path, tell: Tell) -> None:
    from application.store import postgres  # noqa: PLC0415 - only where it is used

    with closing(postgres.connect(url)) as source, closing(_new_log(to)) as target:
        source.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        source.execute("SET LOCAL statement_timeout = 0")
        events = f"SELECT {IN_POSTGRES} FROM {EVENTS} ORDER BY notification_id"  # noqa: S608
        _fill(target, f"{EVENTS} ({IN_SQLITE})", _streamed(source, events), tell)
        for table, columns in BESIDES.items():
            rows = _streamed(source, f"SELECT {columns} FROM {table}")  # noqa: S608 - our names
            _fill(target, f"{table} ({columns})", rows)
        source.execute("COMMIT")


def _streamed(source: Any, select: str) -> Iterator[list[tuple[Any, ...]]]:
    """Rows in portions, by a cursor of the server."""
    with source.cursor(name="backup") as cursor:
        cursor.execute(select)
        while rows := cursor.fetchmany(AT_ONCE):
            yield rows


def _fill(
    target: sqlite3.Connection,
    into: str,
    portions: Iterator[list[tuple[Any, ...]]],
    tell: Tell = lambda _: None,
) -> None:
    done = 0
    for rows in portions:
        signs = ",".join("?" * len(rows[0]))
        target.execute("BEGIN")
        target.executemany(f"INSERT INTO {into} VALUES ({signs})", rows)  # noqa: S608 - our names
        target.execute("COMMIT")
        done += len(rows)
        tell(done)


def _to_postgres(settings: Settings, log: Path, tell: Tell) -> None:
    from application.store import postgres  # noqa: PLC0415 - only where it is used
    from application.store.owning import create  # noqa: PLC0415

    url = settings.database_url
    create(url, settings.owner_url)
    with closing(_open(log)) as source, closing(postgres.connect(url)) as target:
        target.execute("BEGIN")
        target.execute("SET LOCAL statement_timeout = 0")
        events = source.execute(f"SELECT {IN_SQLITE} FROM {EVENTS} ORDER BY rowid")  # noqa: S608
        _copy_in(target, f"{EVENTS} ({IN_POSTGRES})", events, tell)
        for table, columns in _there(source):
            rows = source.execute(f"SELECT {columns} FROM {table}")  # noqa: S608 - our names
            _copy_in(target, f"{table} ({columns})", rows)
        target.execute("COMMIT")


def _there(source: sqlite3.Connection) -> list[tuple[str, str]]:
    """What a copy has beside the events; one made long ago lacks some of it."""
    found = source.execute("SELECT name FROM sqlite_master WHERE type='table'")
    known = {name for (name,) in found}
    return [(table, columns) for table, columns in BESIDES.items() if table in known]


def _copy_in(target: Any, into: str, rows: Any, tell: Tell = lambda _: None) -> None:
    with target.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for done, row in enumerate(rows, start=1):
            copy.write_row(row)
            if not done % AT_ONCE:
                tell(done)


def _file(path: Path) -> sqlite3.Connection:
    """A new file that only its owner reads."""
    path.touch(mode=0o600)
    return store.connect(str(path))


def _new_log(path: Path) -> sqlite3.Connection:
    log = _file(path)
    store.make_tables(log)
    return log


def _open(path: Path) -> sqlite3.Connection:
    """To read it, and leave nothing beside it."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
