"""What can happen to the retention rules; names and topics are the storage format, for ever."""

from datetime import datetime

from msgspec import Struct


class RetentionEvent(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """When, by whom (account name), and which version."""

    at: datetime
    by: str
    version: int


class RetentionIssued(RetentionEvent, frozen=True, kw_only=True):
    """保管规则发布: a version stands on record, whole; nothing is proposed by it yet."""

    text: str
    sha256: str


class RetentionConfirmed(RetentionEvent, frozen=True, kw_only=True):
    """保管规则确认: the centre holds it for right here; from now on it counts."""


TOPICS: dict[str, type[RetentionEvent]] = {
    "retention.issued": RetentionIssued,
    "retention.confirmed": RetentionConfirmed,
}
