"""The tree over the stored events, out of their leaves and the kept roots of full tiles."""

from application.log import Log
from application.proofs import tree
from application.proofs.tiles import WIDTH, hashes
from application.proofs.tiletree import TileTree, fewer
from application.settings import Settings
from application.store import proven


class LogTree(TileTree):
    """Roots and proofs of the log."""

    def __init__(self, settings: Settings, log: Log | None = None) -> None:
        """Read by the given log's connections, or by its own."""
        super().__init__(self._tile)
        self._log = log or Log(settings)

    def size(self) -> int:
        """How many leaves there are."""
        return self._log.head()

    def tile(self, level: int, index: int, width: int) -> list[bytes]:
        """The first hashes of a tile. Errors: `IndexError` where it is not that wide (yet)."""
        found = self._tile(level, index, width)
        if not 0 < len(found) == width <= WIDTH:
            raise IndexError(fewer(level, index, width))
        return found

    def close(self) -> None:
        """Close the connections."""
        self._log.close()

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
        whole = max(0, min(width, hashes(level, self.size()) - first))
        return [
            tree.root(self._tile(level - 1, index, WIDTH)) for index in range(first, first + whole)
        ]
