"""Every fact that can stand in a case's history; names and topics are the storage format, for ever.

Times (`at`) are what a person states to have happened, aware and in UTC; the time of recording is
the store's. A `Sealed` field holds encrypted text: nothing here can read it. `dispatch`,
`directive` and the like are small numbers counted within the case, from 1.
Sources: the steps of a case as the field knows them (receipt to archive), and mediation practice.
"""

from datetime import datetime

from msgspec import Struct

from domain.case.words import (
    Channel,
    DispatchRole,
    Mode,
    Outcome,
    PetitionKind,
    Procedure,
    ReportKind,
    ReviewStage,
    Satisfaction,
    Track,
    Validity,
)
from domain.rules.clocks import Clock
from domain.sealed import Sealed


class Actor(Struct, frozen=True, array_like=True):
    """Who acted: account name, code of the unit acted for, role held at that moment."""

    user: str
    unit: str
    role: str


class Fact(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What every event says: when it happened, who did it, why it was entered late, from where."""

    at: datetime
    by: Actor
    late: str = ""
    source: str = ""  # "" typed in; "import" from a record; "device" kept by one without line


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


# --- intake -------------------------------------------------------------------------------------


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
    anonymous: bool = False
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
    """回避拦截: an attempt to bring an accusation before the accused was refused."""

    unit: str
    attempt: str


# --- dispatch -----------------------------------------------------------------------------------


class Dispatched(Fact, frozen=True, kw_only=True):
    """派单: one unit is charged with the matter, as lead or in support; its clocks start."""

    dispatch: int
    unit: str
    role: DispatchRole
    zone: str = ""
    instruction: Sealed | None = None
    clocks: tuple[Clock, ...] = ()
    windows: tuple[Clock, ...] = ()  # rights with a limit, e.g. objecting to the transfer


class Recalled(Fact, frozen=True, kw_only=True):
    """撤回: the centre takes a dispatch back."""

    dispatch: int
    reason: str


class SignedFor(Fact, frozen=True, kw_only=True):
    """签收: the unit has the dispatch in hand."""

    dispatch: int
    person: str = ""


class Returned(Fact, frozen=True, kw_only=True):
    """退单: the unit hands the dispatch back; from the second on it waits for a ruling."""

    dispatch: int
    reason: str
    ruling_needed: bool = False
    clocks: tuple[Clock, ...] = ()  # the centre has to dispatch again


class TransferObjected(Fact, frozen=True, kw_only=True):
    """转送异议: a unit says a petition was sent to the wrong place; waits for a ruling."""

    dispatch: int
    reason: str
    proposed: str = ""


class ReturnRuled(Fact, frozen=True, kw_only=True):
    """退单裁定: the supervisor accepts the return or holds the unit to the dispatch."""

    dispatch: int
    upheld: bool
    reason: str
    clocks: tuple[Clock, ...] = ()


class Arrived(Fact, frozen=True, kw_only=True):
    """到场: the unit is on scene; first half of the double feedback."""

    dispatch: int
    people: int | None = None


class SituationReported(Fact, frozen=True, kw_only=True):
    """现场动态: what it looks like on scene and what is needed."""

    dispatch: int
    people: int | None = None
    needs: str = ""
    text: Sealed | None = None


class HandlingEnded(Fact, frozen=True, kw_only=True):
    """处置结束: the work on scene is over; second half of the double feedback."""

    dispatch: int
    result: Outcome
    clocks: tuple[Clock, ...] = ()


class FeedbackGiven(Fact, frozen=True, kw_only=True):
    """反馈: the unit's feedback form, with what was done and what remains."""

    dispatch: int
    outcome: Outcome
    measures: Sealed | None = None
    follow_up: FollowUp | None = None
    clocks: tuple[Clock, ...] = ()


class FeedbackSentBack(Fact, frozen=True, kw_only=True):
    """反馈退回: the centre doesn't take the feedback; it is due again."""

    dispatch: int
    reason: str
    clocks: tuple[Clock, ...] = ()


class FollowUpDone(Fact, frozen=True, kw_only=True):
    """后续落实: what remained after a feedback is done."""

    dispatch: int
    result: Sealed | None = None


# --- handling -----------------------------------------------------------------------------------


class HandlerAppointed(Fact, frozen=True, kw_only=True):
    """包案: leader, responsible unit and person, scheme and deadline are fixed (四定一包)."""

    leader: str
    unit: str
    person: str
    due: datetime
    scheme: Sealed | None = None
    clocks: tuple[Clock, ...] = ()


class HandlerChanged(Fact, frozen=True, kw_only=True):
    """承办人变更: another person answers for the matter."""

    unit: str
    person: str
    reason: str


class Transferred(Fact, frozen=True, kw_only=True):
    """逐级移送: to the next level, with facts, proposed solution and papers."""

    from_level: str
    to_level: str
    to: str
    facts: Sealed | None = None
    solution: Sealed | None = None
    papers: tuple[Paper, ...] = ()
    skip_reason: str = ""


class ReportedUpward(Fact, frozen=True, kw_only=True):
    """初报、续报、终报、总结报告: a report to the level above."""

    kind: ReportKind
    to: str
    text: Sealed | None = None


class PlanActivated(Fact, frozen=True, kw_only=True):
    """启动预案: a response plan is in force, with scale, period and commander."""

    plan: str
    scale: str
    commander: str
    until: datetime | None = None
    checklist: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()


class PlanLifted(Fact, frozen=True, kw_only=True):
    """解除预案: the named person ends it because the matter is settled."""

    person: str
    reason: str


class ChecklistTicked(Fact, frozen=True, kw_only=True):
    """清单完成: one task of the plan's checklist is done."""

    item: int


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
    """催办: a holder is urged over one time limit, or over the matter as a whole."""

    urge: int
    unit: str
    reason: str
    kind: str = ""
    ref: int = 0
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


class Paused(Fact, frozen=True, kw_only=True):
    """中止: clocks stop, for a reason the pinned rule set allows."""

    reason: str
    approver: str
    told: bool = False
    until: datetime | None = None


class Resumed(Fact, frozen=True, kw_only=True):
    """恢复: clocks run again, with their new due times."""

    clocks: tuple[Clock, ...] = ()


class ExtensionAsked(Fact, frozen=True, kw_only=True):
    """申请延期: a holder asks for more time on one clock."""

    kind: str
    ref: int = 0
    days: int
    reason: str


class Extended(Fact, frozen=True, kw_only=True):
    """延期: more time is given on one clock, by whom, and whether the reporter was told."""

    kind: str
    ref: int = 0
    days: int  # as asked for: days or working days, by the rule
    due: datetime
    reason: str
    approver: str
    told: bool


class ExtensionRefused(Fact, frozen=True, kw_only=True):
    """不予延期: the clock stands as it was."""

    kind: str
    ref: int = 0
    reason: str


class OpinionIssued(Fact, frozen=True, kw_only=True):
    """处理意见书: the written opinion on a petition, and how it was served."""

    outcome: Outcome
    document: Sealed | None = None
    how: str = ""
    windows: tuple[Clock, ...] = ()


class ReplyServed(Fact, frozen=True, kw_only=True):
    """答复: the reply reached the reporter, or was exempt because there is nobody to reach."""

    how: str = ""
    document: Sealed | None = None
    exempt: str = ""
    windows: tuple[Clock, ...] = ()


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


class Noted(Fact, frozen=True, kw_only=True):
    """备注: a step or remark that has no event of its own; the label is clear, the text sealed."""

    label: str = ""
    text: Sealed | None = None


class Attached(Fact, frozen=True, kw_only=True):
    """附件: a file belongs to the case; its name and bytes are sealed."""

    sha256: str
    size: int
    media_type: str
    name: Sealed | None = None
    step: int = 0  # version of the event it belongs to; 0 = the case


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


# --- mediation ----------------------------------------------------------------------------------


class TakenUp(Fact, frozen=True, kw_only=True):
    """参调: a mediation organ takes the dispute up; the mediation period starts."""

    unit: str
    mode: Mode
    procedure: Procedure
    clocks: tuple[Clock, ...] = ()


class PartyJoined(Fact, frozen=True, kw_only=True):
    """当事人: a party, known in clear only by its number."""

    party: int
    name: Sealed | None = None
    contact: Sealed | None = None


class ConsentRecorded(Fact, frozen=True, kw_only=True):
    """同意调解: this party agrees to mediation."""

    party: int


class ConsentWithdrawn(Fact, frozen=True, kw_only=True):
    """终止调解意愿: this party stops; no session any more unless it agrees again."""

    party: int


class MediatorNamed(Fact, frozen=True, kw_only=True):
    """确定调解员: who mediates, for which organ."""

    mediator: str
    unit: str


class MediatorChallenged(Fact, frozen=True, kw_only=True):
    """申请回避: a party challenges the mediator."""

    party: int
    mediator: str
    reason: Sealed | None = None


class ChallengeRuled(Fact, frozen=True, kw_only=True):
    """回避决定: the mediator stays or steps down."""

    mediator: str
    upheld: bool
    reason: str


class FactsEstablished(Fact, frozen=True, kw_only=True):
    """查明事实: facts, what is disputed, responsibilities."""

    text: Sealed | None = None


class SessionHeld(Fact, frozen=True, kw_only=True):
    """调解会: one session with the parties named by number."""

    parties: tuple[int, ...]
    text: Sealed | None = None


class AgreementReached(Fact, frozen=True, kw_only=True):
    """达成协议: oral or written, in force from `effective_at`, to be performed by `perform_by`."""

    written: bool
    effective_at: datetime
    signed_by: tuple[int, ...]
    mediator: str
    sealed_by_committee: bool = False
    terms: Sealed | None = None
    perform_by: datetime | None = None
    clocks: tuple[Clock, ...] = ()


class PerformanceRecorded(Fact, frozen=True, kw_only=True):
    """履行情况: the agreement is performed, wholly or in part."""

    complete: bool
    text: Sealed | None = None


class AgreementBreached(Fact, frozen=True, kw_only=True):
    """违约: a party doesn't perform; the case reopens."""

    party: int
    text: Sealed | None = None


class ConfirmationRequested(Fact, frozen=True, kw_only=True):
    """申请司法确认: both parties ask the court to confirm the agreement."""


class ConfirmationDecided(Fact, frozen=True, kw_only=True):
    """司法确认结果: the court confirmed the agreement or not."""

    confirmed: bool
    document: str = ""


class MediationFailed(Fact, frozen=True, kw_only=True):
    """调解不成: no agreement; the parties were told their other routes."""

    routes: tuple[str, ...]
    reason: str = ""


# --- closing ------------------------------------------------------------------------------------


class Closed(Fact, frozen=True, kw_only=True):
    """办结: the track's steps are done; the return visit falls due."""

    outcome: Outcome
    responsibility: str = ""  # 三不放过, for cases with an appointed handler
    measures: Sealed | None = None
    result: Sealed | None = None
    clocks: tuple[Clock, ...] = ()


class VisitAttempted(Fact, frozen=True, kw_only=True):
    """回访未接通: an attempt at a return visit reached nobody."""

    attempt: int
    enough: bool = False  # the number of attempts that counts as made is reached


class Visited(Fact, frozen=True, kw_only=True):
    """回访: what the reporter says: solved or not, satisfied or not, in their own words."""

    answered: bool
    solved: bool | None = None
    satisfied: Satisfaction | None = None
    words: Sealed | None = None


class DissatisfactionRuled(Fact, frozen=True, kw_only=True):
    """不满意认定: the supervisor decides whether an unhappy answer reopens the case."""

    reopen: bool
    reason: str


class Reopened(Fact, frozen=True, kw_only=True):
    """重新办理: work begins again, and everything before stays."""

    reason: str
    trigger: str  # "unsolved", "dissatisfied", "breach", "overturned", "unit", "centre"
    clocks: tuple[Clock, ...] = ()


class Archived(Fact, frozen=True, kw_only=True):
    """归档: the file is complete, each document by its hash."""

    manifest: tuple[Paper, ...] = ()


# --- record -------------------------------------------------------------------------------------


class Corrected(Fact, frozen=True, kw_only=True):
    """更正: which event, which field, the right value, why, and who approved."""

    event: int
    field: str
    reason: str
    approver: str
    value: str = ""  # the right value as JSON text; empty when it is sealed
    sealed: Sealed | None = None
    clocks: tuple[Clock, ...] | None = None  # the event's clocks, when the correction moves them
    windows: tuple[Clock, ...] | None = None  # and its windows


class DataErased(Fact, frozen=True, kw_only=True):
    """个人信息删除: the key of one person's data was destroyed."""

    person: str
    basis: str
    approver: str


class DataExported(Fact, frozen=True, kw_only=True):
    """导出: the case, or personal data of it, left the service."""

    what: str
    purpose: str


class DataRead(Fact, frozen=True, kw_only=True):
    """查阅: sealed fields were opened, and what for."""

    fields: tuple[str, ...]
    purpose: str


Event = (
    Received
    | Screened
    | DuplicateLinked
    | Accepted
    | Declined
    | Redirected
    | NoticeServed
    | SignedOff
    | Withdrawn
    | Barred
    | Dispatched
    | Recalled
    | SignedFor
    | Returned
    | TransferObjected
    | ReturnRuled
    | Arrived
    | SituationReported
    | HandlingEnded
    | FeedbackGiven
    | FeedbackSentBack
    | FollowUpDone
    | HandlerAppointed
    | HandlerChanged
    | Transferred
    | ReportedUpward
    | PlanActivated
    | PlanLifted
    | ChecklistTicked
    | Directed
    | DirectiveAnswered
    | Urged
    | UrgeAnswered
    | Supervised
    | SupervisionEnded
    | Paused
    | Resumed
    | ExtensionAsked
    | Extended
    | ExtensionRefused
    | OpinionIssued
    | ReplyServed
    | ReviewRequested
    | HearingOpened
    | HearingEnded
    | ReviewDecided
    | Noted
    | Attached
    | Proposed
    | ProposalAnswered
    | Complained
    | ComplaintRuled
    | TakenUp
    | PartyJoined
    | ConsentRecorded
    | ConsentWithdrawn
    | MediatorNamed
    | MediatorChallenged
    | ChallengeRuled
    | FactsEstablished
    | SessionHeld
    | AgreementReached
    | PerformanceRecorded
    | AgreementBreached
    | ConfirmationRequested
    | ConfirmationDecided
    | MediationFailed
    | Closed
    | VisitAttempted
    | Visited
    | DissatisfactionRuled
    | Reopened
    | Archived
    | Corrected
    | DataErased
    | DataExported
    | DataRead
)

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
    "case.dispatched": Dispatched,
    "case.recalled": Recalled,
    "case.signed-for": SignedFor,
    "case.returned": Returned,
    "case.transfer-objected": TransferObjected,
    "case.return-ruled": ReturnRuled,
    "case.arrived": Arrived,
    "case.situation-reported": SituationReported,
    "case.handling-ended": HandlingEnded,
    "case.feedback-given": FeedbackGiven,
    "case.feedback-sent-back": FeedbackSentBack,
    "case.follow-up-done": FollowUpDone,
    "case.handler-appointed": HandlerAppointed,
    "case.handler-changed": HandlerChanged,
    "case.transferred": Transferred,
    "case.reported-upward": ReportedUpward,
    "case.plan-activated": PlanActivated,
    "case.plan-lifted": PlanLifted,
    "case.checklist-ticked": ChecklistTicked,
    "case.directed": Directed,
    "case.directive-answered": DirectiveAnswered,
    "case.urged": Urged,
    "case.urge-answered": UrgeAnswered,
    "case.supervised": Supervised,
    "case.supervision-ended": SupervisionEnded,
    "case.paused": Paused,
    "case.resumed": Resumed,
    "case.extension-asked": ExtensionAsked,
    "case.extended": Extended,
    "case.extension-refused": ExtensionRefused,
    "case.opinion-issued": OpinionIssued,
    "case.reply-served": ReplyServed,
    "case.review-requested": ReviewRequested,
    "case.hearing-opened": HearingOpened,
    "case.hearing-ended": HearingEnded,
    "case.review-decided": ReviewDecided,
    "case.noted": Noted,
    "case.attached": Attached,
    "case.proposed": Proposed,
    "case.proposal-answered": ProposalAnswered,
    "case.complained": Complained,
    "case.complaint-ruled": ComplaintRuled,
    "case.taken-up": TakenUp,
    "case.party-joined": PartyJoined,
    "case.consent-recorded": ConsentRecorded,
    "case.consent-withdrawn": ConsentWithdrawn,
    "case.mediator-named": MediatorNamed,
    "case.mediator-challenged": MediatorChallenged,
    "case.challenge-ruled": ChallengeRuled,
    "case.facts-established": FactsEstablished,
    "case.session-held": SessionHeld,
    "case.agreement-reached": AgreementReached,
    "case.performance-recorded": PerformanceRecorded,
    "case.agreement-breached": AgreementBreached,
    "case.confirmation-requested": ConfirmationRequested,
    "case.confirmation-decided": ConfirmationDecided,
    "case.mediation-failed": MediationFailed,
    "case.closed": Closed,
    "case.visit-attempted": VisitAttempted,
    "case.visited": Visited,
    "case.dissatisfaction-ruled": DissatisfactionRuled,
    "case.reopened": Reopened,
    "case.archived": Archived,
    "case.corrected": Corrected,
    "case.data-erased": DataErased,
    "case.data-exported": DataExported,
    "case.data-read": DataRead,
}
