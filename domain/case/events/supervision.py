"""督促与复查: directives, urging, supervision, proposals, complaints, reviews."""

from datetime import datetime

from domain.case.events.base import Fact
from domain.case.words import ReviewStage
from domain.rules.clocks import Clock
from domain.sealed import Sealed


class Directed(Fact, frozen=True, kw_only=True):
    """批示: a leader directs, and wants the result by a date."""

    directive: int
    leader: str
    holder: str
    due: datetime
    text: Sealed | None = None
    clocks: tuple[Clock, ...] = ()


class DirectiveAnswered(Fact, frozen=True, kw_only=True):
    """批示办结: the result went back to the leader who directed."""

    directive: int
    result: Sealed | None = None


class Urged(Fact, frozen=True, kw_only=True):
    """催办: a holder is urged over one time limit, or over the matter as a whole.

    With `rule` the timekeeper did it, by the ladder; `planned` is when it was to be done.
    """

    urge: int
    unit: str
    reason: str = ""
    kind: str = ""
    ref: int = 0
    rule: str = ""
    planned: datetime | None = None
    clocks: tuple[Clock, ...] = ()


class UrgeAnswered(Fact, frozen=True, kw_only=True):
    """催办答复: the urged unit says where it stands."""

    urge: int
    text: Sealed | None = None


class Supervised(Fact, frozen=True, kw_only=True):
    """督办: formal supervision of a unit by a supervision order, with a period."""

    supervision: int
    unit: str
    reason: str
    due: datetime
    clocks: tuple[Clock, ...] = ()


class SupervisionEnded(Fact, frozen=True, kw_only=True):
    """督办办结: the order is answered."""

    supervision: int
    result: str


class ReviewRequested(Fact, frozen=True, kw_only=True):
    """申请复查、复核: the reporter asks for review of the opinion."""

    stage: ReviewStage
    request: Sealed | None = None
    clocks: tuple[Clock, ...] = ()


class HearingOpened(Fact, frozen=True, kw_only=True):
    """听证开始: in a re-review the clock stops for the hearing."""


class HearingEnded(Fact, frozen=True, kw_only=True):
    """听证结束: the re-review's clock runs again."""

    clocks: tuple[Clock, ...] = ()


class ReviewDecided(Fact, frozen=True, kw_only=True):
    """复查、复核意见: the opinion is upheld or overturned."""

    stage: ReviewStage
    upheld: bool
    document: Sealed | None = None
    clocks: tuple[Clock, ...] = ()  # overturned: a new opinion is due
    windows: tuple[Clock, ...] = ()


class Proposed(Fact, frozen=True, kw_only=True):
    """建议: the centre proposes something to a unit and expects an answer."""

    proposal: int
    unit: str
    due: datetime
    text: Sealed | None = None
    clocks: tuple[Clock, ...] = ()


class ProposalAnswered(Fact, frozen=True, kw_only=True):
    """建议答复: the unit takes the proposal or says why not."""

    proposal: int
    adopted: bool
    text: Sealed | None = None


class Complained(Fact, frozen=True, kw_only=True):
    """投诉: pressure or bad treatment by a unit is complained about."""

    complaint: int
    unit: str
    words: Sealed | None = None


class ComplaintRuled(Fact, frozen=True, kw_only=True):
    """投诉认定: the complaint is upheld or not."""

    complaint: int
    upheld: bool
    reason: str


TOPICS: dict[str, type[Fact]] = {
    "case.directed": Directed,
    "case.directive-answered": DirectiveAnswered,
    "case.urged": Urged,
    "case.urge-answered": UrgeAnswered,
    "case.supervised": Supervised,
    "case.supervision-ended": SupervisionEnded,
    "case.review-requested": ReviewRequested,
    "case.hearing-opened": HearingOpened,
    "case.hearing-ended": HearingEnded,
    "case.review-decided": ReviewDecided,
    "case.proposed": Proposed,
    "case.proposal-answered": ProposalAnswered,
    "case.complained": Complained,
    "case.complaint-ruled": ComplaintRuled,
}
