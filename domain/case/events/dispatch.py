"""派单与反馈: units are charged with it and report back."""

from domain.case.events.base import Fact, FollowUp
from domain.case.words import DispatchRole, Outcome
from domain.rules.clocks import Clock
from domain.sealed import Sealed


class Dispatched(Fact, frozen=True, kw_only=True):
    """派单: one unit is charged with the matter, as lead or in support; its clocks start."""

    dispatch: int
    unit: str
    role: DispatchRole
    zone: str = ""
    instruction: Sealed | None = None
    plan: str = ""  # the response plan that calls the unit out, "flood@1"
    clocks: tuple[Clock, ...] = ()
    windows: tuple[Clock, ...] = ()  # rights with a limit, e.g. objecting to the transfer


class Recalled(Fact, frozen=True, kw_only=True):
    """撤回: the centre takes a dispatch back."""

    dispatch: int
    reason: str
    passed_round: bool = False  # handed on without work as often as the rule set bears at most


class SignedFor(Fact, frozen=True, kw_only=True):
    """签收: the unit has the dispatch in hand."""

    dispatch: int
    person: str = ""


class Returned(Fact, frozen=True, kw_only=True):
    """退单: the unit hands the dispatch back; from the second on it waits for a ruling."""

    dispatch: int
    reason: str
    ruling_needed: bool = False
    passed_round: bool = False
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
    passed_round: bool = False
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


TOPICS: dict[str, type[Fact]] = {
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
}
