"""Builds the tree as the log grew, and holds kept tiles and checkpoints against it on the way."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from application.proofs.tiles import HEIGHT, WIDTH, hashes
from application.proofs.tree import fold, node, root
from application.verifying.findings import Findings
from application.verifying.outside import Claim

Tiles = dict[tuple[int, int], bytes]


class Held(NamedTuple):
    """Against how many checkpoints the tree was held, and the size of the last that fits."""

    checkpoints: int
    covered: int


class Growing:
    """One leaf after the other."""

    def __init__(self, findings: Findings, tiles: Tiles, claims: Iterable[Claim]) -> None:
        """`tiles` are the roots that were kept, `claims` what checkpoints say, kept anywhere."""
        self._findings = findings
        self._tiles = tiles
        self._claims = sorted(claims, key=lambda claim: -claim.size)
        self._peaks: list[bytes] = []
        self._held = 0
        self._covered = 0
        self.size = 0
        self._hold()

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Those that follow: a tile at once where nothing is said of what lies within."""
        place = 0
        while place < len(leaves):
            if self._begins_tile() and place + WIDTH <= len(leaves):
                self._grow(root(leaves[place : place + WIDTH]), HEIGHT)
                place += WIDTH
            else:
                self._grow(leaves[place], 0)
                place += 1

    def _begins_tile(self) -> bool:
        said = self._claims[-1].size if self._claims else None
        return not self.size % WIDTH and (said is None or said >= self.size + WIDTH)

    def _grow(self, joined: bytes, height: int) -> None:
        """By a whole tree of that height."""
        size, rest = self.size, self.size >> height
        if height:
            self._full(height // HEIGHT, rest, joined)
        self.size += 1 << height
        while rest & 1:
            joined = node(self._peaks.pop(), joined)
            rest >>= 1
            height += 1
            if not height % HEIGHT:
                self._full(height // HEIGHT, size >> height, joined)
        self._peaks.append(joined)
        self._hold()

    def root(self) -> bytes:
        """Over all leaves so far."""
        return fold(self._peaks)

    def end(self, intact: int) -> Held:
        """Nothing follows; `intact` is how many events there are without a gap."""
        for claim in reversed(self._claims):
            self._held += 1
            self._findings.add(
                "checkpoint-beyond", size=claim.size, where=claim.where, events=intact
            )
        for level, index in sorted(self._tiles):
            if index >= hashes(level, self.size):
                self._findings.add("tile-astray", level=level, index=index)
        return Held(self._held, self._covered)

    def _full(self, level: int, index: int, root: bytes) -> None:
        """A tile is full; its root was kept when it was."""
        kept = self._tiles.get((level, index))
        if kept == root:
            return
        width = WIDTH**level
        place = {"level": level, "first": index * width + 1, "last": (index + 1) * width}
        self._findings.add("tile-lost" if kept is None else "tile-wrong", **place)

    def _hold(self) -> None:
        """Every checkpoint of this size says this root."""
        if not self._claims or self._claims[-1].size != self.size:
            return
        root, fits = self.root(), False
        while self._claims and self._claims[-1].size == self.size:
            claim = self._claims.pop()
            self._held += 1
            fits = fits or claim.root == root
            if claim.root != root:
                self._findings.add(
                    "checkpoint-other", size=claim.size, where=claim.where, since=self._covered
                )
        if fits:
            self._covered = self.size
