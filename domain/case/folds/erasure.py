"""What the facts of this stage change: see `domain.case.events.erasure`."""

from domain.case import events as e
from domain.case.folds.steps import on
from domain.case.state import Asked, Case


@on(e.ErasureAsked)
def _asked(case: Case, event: e.ErasureAsked) -> None:
    case.erasures[case.version] = Asked(event.person, event.basis, event.by.user)


@on(e.ErasureRefused)
def _refused(case: Case, event: e.ErasureRefused) -> None:
    case.erasures.pop(event.asked, None)


@on(e.DataErased)
def _erased(case: Case, event: e.DataErased) -> None:
    case.erased.add(event.person)
    case.erasures.pop(event.asked, None)


@on(e.HoldSet)
def _held(case: Case, _: e.HoldSet) -> None:
    case.holds[len(case.holds) + 1] = True


@on(e.HoldLifted)
def _lifted(case: Case, event: e.HoldLifted) -> None:
    case.holds[event.hold] = False
