"""The tree over the stored events, out of their leaves and the kept roots of full tiles."""

from functools import partial

from application.log import Log
from application.proofs import tree
from application.proofs.tiles import HEIGHT, WIDTH, hashes, part
from application.settings import Settings
from application.store import proven


class LogTree:
    """Roots and proofs of the log. A position (`seq`) counts from 1, its leaf's index from 0."""

    def __init__(self, settings: Settings, log: Log | None = None) -> None:
        """Read by the given log's connections, or by its own."""
        self._log = log or Log(settings)

    def size(self) -> int:
        """How many leaves there are."""
        return self._log.head()

    def root(self, size: int) -> bytes:
        """The root over the first leaves. Errors: `IndexError` where there are fewer."""
        return self._roots(size, [(0, size)])[0] if size else tree.EMPTY

    def inclusion(self, seq: int, size: int) -> list[bytes]:
        """The audit path of an event. Errors: `IndexError`."""
        return self._roots(size, tree.inclusion_ranges(seq - 1, size))

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the log of `old` events grew into that of `new`. Errors: `IndexError`."""
        return self._roots(new, tree.consistency_ranges(old, new))

    def tile(self, level: int, index: int, width: int) -> list[bytes]:
        """The first hashes of a tile. Errors: `IndexError` where it is not that wide (yet)."""
        found = self._tile(level, index, width)
        if not 0 < len(found) == width <= WIDTH:
            raise IndexError(_fewer(level, index, width))
        return found

    def close(self) -> None:
        """Close the connections."""
        self._log.close()

    def _roots(self, size: int, ranges: list[tree.Range]) -> list[bytes]:
        at_hand: dict[tuple[int, int], list[bytes]] = {}
        subtree = partial(self._subtree, at_hand, size)
        return [tree.range_root(start, end, subtree) for start, end in ranges]

    def _subtree(
        self, at_hand: dict[tuple[int, int], list[bytes]], size: int, height: int, index: int
    ) -> bytes:
        """The root of a whole subtree, out of the hashes of the one tile it is in."""
        level, inside = divmod(height, HEIGHT)
        first, width = index << inside, 1 << inside
        key = level, first // WIDTH
        if key not in at_hand:
            at_hand[key] = self._tile(*key, part(*key, size))
        found = at_hand[key][first % WIDTH :][:width]
        if len(found) != width:
            raise IndexError(_fewer(level, first, width))
        return tree.root(found)

    def _tile(self, level: int, index: int, width: int) -> list[bytes]:
        first = index * WIDTH
        if level == 0:
            return proven.leaves(self._log.reader, first, first + width)
        found = proven.roots(self._log.reader, level, first, first + width)
        if len(found) == width:
            return found
        return self._made_again(level, first, width)

    def _made_again(self, level: int, first: int, width: int) -> list[bytes]:
        """Where kept roots are missing: out of the tiles below, as far as those are full."""
        whole = min(width, hashes(level, self.size()) - first)
        return [
            tree.root(self._tile(level - 1, index, WIDTH)) for index in range(first, first + whole)
        ]


def _fewer(level: int, index: int, width: int) -> str:
    return f"the tree has no {width} hashes at level {level} from {index} on"
