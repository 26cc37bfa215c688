"""The ways of a file read once, with what they have in common, for as long as the file is there."""

from array import array
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from sys import intern
from threading import Lock
from typing import Final, NamedTuple, TypeAlias, TypeVar

from projections.flow.file import WaysFile
from projections.flow.runs import SEPARATOR

KEPT: Final = 8  # books, those last asked for
_NEW: Final = "SELECT id, steps FROM ways WHERE kind=? AND id>? ORDER BY id"
# The text of a way sorts as its steps do: none of them has a sign that stands before the blank.
_IN_ORDER: Final = "SELECT id FROM ways WHERE kind=? ORDER BY steps"

Steps = tuple[str, ...]
Edge = tuple[str, str]
Ids: TypeAlias = "array[int]"
Key = tuple[str, int, str]
Part = TypeVar("Part", bound=Hashable)


class Had(NamedTuple):
    """The ways that have something, by id; `again`: once more for each further time in a way."""

    ways: Ids
    again: Ids


class Book(NamedTuple):
    """Ways by id; which of them have an edge, a loop; and which have the same steps at all."""

    steps: dict[int, Steps]
    edges: dict[Edge, Had]
    loops: dict[Steps, Had]
    alike: dict[frozenset[str], Ids]

    def in_order(self, file: WaysFile, kind: str) -> Iterator[int]:
        """Their ids in the order of their steps."""
        rows = file.connection.execute(_IN_ORDER, (kind,)).fetchall()
        return (way for (way,) in rows if way in self.steps)


_kept: OrderedDict[Key, Book] = OrderedDict()
_lock = Lock()


def book_of(file: WaysFile, kind: str) -> Book:
    """Of all ways that are in the file by now. A book that was handed out never changes."""
    key = (str(file.path), file.born, kind)
    with _lock:
        known = _kept.pop(key, Book({}, {}, {}, {}))
        new = file.connection.execute(_NEW, (kind, max(known.steps, default=0))).fetchall()
        known = _kept[key] = _with(known, new) if new else known
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return known


def in_all(had: Mapping[Part, Had], runs: Sequence[int]) -> Iterator[tuple[Part, int, int]]:
    """What is in any of so many runs of each way: how often, and in how many of them."""
    for part, (ways, again) in had.items():
        found = sum(map(runs.__getitem__, ways))
        if found:
            yield part, found + sum(map(runs.__getitem__, again)), found


def loops_of(steps: Sequence[str]) -> Iterator[Steps]:
    """Each return to a step, from there to there; where one ends the next may begin."""
    last: dict[str, int] = {}
    start = 0
    for place, step in enumerate(steps):
        before = last.get(step, -1)
        if before >= start:
            yield tuple(steps[before : place + 1])
            start = place
        last[step] = place


def _with(known: Book, new: Iterable[tuple[int, str]]) -> Book:
    """A book of these ways too."""
    found = Book(dict(known.steps), _copied(known.edges), _copied(known.loops), {})
    found.alike.update((steps, ways[:]) for steps, ways in known.alike.items())
    for way, text in new:
        steps = found.steps[way] = tuple(map(intern, text.split(SEPARATOR)))
        _enter(found.edges, way, pairwise(steps))
        _enter(found.loops, way, loops_of(steps))
        found.alike.setdefault(frozenset(steps), array("I")).append(way)
    return found


def _copied(had: Mapping[Part, Had]) -> dict[Part, Had]:
    return {part: Had(one.ways[:], one.again[:]) for part, one in had.items()}


def _enter(had: dict[Part, Had], way: int, parts: Iterable[Part]) -> None:
    for part in parts:
        ways, again = had.get(part) or had.setdefault(part, Had(array("I"), array("I")))
        (again if ways and ways[-1] == way else ways).append(way)
