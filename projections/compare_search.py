"""Compares what an index of words holds with the words of the cases."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol
from zlib import crc32

from sqlalchemy import Connection, bindparam, text

from projections.words import vector

Line = tuple[int, str]


class Search(Protocol):
    """One moment of the index."""

    def wrong(self, lines: Sequence[Line]) -> Iterable[Line]:
        """Those of these cases that are found by other words, or not at all."""

    def unknown(self, known: set[int]) -> Iterable[int]:
        """Cases that are found and are none."""


def search_of(connection: Connection) -> Search:
    """What the connection sees now."""
    if connection.dialect.name == "sqlite":
        return SqliteSearch(connection)
    return PostgresSearch(connection)


class SqliteSearch:
    """The index has no text, so each case's words and their places are summed up."""

    def __init__(self, connection: Connection) -> None:
        """Read the whole index through SQLite's own view of it."""
        self._sums: dict[int, int] = defaultdict(int)
        for pragma in ("PRAGMA query_only=0", _VIEW):
            connection.exec_driver_sql(pragma)
        for cid, word, place in connection.exec_driver_sql(_INSTANCES):
            self._sums[cid] += _sum(word, place)

    def wrong(self, lines: Sequence[Line]) -> Iterator[Line]:
        """By their sums."""
        for cid, line in lines:
            words = enumerate(line.split(" "))
            if self._sums.get(cid) != sum(_sum(word, place) for place, word in words):
                yield cid, line

    def unknown(self, known: set[int]) -> Iterable[int]:
        """Whatever has a sum."""
        return self._sums.keys() - known


_VIEW = "CREATE VIRTUAL TABLE temp.instances USING fts5vocab('main', 'search', 'instance')"
_INSTANCES = 'SELECT doc, term, "offset" FROM temp.instances'


def _sum(word: str, place: int) -> int:
    return crc32(f"{place} {word}".encode())


class PostgresSearch:
    """The words stand in a table, and the server compares them."""

    def __init__(self, connection: Connection) -> None:
        """Ask nothing yet."""
        self._connection = connection

    def wrong(self, lines: Sequence[Line]) -> Iterator[Line]:
        """By the server's own reading of the words."""
        known = dict(lines)
        values = {"cids": list(known), "words": [vector(line) for line in known.values()]}
        for (cid,) in self._connection.execute(_WRONG, values):
            yield cid, known[cid]

    def unknown(self, known: set[int]) -> Iterator[int]:
        """Rows of no case."""
        for (cid,) in self._connection.execute(text("SELECT cid FROM search")):
            if cid not in known:
                yield cid


_WRONG = text(
    "SELECT folded.cid FROM unnest(CAST(:cids AS bigint[]), CAST(:words AS text[]))"
    " AS folded (cid, words) LEFT JOIN search USING (cid)"
    " WHERE search.words IS DISTINCT FROM CAST(folded.words AS tsvector)"
).bindparams(bindparam("cids"), bindparam("words"))
