"""Dispatching units and what they report back: sign, return, arrive, end, feedback."""

from msgspec.structs import replace

from domain import errors
from domain.case import events as e
from domain.case.command import (
    Command,
    Context,
    Decision,
    acts_for,
    decides,
    is_accused,
    not_before,
    require_known,
    require_open,
    require_reason,
    require_unit,
    timely,
)
from domain.case.duties import require_another
from domain.case.events import FollowUp
from domain.case.state import Case
from domain.case.state import Dispatch as DispatchState
from domain.case.words import OUTCOMES, DispatchRole, Outcome, Track
from domain.plans.model import Plan
from domain.rules.clocks import Clock, clock_under
from domain.sealed import Sealed


class Dispatch(Command, frozen=True, kw_only=True):
    """Charge a unit with the matter, as lead or in support (派单)."""

    unit: str
    role: DispatchRole = DispatchRole.LEAD
    zone: str = ""
    instruction: Sealed | None = None


class Recall(Command, frozen=True, kw_only=True):
    """Take a dispatch back (撤回)."""

    dispatch: int
    reason: str


class SignFor(Command, frozen=True, kw_only=True):
    """Sign for a dispatch (签收)."""

    dispatch: int
    person: str = ""


class Return(Command, frozen=True, kw_only=True):
    """Hand a dispatch back (退单)."""

    dispatch: int
    reason: str


class ObjectToTransfer(Command, frozen=True, kw_only=True):
    """Say that a petition was sent to the wrong place (转送异议)."""

    dispatch: int
    reason: str
    proposed: str = ""


class RuleReturn(Command, frozen=True, kw_only=True):
    """Accept a return or hold the unit to the dispatch (退单裁定)."""

    dispatch: int
    upheld: bool
    reason: str


class Arrive(Command, frozen=True, kw_only=True):
    """Report arrival on scene (到场)."""

    dispatch: int
    people: int | None = None


class ReportSituation(Command, frozen=True, kw_only=True):
    """Report how it stands on scene (现场动态)."""

    dispatch: int
    people: int | None = None
    needs: str = ""
    text: Sealed | None = None


class EndHandling(Command, frozen=True, kw_only=True):
    """Report that the work is over (处置结束)."""

    dispatch: int
    result: Outcome


class GiveFeedback(Command, frozen=True, kw_only=True):
    """Give the feedback form (反馈)."""

    dispatch: int
    outcome: Outcome
    measures: Sealed | None = None
    follow_up: FollowUp | None = None


class SendFeedbackBack(Command, frozen=True, kw_only=True):
    """Don't take a feedback (反馈退回)."""

    dispatch: int
    reason: str


class DoFollowUp(Command, frozen=True, kw_only=True):
    """Report that what remained is done (后续落实)."""

    dispatch: int
    result: Sealed | None = None


@decides(Dispatch)
def dispatch(case: Case, c: Dispatch, ctx: Context) -> Decision:
    """One lead, any supports. Errors: unknown or accused unit, lead taken, signature missing.

    The attempt to bring an accusation before the accused is itself recorded: the decision is the
    event `Barred`, and the handler refuses with `AccusedUnit` once it is stored.
    """
    require_open(case)
    timely(ctx)
    require_unit(ctx, c.unit)
    if is_accused(case, c.unit, ctx):
        return [e.Barred(**ctx.stamp(), unit=c.unit, attempt="dispatch")]
    check_sign_off(case)
    _check_role(case, c)
    return [sent(case, c, len(case.dispatches) + 1, ctx)]


def sent(case: Case, c: Dispatch, number: int, ctx: Context, plan: str = "") -> e.Dispatched:
    """The dispatch with its clocks; `plan` is the response plan that calls the unit out."""
    event = e.Dispatched(
        **ctx.stamp(),
        dispatch=number,
        unit=c.unit,
        role=c.role,
        zone=c.zone,
        instruction=c.instruction,
        plan=plan,
        windows=ctx.clocks(case, "object", holder=c.unit, ref=number),
    )
    return replace(event, clocks=dispatch_clocks(case, event, number, ctx))


