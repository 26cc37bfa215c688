"""Holds what was recorded with events against them: idempotency keys and file numbers."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Final

import msgspec

from application import numbers
from application.formkeys import mark
from application.verifying.findings import Findings

RECEIVED = "case.received"
Number = tuple[str, int]


class _Received(msgspec.Struct):
    """As much of a receipt as is needed; whatever else it has is passed over."""

    number: str = ""


_decode = msgspec.json.Decoder(_Received).decode


class Numbers:
    """Which case each receipt gave its file number to."""

    def __init__(self, findings: Findings) -> None:
        """None yet."""
        self._findings = findings
        self._given: dict[Number, tuple[str, int]] = {}

    def take(self, seq: int, stream: str, state: bytes) -> None:
        """A receipt; bytes that can't be read were found to be altered already."""
        try:
            number = numbers.parse(_decode(state).number)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return
        if number is not None:
            self._given.setdefault(number, (stream, seq))

    def compare(self, kept: Iterable[tuple[Any, ...]]) -> None:
        """The table has each of them, for that case, and no others."""
        left = dict(self._given)
        for series, running, stream in kept:
            given = left.pop((series, running), None)
            if given is None or given[0] != stream:
                self._findings.add("number-astray", number=_write(series, running), stream=stream)
        for number, (stream, seq) in left.items():
            self._findings.add("number-lost", number=_write(*number), stream=stream, seq=seq)


def _write(series: object, running: object) -> str:
    return numbers.write(series, running) if isinstance(running, int) else f"{series}-{running}"  # type: ignore[arg-type]


class _Formed(msgspec.Struct):
    """As much of an event as is needed."""

    form: str = ""


_decode_form = msgspec.json.Decoder(_Formed).decode
_SAYS: Final = b'"form":"'
_FOUND: Final = ""


class Forms:
    """Which form each event says it came from; events from before that was said say nothing."""

    def __init__(self, findings: Findings) -> None:
        """None yet."""
        self._findings = findings
        self._told: dict[int, str] = {}  # by a hash of the place: there may be millions

    def take(self, stream: str, version: int, state: bytes) -> None:
        """An event; bytes that can't be read were found to be altered already."""
        if _SAYS not in state:
            return
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            form = _decode_form(state).form
            if form:
                self._told[hash((stream, version))] = form

    def compare(self, kept: Iterable[tuple[Any, ...]], versions: dict[str, int]) -> None:
        """Each key leads to an event that is there, and no other key than the one it names."""
        for key, stream, version in kept:
            there = type(version) is int and 0 < version <= versions.get(stream, 0)
            if not (there and self._leads(key, stream, version)):
                self._findings.add("key-astray", key=key, stream=stream, version=version)

    def _leads(self, key: str, stream: str, version: int) -> bool:
        place = hash((stream, version))
        told = self._told.get(place)
        if told is None:
            return True
        if told != mark(key, stream, version):
            return False
        self._told[place] = _FOUND
        return True

    def lost(self, events: Callable[[], Iterable[tuple[Any, ...]]]) -> None:
        """Of events that name one there has to be a key; gone through again if one is missing."""
        missing = {place for place, told in self._told.items() if told != _FOUND}
        for seq, stream, version, *_ in events() if missing else ():
            if hash((stream, version)) in missing:
                self._findings.add("key-lost", seq=seq, stream=stream, version=version)
