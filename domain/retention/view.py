"""The retention rules as a decision needs them: which version counts, and in which zone."""

from datetime import UTC, tzinfo

from msgspec import Struct

from domain.retention.model import RetentionRules


class Retention(Struct, frozen=True):
    """`rules`: those in force, or shipped ones nobody confirmed yet; None: there are none."""

    rules: RetentionRules | None = None
    version: int = 0
    confirmed: bool = False
    zone: tzinfo = UTC


NO_RETENTION = Retention()
