"""SQLite's index of words keeps no text: for each word the places where it stands are summed up."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from secrets import randbelow
from typing import Final, NamedTuple

from sqlalchemy import Connection

from projections.folding_pool import Begun
from projections.words import Line

Sums = Mapping[str, int]

# Below it a factor is; a word may stand in 2^25 places before their sum is too long for SQLite.
PRIME: Final = (1 << 19) - 1


class Key(NamedTuple):
    """What places are weighed with: drawn each time, so that nobody can plan for it."""

    a: int
    b: int
    c: int
    d: int

    @classmethod
    def drawn(cls) -> "Key":
        """One that nobody knows."""
        return cls(*(1 + randbelow(PRIME - 1) for _ in range(4)))


class SqlitePart(NamedTuple):
    """What each process does."""

    key: Key

    def told(self, _: Connection, lines: Sequence[Line], __: Begun) -> Sums:
        """The sum of each word."""
        a, b, c, d = self.key
        sums: defaultdict[str, int] = defaultdict(int)
        for cid, line in lines:
            first, second = cid * a, cid * c
            for place, word in enumerate(line.split(" ")):
                sums[word] += (first + place * b) % PRIME * ((second + place * d) % PRIME)
        return sums


# The same in SQL. Words come in order, so that nothing has to be sorted.
_WORTH: Final = f'(doc * ? + "offset" * ?) % {PRIME} * ((doc * ? + "offset" * ?) % {PRIME})'
_SUMS: Final = f"SELECT term, sum({_WORTH}) FROM temp.instances GROUP BY term"  # noqa: S608 - ours
_VIEW: Final = "CREATE VIRTUAL TABLE temp.instances USING fts5vocab('main', 'search', 'instance')"
_PLACES: Final = 'SELECT doc, "offset" FROM temp.instances WHERE term = ?'


class SqliteSearch:
    """One moment of the index."""

    def __init__(self, connection: Connection) -> None:
        """Read the whole of it, through SQLite's own view of it."""
        self._key = Key.drawn()
        for pragma in ("PRAGMA query_only=0", _VIEW):
            connection.exec_driver_sql(pragma)
        self._cursor = connection.connection.cursor()
        self._cursor.execute(_SUMS, self._key)
        self._left: dict[str, int] = dict(self._cursor.fetchall())

    def part(self) -> SqlitePart:
        """What each process does."""
        return SqlitePart(self._key)

    def take(self, told: Sums) -> None:
        """What isn't left for another part to tell is right."""
        left = self._left
        for word, worth in told.items():
            rest = left.pop(word, 0) - worth
            if rest:
                left[word] = rest

    def wrong(
        self, lines: Callable[[], Iterator[Sequence[Line]]]
    ) -> Iterator[tuple[int, str | None]]:
        """By the places of those words whose sums aren't right."""
        if not self._left:
            return
        held, known = self._places(), set[int]()
        for cid, line in (one for part in lines() for one in part):
            known.add(cid)
            places = {
                (place, word) for place, word in enumerate(line.split(" ")) if word in self._left
            }
            if places != held.get(cid, set()):
                yield cid, line
        for cid in held.keys() - known:
            yield cid, None

    def _places(self) -> dict[int, set[tuple[int, str]]]:
        """Of each case, where those words stand."""
        found: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
        for word in self._left:
            for cid, place in self._cursor.execute(_PLACES, (word,)):
                found[cid].add((place, word))
        return found
