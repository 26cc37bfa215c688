"""办理: handlers, levels, plans, pauses, extensions, opinion and reply."""

from datetime import datetime

from domain.case.events.base import Fact, Paper
from domain.case.words import Outcome, ReportKind
from domain.plans.calling import Called
from domain.rules.clocks import Clock
from domain.sealed import Sealed


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
    clocks: tuple[Clock, ...] = ()  # until when the next one is due


class PlanChosen(Fact, frozen=True, kw_only=True):
    """选定预案: another response plan, or none, than was chosen before."""

    plan: str = ""
    plan_override: str = ""  # why another than the proposed one
    plan_proposed: str = ""
    plan_reasons: tuple[str, ...] = ()  # why it was proposed: "category=F01"
    sign_off: str = ""


class PlanActivated(Fact, frozen=True, kw_only=True):
    """启动预案: a response plan is in force, with scale, period and commander.

    `plan` is its version, "flood@1"; `units` those it calls out here, `vacant` teams nobody was
    found for. Their dispatches are events of their own.
    """

    plan: str
    scale: str
    commander: str
    until: datetime | None = None
    checklist: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()
    units: tuple[Called, ...] = ()
    left_out: tuple[str, ...] = ()
    why_left_out: str = ""
    vacant: tuple[str, ...] = ()
    safety_fact: str = ""
    sign_off: str = ""


class PlanLifted(Fact, frozen=True, kw_only=True):
    """解除预案: the named person ends it because the matter is settled."""

    person: str
    reason: str
    clocks: tuple[Clock, ...] = ()  # what is still to be reported upward


class RepresentativesNamed(Fact, frozen=True, kw_only=True):
    """推选代表: how many a group chose to speak for it; who they are is sealed."""

    count: int
    names: Sealed | None = None


class ChecklistTicked(Fact, frozen=True, kw_only=True):
    """清单完成: one task of the plan's checklist is done."""

    item: int


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
    notice_owed: bool = False  # the rule wants the reporter told why


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


TOPICS: dict[str, type[Fact]] = {
    "case.handler-appointed": HandlerAppointed,
    "case.handler-changed": HandlerChanged,
    "case.transferred": Transferred,
    "case.reported-upward": ReportedUpward,
    "case.plan-chosen": PlanChosen,
    "case.plan-activated": PlanActivated,
    "case.plan-lifted": PlanLifted,
    "case.representatives-named": RepresentativesNamed,
    "case.checklist-ticked": ChecklistTicked,
    "case.paused": Paused,
    "case.resumed": Resumed,
    "case.extension-asked": ExtensionAsked,
    "case.extended": Extended,
    "case.extension-refused": ExtensionRefused,
    "case.opinion-issued": OpinionIssued,
    "case.reply-served": ReplyServed,
}
