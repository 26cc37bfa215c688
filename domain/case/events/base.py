"""What every fact of a case says, and the small values several facts carry."""

from datetime import datetime

from msgspec import Struct

from domain.sealed import Sealed


class Actor(Struct, frozen=True, array_like=True):
    """Who acted: account name, code of the unit acted for, role held at that moment."""

    user: str
    unit: str
    role: str


class Fact(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What every event says: when it happened, who did it, why it was entered late, from where.

    `form` is a digest of the key of the form it came from; of several recorded by one form the
    last has it. No decision gives or reads it: it is put on as the event is stored.
    """

    at: datetime
    by: Actor
    late: str = ""
    source: str = ""  # "" typed in; "import" from a record; "device" kept by one without line
    # Limits ("arrive.1") overdue then that nobody had urged, though the rule set wanted it.
    unurged: tuple[str, ...] = ()
    form: str = ""


class Notice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A notice to the reporter: how and when served, or why it was waived."""

    how: str = ""
    served_at: datetime | None = None
    waived: str = ""


class FollowUp(Struct, frozen=True, kw_only=True):
    """What remains after a feedback: who is responsible for it, and until when."""

    unit: str
    person: str
    due: datetime


class Paper(Struct, frozen=True, kw_only=True):
    """One document of the file, by the SHA-256 of its bytes (hex); its name is sealed."""

    sha256: str
    name: Sealed | None = None
