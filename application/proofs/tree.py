"""The Merkle tree of RFC 6962 over leaf hashes: roots, proofs and what they prove; nothing else.

Everything is said once over ranges of leaves, so that whoever keeps roots of whole subtrees can
answer from those (`range_root`), and whoever has all leaves from a list.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

NODE = b"\x01"
EMPTY = sha256(b"").digest()
HASH = 32  # bytes

Range = tuple[int, int]
Subtree = Callable[[int, int], bytes]  # height, index at that height → its root


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes."""
    return sha256(NODE + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; of no leaf, the hash of nothing."""
    level, hashed = list(leaves), sha256
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        pairs = zip(level[::2], level[1::2], strict=False)
        # `node`, written out: each event is hashed here once while it is recorded
        level = [hashed(NODE + left + right).digest() for left, right in pairs] + odd
    return level[0] if level else EMPTY


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of the leaf at an index, from 0, in the tree over all leaves."""
    return [root(leaves[start:end]) for start, end in inclusion_ranges(index, len(leaves))]


def consistency(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """The proof that the tree over the first `old` leaves grew into that over all of them."""
    return [root(leaves[start:end]) for start, end in consistency_ranges(old, len(leaves))]


# --- what each proof consists of, as ranges of leaves ---


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Of which ranges of leaves the roots make an audit path. Errors: `IndexError`."""
    if not 0 <= index < size:
        msg = f"leaf {index} is not in a tree of {size}"
        raise IndexError(msg)
    found: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def consistency_ranges(old: int, size: int) -> list[Range]:
    """Of which ranges the roots make a consistency proof; of none from 0 or to the same size.

    Errors: `IndexError` where the old tree is the larger one.
    """
    if not 0 <= old <= size:
        msg = f"a tree of {old} did not grow into one of {size}"
        raise IndexError(msg)
    found: list[Range] = []
    start, end = 0, size
    while 0 < old < end:
        middle = start + _split(end - start)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    if start and found:
        found.append((start, end))
    return found[::-1]


def subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The whole subtrees (height, index) a range of the tree consists of, from the left."""
    while start < end:
        height = (end - start).bit_length() - 1
        yield height, start >> height
        start += 1 << height


def range_root(start: int, end: int, subtree: Subtree) -> bytes:
    """The root over a range out of the roots of its whole subtrees."""
    return fold([subtree(*one) for one in subtrees(start, end)])


def fold(peaks: Iterable[bytes]) -> bytes:
    """One root out of the roots of whole subtrees, from the left; each is smaller than the last."""
    found = None
    for peak in reversed(list(peaks)):
        found = peak if found is None else node(peak, found)
    return EMPTY if found is None else found


def _split(size: int) -> int:
    """The largest power of two smaller than the size."""
    return 1 << ((size - 1).bit_length() - 1)


# --- what a proof proves ---


def root_of_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root an audit path leads to; None where it can't be a path of that leaf in that tree."""
    if not 0 <= index < size or len(path) != len(inclusion_ranges(index, size)):
        return None
    found, last = leaf, size - 1
    for part in path:
        while not index % 2 and index == last:
            index, last = index // 2, last // 2
        found = node(part, found) if index % 2 else node(found, part)
        index, last = index // 2, last // 2
    return found


def is_consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the tree of the new root begins with the old one's leaves."""
    if not 0 <= old <= new or len(path) != len(consistency_ranges(old, new)):
        return False
    if old == 0:
        return old_root == EMPTY and (new > 0 or new_root == EMPTY)
    if old == new:
        return old_root == new_root
    return _grown(old, new, old_root, path) == (old_root, new_root)


def _grown(old: int, new: int, old_root: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The old and the new root that a proof of the right length leads to."""
    index, last = old - 1, new - 1
    while index % 2:
        index, last = index // 2, last // 2
    parts = iter(path)
    first = next(parts) if index else old_root
    before = after = first
    for part in parts:
        while not index % 2 and index == last:
            index, last = index // 2, last // 2
        if index % 2:
            before, after = node(part, before), node(part, after)
        elif index < last:
            after = node(after, part)
        index, last = index // 2, last // 2
    return before, after


class Frontier:
    """A tree that only grows, kept as the roots of its whole subtrees: a few dozen hashes."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """Begin empty, or go on from where it was. Errors: `ValueError` where those don't fit."""
        if size < 0 or len(peaks) != size.bit_count() or any(len(one) != HASH for one in peaks):
            msg = f"a tree of {size} is not kept in {len(peaks)} hashes"
            raise ValueError(msg)
        self.size = size
        self._peaks = list(peaks)

    def append(self, leaf: bytes) -> None:
        """One more leaf."""
        joined, size = leaf, self.size
        while size % 2:
            joined, size = node(self._peaks.pop(), joined), size // 2
        self._peaks.append(joined)
        self.size += 1

    def copy(self) -> "Frontier":
        """One that grows on its own."""
        return Frontier(self.size, self._peaks)

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return fold(self._peaks)

    def to_json(self) -> dict[str, Any]:
        """As plain values, hashes in hex."""
        return {"size": self.size, "peaks": [peak.hex() for peak in self._peaks]}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Frontier":
        """As it was written. Errors: `ValueError`, `KeyError` where it was not."""
        return cls(int(told["size"]), [bytes.fromhex(peak) for peak in told["peaks"]])
