"""What the facts of this stage change: see `domain.case.events.timekeeping`."""

from domain.case import events as e
from domain.case.folds.steps import on
from domain.case.state import Case


@on(e.Reminded)
def _reminded(case: Case, event: e.Reminded) -> None:
    case.acted(event.kind, event.ref, event.planned)


@on(e.Escalated)
def _escalated(case: Case, event: e.Escalated) -> None:
    case.acted(event.kind, event.ref, event.planned)
    clock = case.running(event.kind, event.ref)
    if clock is not None:
        clock.raised_to = event.to
        case.over(event.kind, event.ref, event.at)


@on(e.PeriodEnded)
def _period_ended(case: Case, event: e.PeriodEnded) -> None:
    case.period_over = event.planned
