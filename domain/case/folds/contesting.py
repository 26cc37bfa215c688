"""What the facts of this stage change: see `domain.case.events.contesting`."""

from domain.case import events as e
from domain.case.folds.steps import on
from domain.case.state import Case, Contest

RECEIPT = 1  # the version of the event by which the matter came in


@on(e.UnregisteredFound)
def _unregistered_found(case: Case, event: e.UnregisteredFound) -> None:
    case.unregistered.add(event.unit)
    case.prove(event, RECEIPT)


@on(e.FalseEntryFound)
def _false_entry_found(case: Case, event: e.FalseEntryFound) -> None:
    case.false_entries[event.record] = event.unit
    case.prove(event, event.record)


@on(e.FailingContested)
def _failing_contested(case: Case, event: e.FailingContested) -> None:
    case.contests[event.contest] = Contest(
        event.failing,
        event.about,
        event.proof,
        event.unit,
        event.by.user,
        event.at,
        case.version,
    )


@on(e.FailingContestWithdrawn)
def _failing_contest_withdrawn(case: Case, event: e.FailingContestWithdrawn) -> None:
    _end(case, event.contest, "withdrawn")


@on(e.FailingRuled)
def _failing_ruled(case: Case, event: e.FailingRuled) -> None:
    _end(case, event.contest, "struck" if event.struck else "upheld")


def _end(case: Case, number: int, state: str) -> None:
    contest = case.contests[number]
    contest.state, contest.ended = state, case.version
