"""What the facts of this stage change: see `domain.case.events.closing`."""

from domain.case import events as e
from domain.case.folds.steps import on
from domain.case.state import Case, Closing
from domain.units import CENTRE

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


# What is taken up again for this is not taken up because the reporter said it was unsolved.
FOR_ELSE = frozenset({"unit", "breach", "overturned"})


@on(e.Closed)
def _closed(case: Case, event: e.Closed) -> None:
    case.closed = True
    case.closed_at = event.at
    case.outcome = event.outcome
    case.closings.append(Closing(case.version, _lead_unit(case), event.at))
    case.handlers.add(event.by.user)
    case.meet("close", event.at)
    case.meet("handle", event.at)
    case.settle(event.at, "closed", keep=OUTLAST_CLOSING)
    _visit_due(case)
    case.start(event.clocks, event.at)


def _lead_unit(case: Case) -> str:
    lead = case.lead
    return "" if lead is None else lead.unit


def _visit_due(case: Case) -> None:
    """Each closing has its own return visit; what an earlier one brought stays in the history."""
    case.attempts, case.attempted_at = 0, None
    case.visited_at, case.visited_by, case.answered = None, "", None
    case.solved, case.satisfied, case.unhappy = None, None, False
    case.own_answer = False


def _made_by(case: Case, event: e.Fact) -> None:
    """Never by the unit that handled it; records of other systems may say so all the same."""
    if event.by.unit != CENTRE and event.by.unit in case.handling_units:
        case.handlers_visits.append(event)
        case.prove(event)


@on(e.VisitAttempted)
def _visit_attempted(case: Case, event: e.VisitAttempted) -> None:
    _made_by(case, event)
    case.attempts, case.attempted_at = event.attempt, event.at
    if event.enough:
        case.visited_at, case.visited_by, case.answered = event.at, event.by.user, False
        _visit_made(case, event)
        case.meet("visit", event.at)


@on(e.Visited)
def _visited(case: Case, event: e.Visited) -> None:
    _made_by(case, event)
    case.visited_at, case.visited_by = event.at, event.by.user
    case.answered, case.solved, case.satisfied = event.answered, event.solved, event.satisfied
    case.unhappy = bool(event.solved) and event.satisfied == "not"
    _visit_made(case, event)
    if event.answered:
        _said(case, event)
    case.meet("visit", event.at)


@on(e.Answered)
def _answered(case: Case, event: e.Answered) -> None:
    """Where nobody could be reached before, the visit was made then and is answered now."""
    if case.visited_at is None:
        case.visited_at = event.at
        _visit_made(case, event)
        case.meet("visit", event.at)
    _said(case, event).own = True
    case.visited_by, case.own_answer, case.answered = event.by.user, True, True
    case.solved, case.satisfied = event.solved, event.satisfied
    case.unhappy = not event.solved or event.satisfied == "not"


def _last(case: Case) -> Closing:
    """Records of other systems may speak of a return visit and of no closing."""
    if not case.closings:
        case.closings.append(Closing(case.version, _lead_unit(case), case.changed_at))
    return case.closings[-1]


def _visit_made(case: Case, event: e.VisitAttempted | e.Visited | e.Answered) -> None:
    closing = _last(case)
    closing.visit, closing.visited_at = case.version, event.at


def _said(case: Case, event: e.Visited | e.Answered) -> Closing:
    """Whoever could not be reached may still answer later."""
    closing = _last(case)
    closing.visit, closing.said_at = case.version, event.at
    closing.solved, closing.satisfied = event.solved, event.satisfied
    closing.contacted = event.contacted
    return closing


@on(e.DissatisfactionRuled)
def _dissatisfaction_ruled(case: Case, _: e.DissatisfactionRuled) -> None:
    case.unhappy = False


@on(e.Reopened)
def _reopened(case: Case, event: e.Reopened) -> None:
    case.closed = False
    case.outcome = None
    case.archived_at = None
    case.replied_at = None
    case.opinion_at = None
    case.withdrawn = False
    case.unhappy = False
    case.reopened += 1
    if case.closings and case.closings[-1].solved is False and event.trigger not in FOR_ELSE:
        case.closings[-1].reopened = True
    for dispatch in case.dispatches:
        dispatch.settled = True
    if case.mediation is not None:
        case.mediation.settled = True
    case.waive("visit", "reopened")
    case.start(event.clocks, event.at)


@on(e.Archived)
def _archived(case: Case, event: e.Archived) -> None:
    case.archived_at = event.at
