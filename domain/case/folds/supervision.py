"""What the facts of this stage change: see `domain.case.events.supervision`."""

from domain.case import events as e
from domain.case.folds.steps import on
from domain.case.state import Case


@on(e.Directed)
def _directed(case: Case, event: e.Directed) -> None:
    case.directives[event.directive] = False
    case.start(event.clocks, event.at)


@on(e.DirectiveAnswered)
def _directive_answered(case: Case, event: e.DirectiveAnswered) -> None:
    case.directives[event.directive] = True
    case.meet("directive", event.at, event.directive)


@on(e.Urged)
def _urged(case: Case, event: e.Urged) -> None:
    case.urges[event.urge] = bool(event.rule) and not event.clocks  # nothing to answer
    case.urged_units[event.urge] = event.unit
    case.since[f"urge.{event.urge}"] = event.at
    for obligation in case.obligations:
        if obligation.kind == event.kind and obligation.ref == event.ref and obligation.running:
            obligation.urged += 1
            obligation.urged_at = event.at
    case.over(event.kind, event.ref, event.at)
    if event.planned is not None:
        case.acted(event.kind, event.ref, event.planned)
        case.urged_over[event.urge] = event.kind, event.ref
    case.start(event.clocks, event.at)


@on(e.UrgeAnswered)
def _urge_answered(case: Case, event: e.UrgeAnswered) -> None:
    case.urges[event.urge] = True
    case.meet("urge_answer", event.at, event.urge)


@on(e.Supervised)
def _supervised(case: Case, event: e.Supervised) -> None:
    case.supervisions[event.supervision] = False
    case.start(event.clocks, event.at)


@on(e.SupervisionEnded)
def _supervision_ended(case: Case, event: e.SupervisionEnded) -> None:
    case.supervisions[event.supervision] = True
    case.meet("supervise", event.at, event.supervision)


@on(e.ReviewRequested)
def _review_requested(case: Case, event: e.ReviewRequested) -> None:
    case.review = event.stage.value
    case.start(event.clocks, event.at)


@on(e.HearingOpened)
def _hearing_opened(case: Case, event: e.HearingOpened) -> None:
    case.hearing_at = event.at


@on(e.HearingEnded)
def _hearing_ended(case: Case, event: e.HearingEnded) -> None:
    case.hearing_at = None
    case.start(event.clocks, event.at)


@on(e.ReviewDecided)
def _review_decided(case: Case, event: e.ReviewDecided) -> None:
    case.review = ""
    case.reviewed.append(event.stage.value)
    case.meet(event.stage.value, event.at)
    if not event.upheld:
        case.prove(event, case.opinion[0])
        case.opinion_at = case.replied_at = None
    case.start(event.clocks, event.at)
    for window in event.windows:
        case.windows[window.kind] = window.due


@on(e.Proposed)
def _proposed(case: Case, event: e.Proposed) -> None:
    case.proposals[event.proposal] = False
    case.start(event.clocks, event.at)


@on(e.ProposalAnswered)
def _proposal_answered(case: Case, event: e.ProposalAnswered) -> None:
    case.proposals[event.proposal] = True
    case.meet("proposal", event.at, event.proposal)


@on(e.Complained)
def _complained(case: Case, event: e.Complained) -> None:
    case.complaints[event.complaint] = False
    case.complained[event.complaint] = event.unit
    case.since[f"complaint.{event.complaint}"] = event.at


@on(e.ComplaintRuled)
def _complaint_ruled(case: Case, event: e.ComplaintRuled) -> None:
    case.complaints[event.complaint] = True
    if event.upheld:
        case.prove(event)
