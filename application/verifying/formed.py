"""Holds the keys of forms against the records that say they came from them."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Final, NamedTuple

import msgspec

from application.formkeys import mark
from application.verifying.findings import Findings

Rows = Callable[[], Iterable[tuple[Any, ...]]]
Place = tuple[str, int]  # stream and version
SAYS: Final = b'"form":"'
HEXADECIMAL: Final = 16
MARK: Final = "Q"  # a digest fits into 64 bits
PARTS: Final = 256
REST: Final = 56  # bits behind those by which marks are parted


class _Formed(msgspec.Struct):
    """As much of an event as is needed."""

    form: str = ""


_decode = msgspec.json.Decoder(_Formed).decode


def _named(state: object) -> int | None:
    """What a record says of its form; bytes that can't be read were found to be altered already."""
    if isinstance(state, bytes) and SAYS in state:
        with suppress(msgspec.DecodeError, UnicodeDecodeError, ValueError):
            return int(_decode(state).form, HEXADECIMAL)
    return None


class Marks:
    """Many digests in eight bytes each: there may be tens of millions."""

    def __init__(self) -> None:
        """None yet."""
        self.parts = [array(MARK) for _ in range(PARTS)]

    def add(self, one: int) -> None:
        """One more. Errors: `OverflowError`, `IndexError`: it is none."""
        self.parts[one >> REST].append(one)

    def besides(self, others: "Marks") -> Iterator[int]:
        """Those the others don't have, or not so often."""
        for ours, theirs in zip(self.parts, others.parts, strict=True):
            if sorted(ours) != sorted(theirs):
                yield from (Counter(ours) - Counter(theirs)).elements()


class _Amiss(NamedTuple):
    """Marks that records name and no key makes; places of keys whose marks no record names."""

    lost: set[int]
    kept: set[Place]
    strange: dict[Place, str]


class Forms:
    """Which forms the records say they came from; those from before that was said say nothing."""

    def __init__(self, findings: Findings) -> None:
        """None yet."""
        self._findings = findings
        self._named = Marks()
        self._kept = Marks()

    def take(self, state: bytes) -> None:
        """A record."""
        named = _named(state)
        if named is not None:
            with suppress(OverflowError, IndexError):
                self._named.add(named)

    def compare(self, kept: Rows, versions: dict[str, int], events: Rows) -> None:
        """Each key leads to a record that is there and names no other; none is missing.

        `events` are gone through again only where something is amiss.
        """
        for key, stream, version in kept():
            if type(version) is int and 0 < version <= versions.get(stream, 0):
                self._kept.add(_mark(key, stream, version))
            else:
                self._astray(key, stream, version)
        amiss = self._amiss(kept)
        if amiss.lost or amiss.strange:
            self._tell(amiss, events)

    def _amiss(self, kept: Rows) -> _Amiss:
        lost = set(self._named.besides(self._kept))
        strange = set(self._kept.besides(self._named))
        found = _Amiss(lost, set(), {})
        for key, stream, version in kept() if lost or strange else ():
            marked = _mark(key, stream, version)
            if marked in strange:
                found.strange[stream, version] = key
            elif marked in lost:
                found.kept.add((stream, version))
        return found

    def _tell(self, amiss: _Amiss, events: Rows) -> None:
        for seq, stream, version, _, state, *_ in events():
            named, place = _named(state), (stream, version)
            if named is None:
                continue
            if place in amiss.strange:
                self._astray(amiss.strange[place], stream, version)
            if named in amiss.lost and place not in amiss.kept:
                self._findings.add("key-lost", seq=seq, stream=stream, version=version)

    def _astray(self, key: str, stream: str, version: object) -> None:
        self._findings.add("key-astray", key=key, stream=stream, version=version)


def _mark(key: object, stream: object, version: object) -> int:
    return int(mark(str(key), str(stream), version), HEXADECIMAL)  # type: ignore[arg-type]
