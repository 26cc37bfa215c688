"""What can be found wrong, each a fact with a stable code, the place, and its data."""

from collections import Counter
from typing import Any

from msgspec import Struct

MOST = 20  # of one kind are kept; all are counted


class Finding(Struct, frozen=True):
    """`code` is stable; `data` names what and where. Positions count from 1.

    Of the file: file-damaged, table-lost, guard-lost.
    Of events: position-missing, position-astray, row-malformed, bytes-altered, leaf-wrong,
    time-back, version-wrong.
    Of what is recorded with them: key-lost, key-astray, number-lost, number-astray.
    Of the tree: tile-wrong, tile-lost, tile-astray.
    Of checkpoints: checkpoint-beyond, checkpoint-other, checkpoint-malformed,
    checkpoint-unsigned, cosignature-wrong, signer-other.
    Of what is made from the log: model-ahead, model-differs, model-unread.
    """

    code: str
    data: dict[str, Any] = {}


class Findings:
    """Collected while the log is gone through; of many alike the first ones."""

    def __init__(self) -> None:
        """None yet."""
        self.kept: list[Finding] = []
        self.counts: Counter[str] = Counter()

    def add(self, code: str, **data: object) -> None:
        """One more."""
        self.counts[code] += 1
        if self.counts[code] <= MOST:
            self.kept.append(Finding(code, data))
