"""Which tiles of the tree there are: 256 hashes wide, tile over tile, as C2SP's tlog-tiles has it.

A tile at level 0 is 256 leaves; its root is one of the 256 hashes of a tile at level 1, and so
on. What is kept is the root of each full tile, under the level it is a hash of.
"""

import re
from collections.abc import Iterator

HEIGHT = 8  # of a tile, in levels of the tree
WIDTH = 1 << HEIGHT
LONGEST = 40  # characters of a tile's place


def filled(before: int, after: int) -> Iterator[tuple[int, int]]:
    """The roots (level from 1, index) that come to be while the tree grows, in order of level."""
    level, old, new = 1, before // WIDTH, after // WIDTH
    while old < new:
        for index in range(old, new):
            yield level, index
        level, old, new = level + 1, old // WIDTH, new // WIDTH


def hashes(level: int, size: int) -> int:
    """How many hashes a tree of that size has at a level."""
    return size >> (HEIGHT * level)


def part(level: int, index: int, size: int) -> int:
    """How wide the tile is in a tree of that size: 256 when full, 0 when there is none."""
    return max(0, min(WIDTH, hashes(level, size) - index * WIDTH))


def path(level: int, index: int, width: int = WIDTH) -> str:
    """Where a tile is below the log's address: `tile/0/x001/234`, in part `….p/56`."""
    digits = f"{index:0{-(-max(1, len(str(index))) // 3) * 3}d}"
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    told = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{level}/{told}" + ("" if width == WIDTH else f".p/{width}")


PLACE = re.compile(r"((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d?|1\d\d|2[0-4]\d|25[0-5]))?", re.ASCII)


def parse_path(place: str) -> tuple[int, int] | None:
    """Index and width out of the end of such a path; None where it isn't one."""
    found = PLACE.fullmatch(place)
    if found is None or len(place) > LONGEST:
        return None
    index = int(found[1].replace("x", "").replace("/", ""))
    return index, int(found[2] or WIDTH)


def all_tiles(since: int, size: int) -> Iterator[tuple[int, int, int]]:
    """The tiles (level, index, width) a tree of that size has beyond one that was smaller."""
    level = 0
    while hashes(level, size):
        for index in range(hashes(level, since) // WIDTH, -(-hashes(level, size) // WIDTH)):
            yield level, index, part(level, index, size)
        level += 1