def check_sign_off(case: Case) -> None:
    """Whoever has to sign has signed; an emergency is dispatched first. Errors: `SignOffNeeded`."""
    waiting = bool(case.sign_off) and case.signed_off != case.sign_off
    if waiting and case.track is not Track.EMERGENCY:
        raise errors.SignOffNeeded(grade=case.sign_off)


def _check_role(case: Case, c: Dispatch) -> None:
    if any(d.unit == c.unit and d.live and d.feedback_at is None for d in case.dispatches):
        raise errors.AlreadyDispatched(unit=c.unit)
    lead = case.lead
    if c.role is DispatchRole.LEAD and lead is not None:
        raise errors.LeadTaken(unit=lead.unit)
    if c.role is DispatchRole.SUPPORT and lead is None:
        raise errors.NoLead


def dispatch_clocks(case: Case, c: e.Dispatched, number: int, ctx: Context) -> tuple[Clock, ...]:
    """The unit's limits; those the plan that calls it out has go before the rule set's.

    The feedback form follows the end of handling, and an emergency's dispatch too: other tracks
    have days for handling, and a form due the next day would only teach people to ignore it.
    """
    kinds = ("sign", "handle", "arrive") if c.zone else ("sign", "handle")
    if case.track is Track.EMERGENCY:
        kinds = (*kinds, "feedback")
    clocks = ctx.clocks(case, *kinds, holder=c.unit, ref=number, zone=c.zone)
    plan = ctx.plans.get(c.plan) if c.plan else None
    return clocks if plan is None else tuple(_of_plan(plan, clock, ctx) for clock in clocks)


def _of_plan(plan: Plan, clock: Clock, ctx: Context) -> Clock:
    rule = plan.limit(clock.kind)
    if rule is None:
        return clock
    return clock_under(rule, ctx.rules, ctx.calendar, ctx.at, holder=clock.holder, ref=clock.ref)


def live_dispatch(case: Case, number: int) -> DispatchState:
    """The dispatch of that number, still the unit's. Errors: `NotDispatched`."""
    found = case.dispatch(number)
    if found is None or not found.live:
        raise errors.NotDispatched(dispatch=number)
    return found


def _own(case: Case, number: int, ctx: Context) -> DispatchState:
    """The live dispatch, for a step by its unit; not before it was sent."""
    require_open(case)
    timely(ctx)
    found = live_dispatch(case, number)
    acts_for(ctx, found.unit)
    not_before(ctx, found.at, "dispatch")
    return found


@decides(Recall)
def recall(case: Case, c: Recall, ctx: Context) -> Decision:
    """By the centre. Errors: not dispatched, feedback given already, reason missing."""
    require_open(case)
    timely(ctx)
    found = live_dispatch(case, c.dispatch)
    not_before(ctx, found.at, "dispatch")
    require_reason(c.reason)
    if found.feedback_at is not None:
        raise errors.AlreadyGiven(dispatch=c.dispatch)
    return [
        e.Recalled(
            **ctx.stamp(),
            dispatch=c.dispatch,
            reason=c.reason,
            passed_round=_passes_round(case, found, ctx),
        )
    ]


def _passes_round(case: Case, found: DispatchState, ctx: Context) -> bool:
    """The matter was handed on before, and nobody did anything about it; now again."""
    without_work = found.role is DispatchRole.LEAD and not found.worked
    return without_work and len(case.hand_offs) + 1 >= ctx.rules.returns.passed_round_from


@decides(SignFor)
def sign_for(case: Case, c: SignFor, ctx: Context) -> Decision:
    """Errors: not dispatched, signed already, return waits for a ruling."""
    found = _own(case, c.dispatch, ctx)
    _no_ruling_pending(found)
    if found.signed_at is not None:
        raise errors.AlreadySigned(dispatch=c.dispatch)
    if found.ended_at is not None or found.feedback_at is not None:
        raise errors.AlreadyHandled(dispatch=c.dispatch)
    return [e.SignedFor(**ctx.stamp(), dispatch=c.dispatch, person=c.person)]


