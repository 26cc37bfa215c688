"""What can happen to an audit sheet (稽核底稿); names and topics are stored, for ever."""

from datetime import date, datetime

from msgspec import Struct

from domain.audit.sampling import Drawn, Frame, Stratum
from domain.audit.words import Grade
from domain.case.events import Actor


class AuditEvent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When and by whom."""

    at: datetime
    by: Actor


class SheetListed(AuditEvent, frozen=True, kw_only=True):
    """底稿编号: among all sheets, that there is one of this code."""

    code: str


class SheetOpened(AuditEvent, frozen=True, kw_only=True):
    """立项: what is looked into, of which units and which time; no units: of all."""

    code: str
    title: str
    aim: str
    units: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


class Sampled(AuditEvent, frozen=True, kw_only=True):
    """抽样: with this seed, of the matters of this frame as of this position, these were drawn.

    Who was `by` counts: a matter that does not exist for them was never among those to draw from.
    """

    sample: int
    frame: Frame
    seed: str
    seq: int
    strata: tuple[Stratum, ...]
    drawn: tuple[Drawn, ...]


class MatterAdded(AuditEvent, frozen=True, kw_only=True):
    """列入: a matter that no sample drew is looked into as well, for this reason."""

    number: str
    reason: str


class Examined(AuditEvent, frozen=True, kw_only=True):
    """查阅: somebody has gone through a matter of the sheet; what they say of it stays in clear."""

    number: str
    note: str = ""


class FindingNoted(AuditEvent, frozen=True, kw_only=True):
    """审计发现: what was found, by which records, and what the unit is to answer until when."""

    finding: int
    unit: str
    grade: Grade
    text: str
    demand: str
    due: datetime
    number: str = ""
    records: tuple[int, ...] = ()


class FindingWithdrawn(AuditEvent, frozen=True, kw_only=True):
    """撤销发现: it was none, for this reason."""

    finding: int
    reason: str


class Answered(AuditEvent, frozen=True, kw_only=True):
    """答复: the unit agrees or not, and says what it does or has done about it."""

    finding: int
    agreed: bool
    text: str


class FollowedUp(AuditEvent, frozen=True, kw_only=True):
    """跟踪: the auditor has looked again; settled, or to be answered anew by then."""

    finding: int
    unit: str
    settled: bool
    text: str
    due: datetime | None = None


class SheetClosed(AuditEvent, frozen=True, kw_only=True):
    """结项: what the audit came to."""

    conclusion: str


TOPICS: dict[str, type[AuditEvent]] = {
    "audits.listed": SheetListed,
    "audit.opened": SheetOpened,
    "audit.sampled": Sampled,
    "audit.matter-added": MatterAdded,
    "audit.examined": Examined,
    "audit.finding-noted": FindingNoted,
    "audit.finding-withdrawn": FindingWithdrawn,
    "audit.answered": Answered,
    "audit.followed-up": FollowedUp,
    "audit.closed": SheetClosed,
}
