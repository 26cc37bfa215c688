"""What the facts of this stage change: see `domain.case.events.dispatch`."""

from domain.case import events as e
from domain.case.folds.steps import on
from domain.case.state import Case, Dispatch, SentBack
from domain.case.words import DispatchRole, Track

DISPATCH_CLOCKS = ("sign", "arrive", "handle", "feedback", "follow_up")


@on(e.Dispatched)
def _dispatched(case: Case, event: e.Dispatched) -> None:
    case.dispatches.append(
        Dispatch(event.dispatch, event.unit, event.role, event.at, event.zone, case.version)
    )
    case.handling_units.add(event.unit)
    case.meet("dispatch", event.at)
    case.meet("transfer", event.at)
    if case.track is Track.EMERGENCY:  # sent out at once: the dispatch is the screening
        case.meet("screen", event.at)
    case.start(event.clocks, event.at)
    for window in event.windows:
        case.windows[f"{window.kind}.{window.ref}"] = window.due


def _drop(case: Case, number: int, why: str) -> None:
    for kind in DISPATCH_CLOCKS:
        case.waive(kind, why, number)


@on(e.Recalled)
def _recalled(case: Case, event: e.Recalled) -> None:
    case.dispatches[event.dispatch - 1].recalled_at = event.at
    _handed_off(case, event)
    _drop(case, event.dispatch, "recalled")


def _handed_off(case: Case, event: e.Recalled | e.Returned | e.ReturnRuled) -> None:
    """The matter goes on to somebody else without anything done."""
    dispatch = case.dispatches[event.dispatch - 1]
    if dispatch.role is not DispatchRole.LEAD or dispatch.worked:
        return
    if event.passed_round:
        case.prove(event, *case.hand_offs)
    case.hand_offs.append(case.version)


def _worked(case: Case, number: int) -> None:
    case.dispatches[number - 1].worked = True
    if case.hand_offs:
        case.hand_offs = []


@on(e.SignedFor)
def _signed_for(case: Case, event: e.SignedFor) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.signed_at = event.at
    dispatch.person = event.person or event.by.user
    case.handlers.add(event.by.user)
    case.meet("sign", event.at, event.dispatch)


@on(e.Returned)
def _returned(case: Case, event: e.Returned) -> None:
    case.returns += 1
    case.meet("sign", event.at, event.dispatch)
    dispatch = case.dispatches[event.dispatch - 1]
    if event.ruling_needed:
        dispatch.ruling_needed = True
        case.since[f"return.{event.dispatch}"] = event.at
        return
    dispatch.returned_at = event.at
    _handed_off(case, event)
    _drop(case, event.dispatch, "returned")
    case.start(event.clocks, event.at)


@on(e.TransferObjected)
def _transfer_objected(case: Case, event: e.TransferObjected) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.ruling_needed = dispatch.objected = True
    case.since[f"return.{event.dispatch}"] = event.at
    case.meet("sign", event.at, event.dispatch)


@on(e.ReturnRuled)
def _return_ruled(case: Case, event: e.ReturnRuled) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.ruling_needed = dispatch.objected = False
    if event.upheld:
        dispatch.returned_at = event.at
        _handed_off(case, event)
        _drop(case, event.dispatch, "returned")
    case.start(event.clocks, event.at)


@on(e.Arrived)
def _arrived(case: Case, event: e.Arrived) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.arrived_at = event.at
    _worked(case, event.dispatch)
    case.handlers.add(event.by.user)
    case.meet("sign", event.at, event.dispatch)
    case.meet("arrive", event.at, event.dispatch)


@on(e.SituationReported)
def _situation_reported(case: Case, event: e.SituationReported) -> None:
    _worked(case, event.dispatch)
    case.handlers.add(event.by.user)
    if event.people is not None:
        case.people = event.people


@on(e.HandlingEnded)
def _handling_ended(case: Case, event: e.HandlingEnded) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.ended_at = event.at
    _worked(case, event.dispatch)
    case.handlers.add(event.by.user)
    case.meet("sign", event.at, event.dispatch)
    case.meet("handle", event.at, event.dispatch)
    case.start(event.clocks, event.at)


@on(e.FeedbackGiven)
def _feedback_given(case: Case, event: e.FeedbackGiven) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.feedback_at = event.at
    dispatch.outcome = event.outcome
    _worked(case, event.dispatch)
    case.handlers.add(event.by.user)
    case.meet("sign", event.at, event.dispatch)
    case.meet("handle", event.at, event.dispatch)
    case.meet("feedback", event.at, event.dispatch)
    if event.follow_up is not None:
        dispatch.follow_up_due = event.follow_up.due
    case.start(event.clocks, event.at)


@on(e.FeedbackSentBack)
def _feedback_sent_back(case: Case, event: e.FeedbackSentBack) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.feedback_at = None
    dispatch.sent_back += 1
    case.sent_back.append(SentBack(event.dispatch, dispatch.unit, event.at, case.version))
    case.start(event.clocks, event.at)


@on(e.FollowUpDone)
def _follow_up_done(case: Case, event: e.FollowUpDone) -> None:
    case.dispatches[event.dispatch - 1].follow_up_due = None
    case.meet("follow_up", event.at, event.dispatch)
