"""Compares the live read model with the log: every row folded anew, none missing, none too many."""

from projections.compare.whole import Difference, compare

__all__ = ["Difference", "compare"]