def _no_ruling_pending(found: DispatchState) -> None:
    if found.ruling_needed:
        raise errors.RulingPending(dispatch=found.number)


@decides(Return)
def return_dispatch(case: Case, c: Return, ctx: Context) -> Decision:
    """From the second return in one case on, a supervisor rules first."""
    found = _own(case, c.dispatch, ctx)
    _no_ruling_pending(found)
    require_reason(c.reason)
    if found.ended_at is not None or found.feedback_at is not None:
        raise errors.AlreadyHandled(dispatch=c.dispatch)
    ruling = case.returns + 1 >= ctx.rules.returns.ruled_from
    return [
        e.Returned(
            **ctx.stamp(),
            dispatch=c.dispatch,
            reason=c.reason,
            ruling_needed=ruling,
            passed_round=not ruling and _passes_round(case, found, ctx),
            clocks=() if ruling else _again(case, found, ctx),
        )
    ]


def _again(case: Case, found: DispatchState, ctx: Context) -> tuple[Clock, ...]:
    """When the lead is gone the centre has to dispatch anew."""
    return ctx.clocks(case, "dispatch") if found.role is DispatchRole.LEAD else ()


@decides(ObjectToTransfer)
def object_to_transfer(case: Case, c: ObjectToTransfer, ctx: Context) -> Decision:
    """Petitions only, within the window from the transfer."""
    found = _own(case, c.dispatch, ctx)
    if case.track is not Track.PETITION:
        raise errors.WrongTrack(track=case.track.value)
    _no_ruling_pending(found)
    require_reason(c.reason)
    if found.ended_at is not None or found.feedback_at is not None:
        raise errors.AlreadyHandled(dispatch=c.dispatch)
    until = case.windows.get(f"object.{c.dispatch}")
    if until is not None and ctx.at > until:
        raise errors.WindowOver(until=until)
    return [
        e.TransferObjected(**ctx.stamp(), dispatch=c.dispatch, reason=c.reason, proposed=c.proposed)
    ]


@decides(RuleReturn)
def rule_return(case: Case, c: RuleReturn, ctx: Context) -> Decision:
    """By a supervisor, not by the unit concerned, nor who returned it for them.

    Errors: `OwnAct`, nothing to rule on.
    """
    require_open(case)
    timely(ctx)
    found = live_dispatch(case, c.dispatch)
    if ctx.by.unit == found.unit:
        raise errors.NotYourUnit(unit=found.unit, own=ctx.by.unit)
    if not found.ruling_needed:
        raise errors.NoRulingPending(dispatch=c.dispatch)
    require_another(ctx, e.Returned, dispatch=c.dispatch)
    require_reason(c.reason)
    return [
        e.ReturnRuled(
            **ctx.stamp(),
            dispatch=c.dispatch,
            upheld=c.upheld,
            reason=c.reason,
            passed_round=c.upheld and _passes_round(case, found, ctx),
            clocks=_again(case, found, ctx) if c.upheld else (),
        )
    ]


@decides(Arrive)
def arrive(case: Case, c: Arrive, ctx: Context) -> Decision:
    """Errors: not dispatched, earlier than the dispatch, arrived already."""
    found = _own(case, c.dispatch, ctx)
    if found.arrived_at is not None:
        raise errors.AlreadyArrived(dispatch=c.dispatch)
    if found.ended_at is not None or found.feedback_at is not None:
        raise errors.AlreadyHandled(dispatch=c.dispatch)
    return [e.Arrived(**ctx.stamp(), dispatch=c.dispatch, people=c.people)]


@decides(ReportSituation)
def report_situation(case: Case, c: ReportSituation, ctx: Context) -> Decision:
    """Any number of times while the unit works."""
    _own(case, c.dispatch, ctx)
    return [
        e.SituationReported(
            **ctx.stamp(), dispatch=c.dispatch, people=c.people, needs=c.needs, text=c.text
        )
    ]


