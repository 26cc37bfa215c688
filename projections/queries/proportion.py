"""A rate as it may be shown: numerator and denominator first, and how sure its per cent is."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final

FEWEST_TO_RANK: Final = 30
CONFIDENCE: Final = 0.95
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True, slots=True)
class Proportion:
    """Some of a number; nothing of nothing is no rate, not zero."""

    numerator: int
    denominator: int

    @property
    def per_cent(self) -> float | None:
        """None when nothing was due."""
        return 100 * self.numerator / self.denominator if self.denominator else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson 95 % interval, per cent; None for what can exceed its denominator."""
        if not 0 <= self.numerator <= self.denominator or not self.denominator:
            return None
        low, high = wilson(self.numerator, self.denominator)
        return 100 * low, 100 * high

    @property
    def too_few(self) -> bool:
        """Too few to rank by."""
        return self.denominator < FEWEST_TO_RANK


def wilson(count: int, n: int) -> tuple[float, float]:
    """The score interval of E. B. Wilson (1927) for `count` of `n` > 0, as shares."""
    share, square = count / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == n else min(1.0, middle + half)
    return low, high
