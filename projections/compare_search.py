"""Compares what an index of words holds with the words of the cases."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
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
        cursor = connection.connection.cursor()
        cursor.execute(_INSTANCES)
        while instances := cursor.fetchmany(AT_ONCE):
            self._add(instances)

    def _add(self, instances: Iterable[tuple[int, str, int]]) -> None:
        for cid, word, place in instances:
            self._sums[cid] += _worth(word) * _WEIGHTS[place]

    def wrong(self, lines: Sequence[Line]) -> Iterator[Line]:
        """By their sums."""
        for cid, line in lines:
            if self._sums.get(cid) != _sum(line.split(" ")):
                yield cid, line

    def unknown(self, known: set[int]) -> Iterable[int]:
        """Whatever has a sum."""
        return self._sums.keys() - known


_VIEW = "CREATE VIRTUAL TABLE temp.instances USING fts5vocab('main', 'search', 'instance')"
_INSTANCES = 'SELECT doc, term, "offset" FROM temp.instances'
AT_ONCE = 10_000


@lru_cache(maxsize=100_000)
def _worth(word: str) -> int:
    return crc32(word.encode())


def _sum(words: Sequence[str]) -> int:
    return sum(_worth(word) * _WEIGHTS[place] for place, word in enumerate(words))


class _Weights(dict[int, int]):
    """What a word counts by its place in the line."""

    def __missing__(self, place: int) -> int:
        self[place] = weight = crc32(b"%d" % place)
        return weight


_WEIGHTS = _Weights()


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
