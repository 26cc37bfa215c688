"""What becomes of an attempt to bring an accusation before the accused: stored, then refused."""

from collections.abc import Sequence

from domain import errors
from domain.case.events import Barred, Fact

BY_THE_ACCUSED = frozenset({"open", "act"})


def refuse_barred(event: Fact, number: str) -> None:
    """What was recorded as an attempt is refused, and again when the form is sent again.

    To the accused who tried themselves there is no such case. Errors: `AccusedUnit`,
    `CaseUnknown`.
    """
    if not isinstance(event, Barred):
        return
    if event.attempt in BY_THE_ACCUSED:
        raise errors.CaseUnknown(case=number)
    raise errors.AccusedUnit(unit=event.unit)


def refuse_repeated(history: Sequence[Fact], attempt: Barred, number: str) -> None:
    """Trying again, with nothing done in between, is no second attempt to record."""
    last = history[-1]
    if not isinstance(last, Barred) or attempt.attempt not in BY_THE_ACCUSED:
        return
    if (last.by, last.attempt) == (attempt.by, attempt.attempt):
        refuse_barred(attempt, number)
