"""接报与受理: a matter comes in, is screened, taken or ended early."""

from domain.case.events.base import Fact, Notice
from domain.case.words import Channel, PetitionKind, Track, Validity
from domain.rules.clocks import Clock
from domain.sealed import Sealed


class Received(Fact, frozen=True, kw_only=True):
    """接报登记: a matter came in and has a number; its clocks start."""

    number: str
    track: Track
    channel: Channel
    title: str
    rules: str  # pinned rule set, "national@1"
    kind: PetitionKind | None = None
    category: str = ""
    place: str = ""
    people: int = 1
    receiver: str = ""  # first receiver (首问责任人); the actor when empty
    received_by: str = ""  # unit that received it; the actor's unit when empty
    accused: tuple[str, ...] = ()
    accused_staff: tuple[str, ...] = ()  # user names of those of them who are named
    anonymous: bool = False
    registered_late: bool = False  # after the track's limit for that
    grade: str = ""
    reference: str = ""  # number of the same matter in another system
    narrative: Sealed | None = None
    name: Sealed | None = None
    phone: Sealed | None = None
    address: Sealed | None = None
    clocks: tuple[Clock, ...] = ()


class Screened(Fact, frozen=True, kw_only=True):
    """梳理分类: category, level and class settled; valid, invalid, or a duplicate of another."""

    validity: Validity
    category: str = ""
    level: str = ""
    dispute_class: str = ""
    grade: str = ""
    duplicate_of: str = ""  # number of the main case
    plan: str = ""
    plan_override: str = ""  # why another plan than the proposed one
    plan_proposed: str = ""
    plan_reasons: tuple[str, ...] = ()  # why it was proposed: "category=F01"
    people: int | None = None  # how many there are, where that is known better by now
    sign_off: str = ""  # role whose signature is needed before dispatch
    clocks: tuple[Clock, ...] = ()


class DuplicateLinked(Fact, frozen=True, kw_only=True):
    """重复件并入: on the main case, that another case is a duplicate of it."""

    number: str


class Accepted(Fact, frozen=True, kw_only=True):
    """受理: taken for handling, with the notice to the reporter."""

    article: str = ""
    reason: str = ""
    notice: Notice | None = None
    clocks: tuple[Clock, ...] = ()


class Declined(Fact, frozen=True, kw_only=True):
    """不予受理: not taken, with reason, article and notice; ends the case."""

    reason: str
    article: str
    notice: Notice


class Redirected(Fact, frozen=True, kw_only=True):
    """转送: sent to the office that is competent, on the leader's word; ends the case."""

    to: str
    reason: str
    leader: str
    notice: Notice


class NoticeServed(Fact, frozen=True, kw_only=True):
    """告知: the notice of receipt and route (受理告知书) reached the reporter, or was waived."""

    notice: Notice


class SignedOff(Fact, frozen=True, kw_only=True):
    """签批: the leader signed for the dispatch, or refused with a reason."""

    grade: str  # "duty_leader" or "principal_leader"
    approved: bool
    reason: str = ""


class Withdrawn(Fact, frozen=True, kw_only=True):
    """撤回诉求: the reporter takes the matter back in their own words."""

    words: Sealed | None = None


class Barred(Fact, frozen=True, kw_only=True):
    """回避拦截: an attempt to bring an accusation before the accused was refused.

    `unit` is the accused it was to be brought before, or the unit of the accused who tried.
    """

    unit: str
    attempt: str


TOPICS: dict[str, type[Fact]] = {
    "case.received": Received,
    "case.screened": Screened,
    "case.duplicate-linked": DuplicateLinked,
    "case.accepted": Accepted,
    "case.declined": Declined,
    "case.redirected": Redirected,
    "case.notice-served": NoticeServed,
    "case.signed-off": SignedOff,
    "case.withdrawn": Withdrawn,
    "case.barred": Barred,
}
