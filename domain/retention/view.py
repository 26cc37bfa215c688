"""The retention rules as a decision needs them: which version counts, and in which zone."""

from datetime import UTC, tzinfo
from typing import Protocol

from msgspec import Struct

from domain.retention.model import RetentionRules


class Retention(Struct, frozen=True):
    """`rules`: those in force, or shipped ones nobody confirmed yet; None: there are none."""

    rules: RetentionRules | None = None
    version: int = 0
    confirmed: bool = False
    zone: tzinfo = UTC

    def view(self) -> "Retention":
        """As it is."""
        return self


class Retaining(Protocol):
    """What knows the rules when they are asked for; few decisions ask."""

    def view(self) -> Retention:
        """The version that counts."""


NO_RETENTION = Retention()
