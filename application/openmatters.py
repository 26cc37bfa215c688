"""Whether an open matter from this number exists: yes or no, and nothing more.

The answer never says which matter, whose, or how many. A matter the asker may not see never
counts: nobody finds out this way that they are accused, and no unit whether somebody of its place
went past it to the centre.
"""

from collections.abc import Callable, Iterable

from application.desk import Act, Desk, Work
from application.marks import AskedTooOften, Lookup
from domain.case.events import Actor
from domain.case.rights import may_see

__all__ = ["AskedTooOften", "exists", "remember", "sweep"]


def exists(desk: Desk, phone: str, by: Actor) -> bool:
    """Whether an open matter from this number exists; kept is who asked, and the answer.

    Errors: `AskedTooOften`.
    """
    now = desk.clock()
    desk.marks.check_pace(by.user, now)
    hit = any(_counts(desk, case_id, by) for case_id in desk.marks.marked(phone))
    desk.marks.note(Lookup(by.user, by.unit, now, hit))
    return hit


def _counts(desk: Desk, case_id: str, by: Actor) -> bool:
    work = Work(desk, case_id)
    if not (work.case.version and work.case.open):
        desk.marks.forget([case_id])  # left behind by a process that was killed
        return False
    return may_see(work.case, work.context(Act(by=by)))


def remember(desk: Desk, case_id: str, phone: str) -> None:
    """Mark a case that was just received; one that has ended meanwhile keeps no mark."""
    desk.marks.remember(case_id, phone)
    if not Work(desk, case_id).case.open:
        desk.marks.forget([case_id])


def sweep(desk: Desk, ended: Callable[[list[str]], Iterable[str]]) -> None:
    """Forget what was left behind; `ended` tells which of the cases have ended."""
    marked = desk.marks.cases()
    desk.marks.forget(ended(marked) if marked else [])
