"""Holds the file numbers that were given against the receipts that say so."""

from collections.abc import Iterable
from typing import Any

import msgspec

from application import numbers
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
