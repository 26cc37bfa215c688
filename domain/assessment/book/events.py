"""What can happen to scoring rules; names and topics are the storage format, for ever."""

from datetime import date, datetime

from msgspec import Struct

from domain.assessment.model import Subject
from domain.case.events import Actor


class BookEvent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When, by whom, and about which version of which set."""

    at: datetime
    by: Actor
    id: str
    version: int


class ScoringDrafted(BookEvent, frozen=True, kw_only=True):
    """计分规则拟稿: the next version, whole, as its TOML text; drafted again, in its own place."""

    subject: Subject
    sha256: str
    text: str


class ScoringIssued(BookEvent, frozen=True, kw_only=True):
    """计分规则发布: a version that never changes any more, whole, as its TOML text."""

    subject: Subject
    sha256: str
    text: str


class ScoringActivated(BookEvent, frozen=True, kw_only=True):
    """计分规则启用: quarters that begin on `since` or later are scored by it."""

    subject: Subject
    since: date


class ScoringRetired(BookEvent, frozen=True, kw_only=True):
    """计分规则停用: not to be chosen any more; a draft is dropped and its number free again."""

    reason: str


TOPICS: dict[str, type[BookEvent]] = {
    "scoring.drafted": ScoringDrafted,
    "scoring.issued": ScoringIssued,
    "scoring.activated": ScoringActivated,
    "scoring.retired": ScoringRetired,
}
