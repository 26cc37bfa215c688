"""What the register notes; names and topics are the storage format, for ever.

Each entry is recorded with the event of the case it is about, in one transaction; what was asked
and why stands there. Here stands which case, so that nobody has to look through all of them.
"""

from datetime import datetime

from msgspec import Struct


class RegisterEvent(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """When, and which case: its id, its file number, and the record of it that is meant."""

    at: datetime
    case: str
    number: str
    record: int


class AskedListed(RegisterEvent, frozen=True, kw_only=True):
    """提出删除: that record asks for an erasure."""


class SettledListed(RegisterEvent, frozen=True, kw_only=True):
    """删除已决定: what was asked by that record was refused, or decided and done."""


class ErasedListed(RegisterEvent, frozen=True, kw_only=True):
    """已决定删除: by that record these keys are destroyed."""

    person: str
    keys: tuple[str, ...] = ()


class Purged(RegisterEvent, frozen=True, kw_only=True):
    """清除完成: the keys of that record are destroyed, and what hung on them is gone.

    `keys`, `files`, `messages`: how many of each there were to remove. `left`: what could not be
    done yet, in a word.
    """

    keys: int = 0
    files: int = 0
    messages: int = 0
    left: tuple[str, ...] = ()


class HoldListed(RegisterEvent, frozen=True, kw_only=True):
    """保全: by that record a hold was set, the case's hold of that number."""

    hold: int


class HoldEnded(RegisterEvent, frozen=True, kw_only=True):
    """解除保全: that hold was lifted."""

    hold: int


TOPICS: dict[str, type[RegisterEvent]] = {
    "privacy.asked": AskedListed,
    "privacy.settled": SettledListed,
    "privacy.erased": ErasedListed,
    "privacy.purged": Purged,
    "privacy.held": HoldListed,
    "privacy.hold-ended": HoldEnded,
}
