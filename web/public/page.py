"""Everything the reporter's page shows."""

from datetime import datetime
from typing import NamedTuple

from domain.case.state import Case
from web import words
from web.auth.who import visitor
from web.desk.phrases import fill
from web.public import asking, forms, replies, told
from web.public.asking import Answering, Choice, Review
from web.public.due import Due, due
from web.public.matter import Matter
from web.public.replies import Reply
from web.public.told import Told
from web.wording import _


class Page(NamedTuple):
    """The page.

    `unhappy`: an answer waits to be ruled on; `known`: words may be shown; `staff`: somebody who
    is logged in looks.
    """

    number: str
    title: str
    received: datetime
    stands: str
    steps: list[Told]
    due: list[Due]
    replies: list[Reply]
    waits_for_main: bool
    answering: Answering
    unhappy: bool
    review: Review | None
    choices: list[Choice]
    known: bool
    staff: bool
    answer: forms.Shown
    complaint: forms.Shown


EMPTY = forms.Shown()


def page(matter: Matter, answer: forms.Shown = EMPTY, complaint: forms.Shown = EMPTY) -> Page:
    """The page of a matter, with what was typed into its forms."""
    case = matter.case
    found = replies.replies(matter)
    return Page(
        number=case.number,
        title=case.title,
        received=case.received_at,
        stands=stands(matter),
        steps=told.told(matter),
        due=due(matter),
        replies=found,
        waits_for_main=bool(case.duplicate_of) and not found,
        answering=asking.answering(matter),
        unhappy=case.unhappy,
        review=asking.review(matter),
        choices=asking.choices(matter),
        known=matter.known,
        staff=visitor() is not None,
        answer=answer,
        complaint=complaint,
    )


def stands(matter: Matter) -> str:
    """Where it is, in a sentence."""
    case = matter.case
    if case.ended_as:
        return _ended(case)
    if case.review:
        stage = words.word(words.REVIEW_STAGE, case.review)
        return fill(_("This is under way: {stage}."), {"stage": stage})
    if case.closed:
        outcome = words.word(words.OUTCOME, case.outcome)
        return fill(_("Dealing with it has ended: {outcome}."), {"outcome": outcome})
    return _under_way(matter)


def _ended(case: Case) -> str:
    texts = {
        "declined": _("It was not accepted."),
        "redirected": _("It was sent on to whoever is competent."),
        "invalid": _("It could not be dealt with, and has ended."),
        "duplicate": _("We deal with it together with an earlier matter about the same thing."),
    }
    return texts.get(case.ended_as, "")


def _under_way(matter: Matter) -> str:
    case = matter.case
    if case.lead is not None:
        text, unit = _("{unit} is dealing with it."), case.lead.unit
        return fill(text, {"unit": matter.unit(unit)})
    if case.mediation is not None and not case.mediation.settled:
        text, unit = _("{unit} is mediating."), case.mediation.unit
        return fill(text, {"unit": matter.unit(unit)})
    return _("The centre is looking at it, to find who will deal with it.")
