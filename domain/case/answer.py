"""评价: what the reporters themselves say, on their own page, about how their matter was closed."""

from datetime import datetime
from typing import Final

from domain import errors
from domain.case import events as e
from domain.case.closing import reopened
from domain.case.command import (
    Command,
    Context,
    Decision,
    decides,
    not_before,
    require_closed,
    timely,
)
from domain.case.events import Actor
from domain.case.state import Case, Obligation
from domain.case.words import Satisfaction
from domain.sealed import Sealed

# No role of accounts: nobody can be given it, and no account is called like nobody.
REPORTER: Final = Actor(user="", unit="", role="reporter")


class Answer(Command, frozen=True, kw_only=True):
    """Say whether it is solved and whether one is satisfied (评价)."""

    solved: bool
    satisfied: Satisfaction
    reopen: bool = False
    contacted: bool | None = None
    words: Sealed | None = None


@decides(Answer)
def answer(case: Case, c: Answer, ctx: Context) -> Decision:
    """By the reporter alone, once to a closing, while its return visit is due.

    It counts as that return visit, answered. Unsolved and asked for, the matter reopens at once.
    Every other unhappy answer (unsolved without asking, or solved but not satisfied) waits for the
    inspection office, which rules by `RuleDissatisfaction`; what was asked for stays on record.
    """
    _require_reporter(ctx)
    require_closed(case)
    timely(ctx)
    not_before(ctx, case.closed_at, "closing")
    _require_due(case, ctx)
    if c.reopen and not is_unhappy(solved=c.solved, satisfied=c.satisfied):
        raise errors.WrongValue(field="reopen")
    answered = e.Answered(
        **ctx.stamp(),
        solved=c.solved,
        satisfied=c.satisfied,
        reopen=c.reopen,
        words=c.words,
        contacted=c.contacted,
    )
    if c.solved or not c.reopen:
        return [answered]
    return [answered, reopened(case, ctx, "", REPORTER.role)]


def _require_reporter(ctx: Context) -> None:
    """A record of somebody else's speaks for the reporter as little as staff does."""
    if ctx.by.role != REPORTER.role:
        raise errors.NotYourRole(role=ctx.by.role, needed=REPORTER.role)


def _require_due(case: Case, ctx: Context) -> None:
    if case.answered:
        raise errors.AlreadyVisited(number=case.number)
    until = answer_until(case)
    if until is None:
        raise errors.WrongTrack(track=case.track.value)
    if ctx.at > until:
        raise errors.WindowOver(until=until)


def is_unhappy(*, solved: bool, satisfied: Satisfaction) -> bool:
    """Unsolved, or not satisfied with how it was solved."""
    return not solved or satisfied is Satisfaction.NOT


def answer_until(case: Case) -> datetime | None:
    """Until when the last closing can be answered: by when its return visit is due.

    None when nothing is closed, or the rule set has no return visit for the track.
    """
    visit = _last_visit(case) if case.closed else None
    return visit.due if visit is not None else None


def _last_visit(case: Case) -> Obligation | None:
    visits = (one for one in reversed(case.obligations) if one.kind == "visit")
    last = next(visits, None)
    began = case.closed_at
    return last if last is not None and began is not None and last.opened_at >= began else None