@decides(EndHandling)
def end_handling(case: Case, c: EndHandling, ctx: Context) -> Decision:
    """Not before the arrival. Starts the feedback form's limit anew."""
    found = _own(case, c.dispatch, ctx)
    if found.ended_at is not None or found.feedback_at is not None:
        raise errors.AlreadyHandled(dispatch=c.dispatch)
    not_before(ctx, found.arrived_at, "arrival")
    require_outcome(case, c.result)
    clocks = ctx.clocks(case, "feedback", holder=found.unit, ref=c.dispatch)
    return [e.HandlingEnded(**ctx.stamp(), dispatch=c.dispatch, result=c.result, clocks=clocks)]


def require_outcome(case: Case, outcome: Outcome) -> None:
    """The track knows the outcome."""
    if outcome not in OUTCOMES[case.track]:
        raise errors.UnknownOutcome(outcome=outcome.value, track=case.track.value)


@decides(GiveFeedback)
def give_feedback(case: Case, c: GiveFeedback, ctx: Context) -> Decision:
    """Not before arrival or end of handling. What remains names a unit, a person and a date."""
    found = _own(case, c.dispatch, ctx)
    if found.feedback_at is not None:
        raise errors.AlreadyGiven(dispatch=c.dispatch)
    not_before(ctx, found.arrived_at, "arrival")
    not_before(ctx, found.ended_at, "handling")
    require_outcome(case, c.outcome)
    if c.follow_up is not None:
        _check_follow_up(c.follow_up, ctx)
        if is_accused(case, c.follow_up.unit, ctx):
            return [e.Barred(**ctx.stamp(), unit=c.follow_up.unit, attempt="follow_up")]
    return [
        e.FeedbackGiven(
            **ctx.stamp(),
            dispatch=c.dispatch,
            outcome=c.outcome,
            measures=c.measures,
            follow_up=c.follow_up,
            clocks=follow_up_clock(c),
        )
    ]


def _check_follow_up(follow_up: FollowUp, ctx: Context) -> None:
    require_unit(ctx, follow_up.unit)
    if not follow_up.person.strip():
        raise errors.FieldMissing(field="person")
    if follow_up.due < ctx.at:
        raise errors.OccurredBefore(at=follow_up.due, earliest=ctx.at, what="feedback")


def follow_up_clock(c: GiveFeedback | e.FeedbackGiven) -> tuple[Clock, ...]:
    """Until when what remains has to be done, and by whom."""
    left = c.follow_up
    if left is None:
        return ()
    return (Clock(kind="follow_up", holder=left.unit, ref=c.dispatch, due=left.due),)


@decides(SendFeedbackBack)
def send_feedback_back(case: Case, c: SendFeedbackBack, ctx: Context) -> Decision:
    """By the centre; the feedback is due again."""
    require_open(case)
    timely(ctx)
    found = live_dispatch(case, c.dispatch)
    require_reason(c.reason)
    if found.feedback_at is None:
        raise errors.NoFeedback(dispatch=c.dispatch)
    clocks = ctx.clocks(case, "feedback", holder=found.unit, ref=c.dispatch)
    return [e.FeedbackSentBack(**ctx.stamp(), dispatch=c.dispatch, reason=c.reason, clocks=clocks)]


@decides(DoFollowUp)
def do_follow_up(case: Case, c: DoFollowUp, ctx: Context) -> Decision:
    """By the unit the feedback named, after closing too. Errors: nothing remained."""
    require_known(case)
    timely(ctx)
    clock = case.running("follow_up", c.dispatch)
    if clock is None:
        raise errors.NoFeedback(dispatch=c.dispatch)
    acts_for(ctx, clock.holder)
    return [e.FollowUpDone(**ctx.stamp(), dispatch=c.dispatch, result=c.result)]
