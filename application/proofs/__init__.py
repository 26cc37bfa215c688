"""Proof that the log is what it was: leaves, the tree over them, checkpoints signed of it."""

from application.proofs.leaves import digest, entry, leaf

__all__ = ["digest", "entry", "leaf"]
