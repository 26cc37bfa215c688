"""How each event changes the state of a case: assignments only, history can't be refused."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from domain.case import events as e
from domain.case.state import Case, Dispatch, Mediation
from domain.case.words import ReportKind, ReviewStage, Track, Validity
from domain.rules.clocks import Clock

E = TypeVar("E", bound=e.Fact)
Step = Callable[[Case, E], None]

_STEPS: dict[type[e.Fact], Callable[[Case, Any], None]] = {}

OUTLAST_CLOSING = frozenset(
    {
        "confirmation",
        "performance",
        "visit",
        "supervise",
        "directive",
        "proposal",
        "review",
        "rereview",
        "follow_up",
        "report_final",
        "after_action",
    }
)
OUTLAST_DUPLICATE = frozenset({"notice"})  # its reporter is still told where the matter is
REPORT_CLOCKS = {
    ReportKind.FIRST: "report_first",
    ReportKind.FINAL: "report_final",
    ReportKind.CONCLUDING: "after_action",
}
DISPATCH_CLOCKS = ("sign", "arrive", "handle", "feedback", "follow_up")


def _on(kind: type[E]) -> Callable[[Step[E]], Step[E]]:
    def register(step: Step[E]) -> Step[E]:
        _STEPS[kind] = step
        return step

    return register


def evolve(case: Case, event: e.Fact) -> Case:
    """Fold one more event into the state (in place; the state is the fold's own)."""
    case.version += 1
    case.changed_at = event.at
    _STEPS[type(event)](case, event)
    return case


def fold(case_id: str, events: Sequence[e.Fact]) -> Case:
    """Fold a whole history, corrections applied where they point."""
    case = Case(case_id)
    for event in corrected(events):
        case.version += 1
        case.changed_at = event.at
        _STEPS[type(event)](case, event)
    return case


def advance(case: Case, before: Sequence[e.Fact], new: Sequence[e.Fact]) -> Case:
    """Fold new events; a correction among them means folding all again, since it reaches back."""
    if any(type(event) is e.Corrected for event in new):
        return fold(case.id, [*before, *new])
    for event in new:
        evolve(case, event)
    return case


def corrected(events: Sequence[e.Fact]) -> Iterable[e.Fact]:
    """The history with each corrected field at its right value; the events stay as they are."""
    corrections = [event for event in events if type(event) is e.Corrected]
    if not corrections:
        return events
    history = list(events)
    for correction in corrections:
        history[correction.event - 1] = apply_correction(history[correction.event - 1], correction)
    return history


def apply_correction(event: e.Fact, correction: e.Corrected) -> e.Fact:
    """The event as it should have been."""
    right: dict[str, object] = {correction.field: correction_value(event, correction)}
    if correction.clocks is not None:
        right["clocks"] = correction.clocks
    if correction.windows is not None:
        right["windows"] = correction.windows
    changed: e.Fact = msgspec.structs.replace(event, **right)
    return changed


def correction_value(event: e.Fact, correction: e.Corrected) -> object:
    """The right value in the field's own type. Errors: `msgspec.ValidationError`."""
    if correction.sealed is not None:
        return correction.sealed
    types = {f.name: f.type for f in msgspec.structs.fields(event)}
    return msgspec.json.decode(correction.value, type=types[correction.field])


# --- intake -------------------------------------------------------------------------------------


@_on(e.Received)
def _received(case: Case, event: e.Received) -> None:
    case.number = event.number
    case.track = event.track
    case.kind = event.kind
    case.channel = event.channel
    case.title = event.title
    case.rules = event.rules
    case.category = event.category
    case.place = event.place
    case.people = event.people
    case.grade = event.grade
    case.receiver = event.receiver or event.by.user
    case.received_by = event.received_by or event.by.unit
    case.reference = event.reference
    case.source = event.source
    case.accused = event.accused
    case.anonymous = event.anonymous
    case.received_at = event.at
    case.start(event.clocks, event.at)


@_on(e.Screened)
def _screened(case: Case, event: e.Screened) -> None:
    case.screened_at = event.at
    case.validity = event.validity.value
    case.category = event.category or case.category
    case.level = event.level
    case.grade = event.grade or case.grade
    case.dispute_class = event.dispute_class
    case.plan = event.plan
    case.sign_off = event.sign_off
    case.duplicate_of = event.duplicate_of if event.validity is Validity.DUPLICATE else ""
    case.meet("screen", event.at)
    case.start(event.clocks, event.at)
    if event.validity is not Validity.VALID:
        _end(case, event, event.validity.value)


def _end(case: Case, event: e.Fact, how: str) -> None:
    case.ended_as, case.ended_at = how, event.at
    case.settle(event.at, how, keep=OUTLAST_DUPLICATE if how == Validity.DUPLICATE else frozenset())


@_on(e.DuplicateLinked)
def _duplicate_linked(case: Case, event: e.DuplicateLinked) -> None:
    case.duplicates.append(event.number)


@_on(e.Accepted)
def _accepted(case: Case, event: e.Accepted) -> None:
    case.accepted_at = event.at
    if event.notice is not None:
        _noticed(case, event)
    case.start(event.clocks, event.at)


def _noticed(case: Case, event: e.Fact) -> None:
    case.noticed_at = event.at
    case.meet("notice", event.at)


@_on(e.Declined)
def _declined(case: Case, event: e.Declined) -> None:
    _noticed(case, event)
    _end(case, event, "declined")


@_on(e.Redirected)
def _redirected(case: Case, event: e.Redirected) -> None:
    _noticed(case, event)
    case.meet("transfer", event.at)
    _end(case, event, "redirected")


@_on(e.NoticeServed)
def _notice_served(case: Case, event: e.NoticeServed) -> None:
    _noticed(case, event)


@_on(e.SignedOff)
def _signed_off(case: Case, event: e.SignedOff) -> None:
    case.signed_off = event.grade if event.approved else ""


@_on(e.Withdrawn)
def _withdrawn(case: Case, _: e.Withdrawn) -> None:
    case.withdrawn = True


@_on(e.Barred)
def _barred(_: Case, __: e.Barred) -> None:
    """Recorded for the audit; nothing about the case changes."""


# --- dispatch -----------------------------------------------------------------------------------


@_on(e.Dispatched)
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


@_on(e.Recalled)
def _recalled(case: Case, event: e.Recalled) -> None:
    case.dispatches[event.dispatch - 1].recalled_at = event.at
    _drop(case, event.dispatch, "recalled")


@_on(e.SignedFor)
def _signed_for(case: Case, event: e.SignedFor) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.signed_at = event.at
    dispatch.person = event.person or event.by.user
    case.handlers.add(event.by.user)
    case.meet("sign", event.at, event.dispatch)


@_on(e.Returned)
def _returned(case: Case, event: e.Returned) -> None:
    case.returns += 1
    case.meet("sign", event.at, event.dispatch)
    dispatch = case.dispatches[event.dispatch - 1]
    if event.ruling_needed:
        dispatch.ruling_needed = True
        return
    dispatch.returned_at = event.at
    _drop(case, event.dispatch, "returned")
    case.start(event.clocks, event.at)


@_on(e.TransferObjected)
def _transfer_objected(case: Case, event: e.TransferObjected) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.ruling_needed = dispatch.objected = True
    case.meet("sign", event.at, event.dispatch)


@_on(e.ReturnRuled)
def _return_ruled(case: Case, event: e.ReturnRuled) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.ruling_needed = False
    if event.upheld:
        dispatch.returned_at = event.at
        _drop(case, event.dispatch, "returned")
    case.start(event.clocks, event.at)


@_on(e.Arrived)
def _arrived(case: Case, event: e.Arrived) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.arrived_at = event.at
    dispatch.worked = True
    case.handlers.add(event.by.user)
    case.meet("sign", event.at, event.dispatch)
    case.meet("arrive", event.at, event.dispatch)


@_on(e.SituationReported)
def _situation_reported(case: Case, event: e.SituationReported) -> None:
    case.dispatches[event.dispatch - 1].worked = True
    case.handlers.add(event.by.user)
    if event.people is not None:
        case.people = event.people


@_on(e.HandlingEnded)
def _handling_ended(case: Case, event: e.HandlingEnded) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.ended_at = event.at
    dispatch.worked = True
    case.handlers.add(event.by.user)
    case.meet("sign", event.at, event.dispatch)
    case.meet("handle", event.at, event.dispatch)
    case.start(event.clocks, event.at)


@_on(e.FeedbackGiven)
def _feedback_given(case: Case, event: e.FeedbackGiven) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.feedback_at = event.at
    dispatch.outcome = event.outcome
    dispatch.worked = True
    case.handlers.add(event.by.user)
    case.meet("sign", event.at, event.dispatch)
    case.meet("handle", event.at, event.dispatch)
    case.meet("feedback", event.at, event.dispatch)
    if event.follow_up is not None:
        dispatch.follow_up_due = event.follow_up.due
    case.start(event.clocks, event.at)


@_on(e.FeedbackSentBack)
def _feedback_sent_back(case: Case, event: e.FeedbackSentBack) -> None:
    dispatch = case.dispatches[event.dispatch - 1]
    dispatch.feedback_at = None
    dispatch.sent_back += 1
    case.start(event.clocks, event.at)


@_on(e.FollowUpDone)
def _follow_up_done(case: Case, event: e.FollowUpDone) -> None:
    case.dispatches[event.dispatch - 1].follow_up_due = None
    case.meet("follow_up", event.at, event.dispatch)


# --- handling -----------------------------------------------------------------------------------


@_on(e.HandlerAppointed)
def _handler_appointed(case: Case, event: e.HandlerAppointed) -> None:
    case.appointed, case.appointed_unit = event.person, event.unit
    case.handlers.update((event.person, event.leader))
    case.handling_units.add(event.unit)
    case.start(event.clocks, event.at)


@_on(e.HandlerChanged)
def _handler_changed(case: Case, event: e.HandlerChanged) -> None:
    case.appointed, case.appointed_unit = event.person, event.unit
    case.handlers.add(event.person)
    case.handling_units.add(event.unit)
    clock = case.running("handle")
    if clock is not None:
        clock.holder = event.unit


@_on(e.Transferred)
def _transferred(case: Case, event: e.Transferred) -> None:
    case.at_level = event.to_level


@_on(e.ReportedUpward)
def _reported_upward(case: Case, event: e.ReportedUpward) -> None:
    case.reported.add(event.kind.value)
    clock = REPORT_CLOCKS.get(event.kind)
    if clock is not None:
        case.meet(clock, event.at)


@_on(e.PlanActivated)
def _plan_activated(case: Case, event: e.PlanActivated) -> None:
    case.activated = event.plan
    case.checklist = len(event.checklist)
    case.ticked = set()
    case.start(event.clocks, event.at)


@_on(e.PlanLifted)
def _plan_lifted(case: Case, _: e.PlanLifted) -> None:
    case.activated = ""


@_on(e.ChecklistTicked)
def _checklist_ticked(case: Case, event: e.ChecklistTicked) -> None:
    case.ticked.add(event.item)


@_on(e.Directed)
def _directed(case: Case, event: e.Directed) -> None:
    case.directives[event.directive] = False
    case.start(event.clocks, event.at)


@_on(e.DirectiveAnswered)
def _directive_answered(case: Case, event: e.DirectiveAnswered) -> None:
    case.directives[event.directive] = True
    case.meet("directive", event.at, event.directive)


@_on(e.Urged)
def _urged(case: Case, event: e.Urged) -> None:
    case.urges[event.urge] = False
    case.urged_units[event.urge] = event.unit
    for obligation in case.obligations:
        if obligation.kind == event.kind and obligation.ref == event.ref and obligation.running:
            obligation.urged += 1
    case.start(event.clocks, event.at)


@_on(e.UrgeAnswered)
def _urge_answered(case: Case, event: e.UrgeAnswered) -> None:
    case.urges[event.urge] = True
    case.meet("urge_answer", event.at, event.urge)


@_on(e.Supervised)
def _supervised(case: Case, event: e.Supervised) -> None:
    case.supervisions[event.supervision] = False
    case.start(event.clocks, event.at)


@_on(e.SupervisionEnded)
def _supervision_ended(case: Case, event: e.SupervisionEnded) -> None:
    case.supervisions[event.supervision] = True
    case.meet("supervise", event.at, event.supervision)


@_on(e.Paused)
def _paused(case: Case, event: e.Paused) -> None:
    case.paused_at, case.pause_reason = event.at, event.reason


@_on(e.Resumed)
def _resumed(case: Case, event: e.Resumed) -> None:
    case.paused_at, case.pause_reason = None, ""
    case.start(event.clocks, event.at)


@_on(e.ExtensionAsked)
def _extension_asked(case: Case, event: e.ExtensionAsked) -> None:
    case.asked[f"{event.kind}.{event.ref}"] = event.days


@_on(e.Extended)
def _extended(case: Case, event: e.Extended) -> None:
    key = f"{event.kind}.{event.ref}"
    case.asked.pop(key, None)
    obligation = case.running(event.kind, event.ref)
    if obligation is None:
        return
    case.extended_days[key] = case.extended_days.get(key, 0) + event.days
    case.extensions[key] = case.extensions.get(key, 0) + 1
    obligation.due = event.due


@_on(e.ExtensionRefused)
def _extension_refused(case: Case, event: e.ExtensionRefused) -> None:
    case.asked.pop(f"{event.kind}.{event.ref}", None)


@_on(e.OpinionIssued)
def _opinion_issued(case: Case, event: e.OpinionIssued) -> None:
    case.opinion_at = event.at
    if ReviewStage.REREVIEW.value not in case.reviewed:
        case.reviewed = []  # a new opinion can be reviewed anew; after a re-review none can
    case.handlers.add(event.by.user)
    _answered(case, event, event.windows)
    case.meet("opinion", event.at)


@_on(e.ReplyServed)
def _reply_served(case: Case, event: e.ReplyServed) -> None:
    case.handlers.add(event.by.user)
    _answered(case, event, event.windows)


def _answered(case: Case, event: e.Fact, windows: tuple[Clock, ...]) -> None:
    case.replied_at = event.at
    case.meet("reply", event.at)
    for window in windows:
        case.windows[window.kind] = window.due


@_on(e.ReviewRequested)
def _review_requested(case: Case, event: e.ReviewRequested) -> None:
    case.review = event.stage.value
    case.start(event.clocks, event.at)


@_on(e.HearingOpened)
def _hearing_opened(case: Case, event: e.HearingOpened) -> None:
    case.hearing_at = event.at


@_on(e.HearingEnded)
def _hearing_ended(case: Case, event: e.HearingEnded) -> None:
    case.hearing_at = None
    case.start(event.clocks, event.at)


@_on(e.ReviewDecided)
def _review_decided(case: Case, event: e.ReviewDecided) -> None:
    case.review = ""
    case.reviewed.append(event.stage.value)
    case.meet(event.stage.value, event.at)
    if not event.upheld:
        case.opinion_at = case.replied_at = None
    case.start(event.clocks, event.at)
    for window in event.windows:
        case.windows[window.kind] = window.due


@_on(e.Noted)
def _noted(_: Case, __: e.Noted) -> None:
    """A remark changes nothing."""


@_on(e.Attached)
def _attached(_: Case, __: e.Attached) -> None:
    """A file changes nothing."""


@_on(e.Proposed)
def _proposed(case: Case, event: e.Proposed) -> None:
    case.proposals[event.proposal] = False
    case.start(event.clocks, event.at)


@_on(e.ProposalAnswered)
def _proposal_answered(case: Case, event: e.ProposalAnswered) -> None:
    case.proposals[event.proposal] = True
    case.meet("proposal", event.at, event.proposal)


@_on(e.Complained)
def _complained(case: Case, event: e.Complained) -> None:
    case.complaints[event.complaint] = False


@_on(e.ComplaintRuled)
def _complaint_ruled(case: Case, event: e.ComplaintRuled) -> None:
    case.complaints[event.complaint] = True


# --- mediation ----------------------------------------------------------------------------------


@_on(e.TakenUp)
def _taken_up(case: Case, event: e.TakenUp) -> None:
    case.mediation = Mediation(event.unit, event.mode.value, event.procedure.value, event.at)
    case.handling_units.add(event.unit)
    case.meet("take_up", event.at)
    case.start(event.clocks, event.at)


def _mediation(case: Case) -> Mediation:
    if case.mediation is None:
        case.mediation = Mediation("", "", "", case.changed_at)
    return case.mediation


@_on(e.PartyJoined)
def _party_joined(case: Case, event: e.PartyJoined) -> None:
    case.parties.add(event.party)


@_on(e.ConsentRecorded)
def _consent_recorded(case: Case, event: e.ConsentRecorded) -> None:
    _mediation(case).consents.add(event.party)


@_on(e.ConsentWithdrawn)
def _consent_withdrawn(case: Case, event: e.ConsentWithdrawn) -> None:
    _mediation(case).consents.discard(event.party)


@_on(e.MediatorNamed)
def _mediator_named(case: Case, event: e.MediatorNamed) -> None:
    _mediation(case).mediator = event.mediator
    case.handlers.add(event.mediator)
    case.handling_units.add(event.unit)


@_on(e.MediatorChallenged)
def _mediator_challenged(case: Case, event: e.MediatorChallenged) -> None:
    _mediation(case).challenged = event.mediator


@_on(e.ChallengeRuled)
def _challenge_ruled(case: Case, event: e.ChallengeRuled) -> None:
    mediation = _mediation(case)
    mediation.challenged = ""
    if event.upheld:
        mediation.mediator = ""
        mediation.stepped_down.add(event.mediator)


@_on(e.FactsEstablished)
def _facts_established(case: Case, _: e.FactsEstablished) -> None:
    _mediation(case).facts = True


@_on(e.SessionHeld)
def _session_held(case: Case, event: e.SessionHeld) -> None:
    _mediation(case).sessions += 1
    case.handlers.add(event.by.user)


@_on(e.AgreementReached)
def _agreement_reached(case: Case, event: e.AgreementReached) -> None:
    mediation = _mediation(case)
    mediation.agreed_at, mediation.effective_at = event.at, event.effective_at
    mediation.written = event.written
    mediation.performed = False
    mediation.failed_at = None
    case.meet("mediation", event.at)
    case.start(event.clocks, event.at)


@_on(e.PerformanceRecorded)
def _performance_recorded(case: Case, event: e.PerformanceRecorded) -> None:
    _mediation(case).performed = event.complete
    if event.complete:
        case.meet("performance", event.at)


@_on(e.AgreementBreached)
def _agreement_breached(case: Case, event: e.AgreementBreached) -> None:
    mediation = _mediation(case)
    mediation.agreed_at = None
    mediation.performed = False
    case.meet("performance", event.at)


@_on(e.ConfirmationRequested)
def _confirmation_requested(case: Case, event: e.ConfirmationRequested) -> None:
    _mediation(case).confirmation = "requested"
    case.meet("confirmation", event.at)


@_on(e.ConfirmationDecided)
def _confirmation_decided(case: Case, event: e.ConfirmationDecided) -> None:
    _mediation(case).confirmation = "confirmed" if event.confirmed else "refused"


@_on(e.MediationFailed)
def _mediation_failed(case: Case, event: e.MediationFailed) -> None:
    _mediation(case).failed_at = event.at
    case.meet("mediation", event.at)


# --- closing ------------------------------------------------------------------------------------


@_on(e.Closed)
def _closed(case: Case, event: e.Closed) -> None:
    case.closed = True
    case.closed_at = event.at
    case.outcome = event.outcome
    case.handlers.add(event.by.user)
    case.meet("close", event.at)
    case.meet("handle", event.at)
    case.settle(event.at, "closed", keep=OUTLAST_CLOSING)
    _visit_due(case)
    case.start(event.clocks, event.at)


def _visit_due(case: Case) -> None:
    """Each closing has its own return visit; what an earlier one brought stays in the history."""
    case.attempts = 0
    case.visited_at, case.visited_by, case.answered = None, "", None
    case.solved, case.satisfied, case.unhappy = None, None, False


@_on(e.VisitAttempted)
def _visit_attempted(case: Case, event: e.VisitAttempted) -> None:
    case.attempts = event.attempt
    if event.enough:
        case.visited_at, case.visited_by, case.answered = event.at, event.by.user, False
        case.meet("visit", event.at)


@_on(e.Visited)
def _visited(case: Case, event: e.Visited) -> None:
    case.visited_at, case.visited_by = event.at, event.by.user
    case.answered, case.solved, case.satisfied = event.answered, event.solved, event.satisfied
    case.unhappy = bool(event.solved) and event.satisfied == "not"
    case.meet("visit", event.at)


@_on(e.DissatisfactionRuled)
def _dissatisfaction_ruled(case: Case, _: e.DissatisfactionRuled) -> None:
    case.unhappy = False


@_on(e.Reopened)
def _reopened(case: Case, event: e.Reopened) -> None:
    case.closed = False
    case.outcome = None
    case.archived_at = None
    case.replied_at = None
    case.opinion_at = None
    case.withdrawn = False
    case.unhappy = False
    case.reopened += 1
    for dispatch in case.dispatches:
        dispatch.settled = True
    if case.mediation is not None:
        case.mediation.settled = True
    case.waive("visit", "reopened")
    case.start(event.clocks, event.at)


@_on(e.Archived)
def _archived(case: Case, event: e.Archived) -> None:
    case.archived_at = event.at


@_on(e.Corrected)
def _corrected(_: Case, __: e.Corrected) -> None:
    """Applied to the event it refers to before the fold; see `corrected`."""


@_on(e.DataErased)
def _data_erased(case: Case, event: e.DataErased) -> None:
    case.erased.add(event.person)


@_on(e.DataExported)
def _data_exported(_: Case, __: e.DataExported) -> None:
    """Recorded for the audit."""


@_on(e.DataRead)
def _data_read(_: Case, __: e.DataRead) -> None:
    """Recorded for the audit."""
