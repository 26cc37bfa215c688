"""Opens a case for a person: whom it accuses does not find it, and the attempt is recorded."""

from application.desk import Act, Desk, Work
from domain import errors
from domain.case.command import Context
from domain.case.events import Actor
from domain.case.rights import barred, may_see


def open_case(desk: Desk, case_id: str, by: Actor, attempt: str = "open") -> tuple[Work, Context]:
    """The case, and the context in which the person would act on it now.

    `attempt` is what somebody of the accused is recorded as having tried: "open" or "act".
    Errors: `CaseUnknown`, to whoever may not see it.
    """
    work, ctx = look(desk, case_id, by)
    if may_see(work.case, ctx):
        return work, ctx
    if barred(work.case, ctx):
        desk.run(case_id, "", lambda again: again.tried(Act(by=by), attempt))
    raise errors.CaseUnknown(case=work.case.number or case_id)


def exists_for(desk: Desk, case_id: str, by: Actor) -> bool:
    """Whether the case exists for a person who did not ask for it."""
    work, ctx = look(desk, case_id, by)
    return may_see(work.case, ctx)


def accuses(desk: Desk, number: str, by: Actor) -> bool:
    """Whether the case of that number must not be known to a person who did not ask for it."""
    try:
        work, ctx = look(desk, desk.find(number), by)
    except errors.CaseUnknown:
        return False
    return barred(work.case, ctx)


def look(desk: Desk, case_id: str, by: Actor) -> tuple[Work, Context]:
    """The case as it stands, whoever asks. Errors: `CaseUnknown` when there is none."""
    work = Work(desk, case_id)
    if not work.case.version:
        raise errors.CaseUnknown(case=case_id)
    return work, work.context(Act(by=by))
