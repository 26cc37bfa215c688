"""PostgreSQL's index of words stands in a table, and the server compares it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, text

from projections.folding_pool import Begun
from projections.words import Line, vector


class Told(NamedTuple):
    """Cases that seem to be found by other words, and numbers that are no case's."""

    lines: list[Line]
    strange: list[int]


class PostgresPart:
    """What each process does."""

    def told(self, connection: Connection, lines: Sequence[Line], begun: Begun) -> Told:
        """By the server's own reading of the words."""
        known = dict(lines)
        there = connection.execute(_BETWEEN, begun._asdict()).scalars()
        return Told(_unlike(connection, known), [cid for cid in there if cid not in known])


class PostgresSearch:
    """One moment of the index."""

    def __init__(self, connection: Connection, upto: int) -> None:
        """Ask nothing yet."""
        self._connection = connection
        self._upto = upto
        self._seeming: dict[int, str] = {}
        self._strange: list[int] = []

    def part(self) -> PostgresPart:
        """What each process does."""
        return PostgresPart()

    def take(self, told: Told) -> None:
        """A process may have seen the index as it was later."""
        self._seeming.update(told.lines)
        self._strange += told.strange

    def wrong(self, _: Callable[[], Iterator[Sequence[Line]]]) -> Iterator[tuple[int, str | None]]:
        """Those that are as they seemed."""
        yield from _unlike(self._connection, self._seeming)
        values = {"cids": self._strange, "upto": self._upto}
        for cid in self._connection.execute(_STRANGE, values).scalars():
            yield cid, None


def _unlike(connection: Connection, known: dict[int, str]) -> list[Line]:
    values = {"cids": list(known), "words": [vector(line) for line in known.values()]}
    return [(cid, known[cid]) for (cid,) in connection.execute(_UNLIKE, values)]


_BETWEEN: Final = text("SELECT cid FROM search WHERE cid > :after AND cid <= :last")
_STRANGE: Final = text(
    "SELECT cid FROM search WHERE cid = ANY(:cids) OR cid <= 0 OR cid > :upto"
).bindparams(bindparam("cids"))
_UNLIKE: Final = text(
    "SELECT folded.cid FROM unnest(CAST(:cids AS bigint[]), CAST(:words AS text[]))"
    " AS folded (cid, words) LEFT JOIN search USING (cid)"
    " WHERE search.words IS DISTINCT FROM CAST(folded.words AS tsvector)"
).bindparams(bindparam("cids"), bindparam("words"))
