"""Fills a fresh SQLite file in one large transaction without a journal, indexes afterwards."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec
from sqlalchemy import Table

from projections.cells import Cells
from projections.files import Files, flush, held
from projections.folding import Folded
from projections.loader import Follow
from projections.schema import indexes_sqlite, tables_sqlite
from projections.sqlite_file import connect, remove
from projections.statements import SQLITE
from projections.tables import BESIDE, OF_CASES, SHAPE, position
from projections.writer_sqlite import SqliteTurn
from projections.writer_sqlite import position as position_of

BULK = (
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA cache_size=-131072",
)
FIGURES = ("PRAGMA analysis_limit=1000", "ANALYZE")
# The full-text index gathers words in memory; the more at once, the less it has to merge.
GATHER = "INSERT INTO search (search, rank) VALUES ('hashsize', ?)"
MUCH, LITTLE = 32 << 20, 1 << 20
SLAB = 50_000  # cases whose words go in together, in order, as the index wants them
ADD_WORDS = "INSERT INTO search (rowid, words) VALUES (?, ?)"


_encode = msgspec.msgpack.Encoder().encode
unpack = msgspec.msgpack.Decoder(Folded).decode


def pack(folded: Folded) -> bytes:
    """Rows on their way between processes."""
    return _encode(folded)


class SqliteLoader:
    """A file of its own until it is switched in; it needs no lock, since nobody knows it."""

    sql = SQLITE
    pack = staticmethod(pack)

    def __init__(self, path: str) -> None:
        """Make the file and its tables."""
        self.path = path
        self._words: list[tuple[int, str]] = []
        self._connection = connect(path, "rwc")
        for statement in (*BULK, *tables_sqlite()):
            self._connection.execute(statement)
        self._connection.execute(GATHER, (MUCH,))
        self._connection.execute("BEGIN")

    def add(self, packed: bytes) -> None:
        """Append to each table; words wait until there are many."""
        folded = unpack(packed)
        for table in (*OF_CASES, *BESIDE):
            self._insert(table, folded.of(table))
        self._words += folded.words
        if len(self._words) >= SLAB:
            self._add_words()

    def finish(self, seq: int) -> None:
        """Indexes, position, figures for the query planner; then a file like any live one."""
        self._add_words()
        self._insert(position, [(1, seq, SHAPE)])
        self._connection.execute(GATHER, (LITTLE,))
        for statement in (*indexes_sqlite(), "COMMIT", *FIGURES):
            self._connection.execute(statement)
        self._connection.close()
        self._connection = connect(self.path)
        self._connection.execute("PRAGMA journal_mode=WAL")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def turn(self) -> Iterator[SqliteTurn]:
        """As a writer that follows the log before the switch."""
        try:
            yield SqliteTurn(self._connection)
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def position(self) -> int:
        """Up to where this file has followed."""
        return position_of(self._connection)

    def _insert(self, table: Table, rows: Sequence[Cells]) -> None:
        self._connection.executemany(SQLITE.insert(table), rows)

    def _add_words(self) -> None:
        self._words.sort()
        self._connection.executemany(ADD_WORDS, self._words)
        self._words = []


class FreshFile(SqliteLoader):
    """A loader whose file becomes the next generation."""

    def __init__(self, files: Files) -> None:
        """Make the file beside the live one."""
        self._files = files
        self._live = False
        super().__init__(files.fresh())

    def finish(self, seq: int) -> None:
        """What was written without waiting for the disk is on it before others rely on it."""
        super().finish(seq)
        flush(self.path)

    def switch(self, follow: Follow) -> None:
        """Writers wait for the lock; then they find the fresh file."""
        follow(self)
        with self._files.lock_file("write") as lock, held(lock):
            follow(self)
            self.close()
            self._files.switch(self.path)
            self._live = True

    def abandon(self) -> None:
        """Remove the file unless it is the live one."""
        self.close()
        if not self._live:
            remove(self.path)


@contextmanager
def sqlite_loader(files: Files) -> Iterator[FreshFile]:
    """One at a time; what an interrupted one left is removed first."""
    with files.lock_file("rebuild") as lock, held(lock):
        files.remove_all_but(files.current())
        fresh = FreshFile(files)
        try:
            yield fresh
        finally:
            fresh.abandon()
