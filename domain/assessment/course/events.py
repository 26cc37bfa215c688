"""What can happen to a quarter's assessment; names and topics are the storage format, for ever."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from msgspec import Struct

from domain.assessment.model import Subject
from domain.case.events import Actor

About = Literal["indicator", "failing", "case"]


class Kind(StrEnum):
    """What may follow from a published quarter; none of it by itself."""

    PRAISE = "praise"
    REWARD = "reward"
    CRITICISM = "criticism"
    ADJUSTMENT = "adjustment"


class Pin(Struct, frozen=True):
    """The rule set by which the units, or the centre, were scored."""

    subject: Subject
    rules: str
    sha256: str


class Excluded(Struct, frozen=True):
    """A matter that does not count: for an indicator, for a kind of failing, or with "" at all."""

    exclusion: int
    number: str
    of: str = ""


class QuarterEvent(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """When and by whom."""

    at: datetime
    by: Actor


class QuarterListed(QuarterEvent, frozen=True, kw_only=True):
    """季度列入: among all quarters, that this one has a history of its own."""

    quarter: str


class QuarterEnded(QuarterEvent, frozen=True, kw_only=True):
    """季度截止: it is over; from this position on everything that fell due in it can be counted."""

    quarter: str


class Computed(QuarterEvent, frozen=True, kw_only=True):
    """考核计算: by these rules, as of this position, the quarter came to a result of this hash."""

    quarter: str
    pins: tuple[Pin, ...]
    seq: int
    as_of: datetime
    digest: str
    exclusions: tuple[int, ...] = ()


class ReviewOpened(QuarterEvent, frozen=True, kw_only=True):
    """结果公示: until then the units look at the result and may object."""

    until: datetime


class ExclusionProposed(QuarterEvent, frozen=True, kw_only=True):
    """提请剔除: a matter is not to count, for this reason, shown by these of its records."""

    exclusion: int
    subject: Subject
    number: str
    of: str = ""
    reason: str
    evidence: tuple[int, ...] = ()


class ExclusionDecided(QuarterEvent, frozen=True, kw_only=True):
    """剔除审批: somebody else approved it, or rejected it with a reason."""

    exclusion: int
    approved: bool
    reason: str = ""


class Objected(QuarterEvent, frozen=True, kw_only=True):
    """考核申诉: a unit objects to a figure, a failing or how a matter of its own was counted."""

    objection: int
    unit: str
    about: About
    of: str = ""  # the indicator, or the kind of failing
    number: str = ""  # of the matter
    reason: str
    evidence: tuple[int, ...] = ()  # records of the matter
    note: str = ""


class ObjectionWithdrawn(QuarterEvent, frozen=True, kw_only=True):
    """撤回申诉: the unit objects no more."""

    objection: int


class ObjectionRuled(QuarterEvent, frozen=True, kw_only=True):
    """申诉裁定: the inspection office upheld it, with what is excluded for it, or rejected it."""

    objection: int
    upheld: bool
    reason: str
    excluded: tuple[Excluded, ...] = ()


class Signed(QuarterEvent, frozen=True, kw_only=True):
    """签发: one of the two who answer for the result of this hash."""

    digest: str


class Published(QuarterEvent, frozen=True, kw_only=True):
    """考核公布: nothing changes the result of this hash any more; anyone can compute it again."""

    quarter: str
    pins: tuple[Pin, ...]
    seq: int
    as_of: datetime
    digest: str
    exclusions: tuple[int, ...] = ()
    signers: tuple[str, ...]


class ConsequenceRecorded(QuarterEvent, frozen=True, kw_only=True):
    """结果运用: praise, reward, criticism or a proposal to adjust, decided by people."""

    consequence: int
    unit: str
    kind: Kind
    reason: str


class ConsequenceRevoked(QuarterEvent, frozen=True, kw_only=True):
    """撤销运用: it was taken back, for this reason."""

    consequence: int
    reason: str


TOPICS: dict[str, type[QuarterEvent]] = {
    "quarter.listed": QuarterListed,
    "quarter.ended": QuarterEnded,
    "quarter.computed": Computed,
    "quarter.review-opened": ReviewOpened,
    "quarter.exclusion-proposed": ExclusionProposed,
    "quarter.exclusion-decided": ExclusionDecided,
    "quarter.objected": Objected,
    "quarter.objection-withdrawn": ObjectionWithdrawn,
    "quarter.objection-ruled": ObjectionRuled,
    "quarter.signed": Signed,
    "quarter.published": Published,
    "quarter.consequence-recorded": ConsequenceRecorded,
    "quarter.consequence-revoked": ConsequenceRevoked,
}
