"""Who may do what in a quarter's course, and what all of it is held to.

The inspection office (督查室) computes, opens the review, rules; it and the centre's leader answer
for the result by their signatures. Nobody decides on what they asked for, nor on their own score.
"""

from domain import errors
from domain.assessment.course.state import Course
from domain.case.clear import may_name, personal
from domain.case.events import Actor
from domain.case.words import Role
from domain.rules.tasks import forbidden_task
from domain.units import CENTRE

REASON_MOST = 1000


def inspects(by: Actor) -> bool:
    """Of the inspection office."""
    return by.role == Role.SUPERVISOR


def leads_centre(by: Actor) -> bool:
    """A head of the centre."""
    return by.role == Role.LEADER and by.unit == CENTRE


def leads(by: Actor, unit: str) -> bool:
    """The leader of that very unit."""
    return by.role == Role.LEADER and by.unit == unit


def require_inspection(by: Actor) -> None:
    """Errors: `NotYourRole`."""
    if not inspects(by):
        raise errors.NotYourRole(role=by.role, needed=Role.SUPERVISOR)


def require_heads(by: Actor) -> None:
    """The inspection office or a head of the centre. Errors: `NotYourRole`, `NotYourUnit`."""
    if by.role not in (Role.SUPERVISOR, Role.LEADER):
        raise errors.NotYourRole(role=by.role, needed=f"{Role.LEADER}, {Role.SUPERVISOR}")
    if not (inspects(by) or leads_centre(by)):
        raise errors.NotYourUnit(unit=CENTRE, own=by.unit)


def require_unpublished(course: Course) -> None:
    """Errors: `QuarterPublished`."""
    if course.published is not None:
        raise errors.QuarterPublished(quarter=course.published.quarter, at=course.published.at)


def checked(field: str, text: str, *, needed: bool = True) -> str:
    """A text that stays in clear for whoever recomputes the quarter: it names no person.

    Errors: `ReasonMissing`, `WrongValue`, `ForbiddenTask`, `PersonInText`, `NameInText`.
    """
    text = text.strip()
    if needed and not text:
        raise errors.ReasonMissing(field=field)
    if len(text) > REASON_MOST:
        raise errors.WrongValue(field=field)
    if word := forbidden_task(text):
        raise errors.ForbiddenTask(word=word, field=field)
    if personal(text):
        raise errors.PersonInText(field=field)
    if may_name(text):
        raise errors.NameInText(field=field)
    return text
