"""One moment of everything that is only added to, read to the last byte and trusted in nothing."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from application.settings import Settings
from application.store.rows import (
    APPEND_ONLY,
    CHECKPOINTS,
    COSIGNATURES,
    EVENTS,
    KEYS,
    NUMBERS,
    TILES,
)

AT_ONCE = 2_000
Rows = Iterator[tuple[Any, ...]]
Ask = Callable[[str], Rows]


class Snapshot:
    """What is stored. A table that isn't there has no rows, and stands in `lost`."""

    def __init__(
        self, ask: Ask, seq: str, there: set[str], unguarded: list[str], damage: list[str]
    ) -> None:
        """`ask` gives the rows of a query, few at a time; `seq` is the position's column."""
        self._ask = ask
        self._seq = seq
        self._there = there
        self.lost = [table for table in APPEND_ONLY if table not in there]
        self.unguarded = unguarded
        self.damage = damage

    def count(self) -> int:
        """How many events there are."""
        return next((int(row[0]) for row in self._of(EVENTS, "count(*)")), 0)

    def events(self) -> Rows:
        """Columns as `NewRow` has them, in the order of positions."""
        columns = (
            f"{self._seq}, originator_id, originator_version, topic, state, recorded_at,"
            " state_digest, leaf"
        )
        return self._of(EVENTS, columns, f"ORDER BY {self._seq}")

    def keys(self) -> Rows:
        """Key, stream and version of each idempotency key."""
        return self._of(KEYS, "key, stream, version")

    def numbers(self) -> Rows:
        """Series, running number and stream of each file number."""
        return self._of(NUMBERS, "series, running, stream")

    def tiles(self) -> Rows:
        """Level, index and root of each tile that was kept."""
        return self._of(TILES, "level, idx, root")

    def checkpoints(self) -> Rows:
        """Size, root and note of each checkpoint that was kept."""
        return self._of(CHECKPOINTS, "size, root, note", "ORDER BY size")

    def cosignatures(self) -> Rows:
        """Size, witness and line of each cosignature."""
        return self._of(COSIGNATURES, "size, witness, line")

    def _of(self, table: str, columns: str, order: str = "") -> Rows:
        if table not in self._there:
            return iter(())
        return self._ask(f"SELECT {columns} FROM {table} {order}")  # noqa: S608 - our names


@contextmanager
def snapshot(settings: Settings) -> Iterator[Snapshot]:
    """As it stands now, whatever is added meanwhile. Errors: the library's, when nobody answers."""
    taking = _postgres if settings.database_url else _sqlite
    with taking(settings) as taken:
        yield taken


@contextmanager
def _sqlite(settings: Settings) -> Iterator[Snapshot]:
    from application.store import sqlite  # noqa: PLC0415 - one or the other

    with sqlite.library_errors(), closing(sqlite.connect(str(settings.events_path))) as file:
        file.execute("PRAGMA query_only=1")
        file.execute("BEGIN")
        file.text_factory = _text
        tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
        missing = [guard.name for guard in sqlite.missing_guards(file) if guard.table in tables]
        damage = [said for (said,) in file.execute("PRAGMA integrity_check(5)") if said != "ok"]
        yield Snapshot(lambda sql: iter(file.execute(sql)), sqlite.SEQ, tables, missing, damage)


def _text(stored: bytes) -> str:
    """SQLite keeps whatever it is given for a text."""
    return stored.decode(errors="surrogateescape")


@contextmanager
def _postgres(settings: Settings) -> Iterator[Snapshot]:
    from application.store import owning, postgres  # noqa: PLC0415 - as above

    with postgres.library_errors(), closing(postgres.connect(settings.database_url)) as server:
        server.execute("SET statement_timeout = 0")
        server.execute("SET enable_seqscan = on")
        server.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tables = set(owning.tables_there(server))
        missing = [guard.name for guard in owning.missing_guards(server) if guard.table in tables]

        def ask(sql: str) -> Rows:
            with server.cursor(name="verify", binary=True) as cursor:
                cursor.itersize = AT_ONCE
                yield from cursor.execute(sql.encode())

        yield Snapshot(ask, postgres.SEQ, tables, missing, [])
