"""What the facts of this stage change: see `domain.case.events.closing`."""

from domain.case import events as e
from domain.case.folds.steps import on
from domain.case.state import Case, ReturnVisit
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


@on(e.Closed)
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
    case.attempts, case.attempted_at = 0, None
    case.visited_at, case.visited_by, case.answered = None, "", None
    case.solved, case.satisfied, case.unhappy = None, None, False
    case.own_answer = False


def _made_by(case: Case, event: e.Fact) -> None:
    """Never by the unit that handled it; records of other systems may say so all the same."""
    if event.by.unit != CENTRE and event.by.unit in case.handling_units:
        case.prove(event)


@on(e.VisitAttempted)
def _visit_attempted(case: Case, event: e.VisitAttempted) -> None:
    _made_by(case, event)
    case.attempts, case.attempted_at = event.attempt, event.at
    if event.enough:
        case.visited_at, case.visited_by, case.answered = event.at, event.by.user, False
        _visit_made(case, event, answered=False)
        case.meet("visit", event.at)


@on(e.Visited)
def _visited(case: Case, event: e.Visited) -> None:
    _made_by(case, event)
    case.visited_at, case.visited_by = event.at, event.by.user
    case.answered, case.solved, case.satisfied = event.answered, event.solved, event.satisfied
    case.unhappy = bool(event.solved) and event.satisfied == "not"
    _visit_made(case, event, answered=event.answered)
    case.meet("visit", event.at)


@on(e.Answered)
def _answered(case: Case, event: e.Answered) -> None:
    """Where nobody could be reached before, the visit was made then and is answered now."""
    if case.visited_at is None:
        case.visited_at = event.at
        _visit_made(case, event, answered=True)
        case.meet("visit", event.at)
    else:
        _visit_answered(case, event)
    case.visited_by, case.own_answer, case.answered = event.by.user, True, True
    case.solved, case.satisfied = event.solved, event.satisfied
    case.unhappy = not event.solved or event.satisfied == "not"


def _visit_made(
    case: Case, event: e.VisitAttempted | e.Visited | e.Answered, *, answered: bool
) -> None:
    """Before its time limit is met."""
    lead, clock = case.lead, case.running("visit")
    made = ReturnVisit(
        case.version,
        "" if lead is None else lead.unit,
        event.at,
        None if clock is None else clock.due,
        own=isinstance(event, e.Answered),
        answered=answered,
    )
    case.visits.append(made)
    if not isinstance(event, e.VisitAttempted):
        _said(made, event)


def _visit_answered(case: Case, event: e.Answered) -> None:
    """What nobody said when the visit was made."""
    made = case.visits[-1]
    made.version, made.own, made.answered = case.version, True, True
    _said(made, event)


def _said(made: ReturnVisit, event: e.Visited | e.Answered) -> None:
    made.solved, made.satisfied = event.solved, event.satisfied
    made.contacted = event.contacted


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
    for dispatch in case.dispatches:
        dispatch.settled = True
    if case.mediation is not None:
        case.mediation.settled = True
    case.waive("visit", "reopened")
    case.start(event.clocks, event.at)


@on(e.Archived)
def _archived(case: Case, event: e.Archived) -> None:
    case.archived_at = event.at
