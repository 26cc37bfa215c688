"""Roots and proofs of a tree out of its tiles, wherever they are: a database, a folder, the web."""

from collections.abc import Callable
from functools import partial

from application.proofs import tree
from application.proofs.tiles import HEIGHT, WIDTH, part

# Level, index, width → so many first hashes of that tile; fewer where there are no more.
Tiles = Callable[[int, int, int], list[bytes]]
AtHand = dict[tuple[int, int], list[bytes]]


class TileTree:
    """A position (`seq`) counts from 1, its leaf's index from 0.

    Roots of what is above the tiles of leaves are kept from one proof of a size to the next, and
    forgotten when a root is asked for: that is how one looks whether the log is still the same.
    """

    def __init__(self, tiles: Tiles) -> None:
        """`tiles` is asked for each tile once to a question."""
        self._tiles = tiles
        self._known: dict[tuple[int, int], bytes] = {}
        self._known_of = 0

    def root(self, size: int) -> bytes:
        """The root over the first leaves. Errors: `IndexError` where there are fewer."""
        self._known_of = 0
        return self._roots(size, [(0, size)])[0] if size else tree.EMPTY

    def inclusion(self, seq: int, size: int) -> list[bytes]:
        """The audit path of an event. Errors: `IndexError`."""
        return self._roots(size, tree.inclusion_ranges(seq - 1, size))

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the log of `old` events grew into that of `new`. Errors: `IndexError`."""
        return self._roots(new, tree.consistency_ranges(old, new))

    def _roots(self, size: int, ranges: list[tree.Range]) -> list[bytes]:
        if size != self._known_of:
            self._known, self._known_of = {}, size
        subtree = partial(self._subtree, {}, size)
        return [tree.range_root(start, end, subtree) for start, end in ranges]

    def _subtree(self, at_hand: AtHand, size: int, height: int, index: int) -> bytes:
        """The root of a whole subtree; kept where it is above tiles of leaves, or at the end."""
        if height < HEIGHT and index << height < size - size % WIDTH:
            return self._within(at_hand, size, height, index)
        found = self._known.get((height, index))
        if found is None:
            found = self._known[height, index] = self._within(at_hand, size, height, index)
        return found

    def _within(self, at_hand: AtHand, size: int, height: int, index: int) -> bytes:
        """Out of the hashes of the one tile it is in."""
        level, inside = divmod(height, HEIGHT)
        first, width = index << inside, 1 << inside
        key = level, first // WIDTH
        if key not in at_hand:
            at_hand[key] = self._tiles(*key, part(*key, size))
        found = at_hand[key][first % WIDTH :][:width]
        if len(found) != width:
            raise IndexError(fewer(level, first, width))
        return tree.root(found)


def fewer(level: int, index: int, width: int) -> str:
    """What there is less of than there should be."""
    return f"the tree has no {width} hashes at level {level} from {index} on"
