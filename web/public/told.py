"""What has happened so far, in the words of somebody who is no official: one line for each step.

Left out is what is the office's own: notes, names of its people, urging, the passing round between
units, return visits. Whoever deals with an accusation is not named.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from domain.case import events as e
from domain.case.fold import corrected
from domain.case.words import DispatchRole, Satisfaction
from web import times, words
from web.desk import values
from web.desk.phrases import fill
from web.public.due import OWED
from web.public.matter import Matter
from web.wording import _

Tell = Callable[[Any, Matter], str]


class Told(NamedTuple):
    """One step."""

    at: datetime
    text: str


def told(matter: Matter) -> list[Told]:
    """The steps in the order in which they happened."""
    return sorted(_told(matter), key=lambda step: step.at)


def _told(matter: Matter) -> Iterator[Told]:
    for event in corrected(matter.loaded.history):
        tell = _TELL.get(type(event))
        text = tell(event, matter) if tell is not None else ""
        if text:
            yield Told(event.at, text)


def _screened(event: e.Screened, _m: Matter) -> str:
    if event.duplicate_of:
        return _("It is about a matter we are dealing with already; you get the same reply.")
    if event.validity == "invalid":
        return _("It was found not to be a matter that can be dealt with, and ended.")
    return ""


def _accepted(event: e.Accepted, _m: Matter) -> str:
    text = _("Your matter was accepted.[ You were told so: {how}, {when}.]")
    return fill(text, _served(event.notice))


def _noticed(event: e.NoticeServed, _m: Matter) -> str:
    served = _served(event.notice)
    return fill(_("You were told what happens with it: {how}, {when}."), served) if served else ""


def _served(notice: e.Notice | None) -> dict[str, str]:
    if notice is None or notice.served_at is None:
        return {}
    return {"how": notice.how, "when": times.stamp(notice.served_at)}


def _declined(event: e.Declined, _m: Matter) -> str:
    return fill(
        _("Your matter was not accepted: {reason} ({article})."),
        {"reason": event.reason, "article": event.article},
    )


def _redirected(event: e.Redirected, matter: Matter) -> str:
    to = _("the body that is competent") if matter.accuses else event.to
    return fill(_("It was sent on to {to}, who will deal with it."), {"to": to})


def _dispatched(event: e.Dispatched, matter: Matter) -> str:
    dispatch = matter.case.dispatch(event.dispatch)
    if dispatch is None or dispatch.returned_at or dispatch.recalled_at:
        return ""
    lead = event.role is DispatchRole.LEAD
    text = (
        _("It went to {unit}, to be dealt with there.") if lead else _("{unit} is helping with it.")
    )
    return fill(text, {"unit": matter.unit(event.unit)})


def _arrived(event: e.Arrived, matter: Matter) -> str:
    dispatch = matter.case.dispatch(event.dispatch)
    if dispatch is None:
        return ""
    return fill(_("{unit} came to the place."), {"unit": matter.unit(dispatch.unit)})


def _transferred(event: e.Transferred, matter: Matter) -> str:
    to = _("the next level") if matter.accuses else event.to
    return fill(_("It was passed up to {to}."), {"to": to})


def _taken_up(event: e.TakenUp, matter: Matter) -> str:
    return fill(_("{unit} began to mediate."), {"unit": matter.unit(event.unit)})


def _failed(event: e.MediationFailed, _m: Matter) -> str:
    routes = values.joined(event.routes)
    return fill(
        _("No agreement was reached. You may also go this way: {routes}."), {"routes": routes}
    )


def _paused(event: e.Paused, _m: Matter) -> str:
    why = words.word(words.PAUSE, event.reason)
    return fill(_("The time limit stands still: {why}."), {"why": why})


def _extended(event: e.Extended, _m: Matter) -> str:
    if event.kind not in OWED:
        return ""
    parts = {"due": times.stamp(event.due), "reason": event.reason}
    return fill(_("More time was given, until {due}: {reason}."), parts)


def _opinion(event: e.OpinionIssued, _m: Matter) -> str:
    outcome = words.word(words.OUTCOME, event.outcome)
    return fill(_("The written opinion was issued: {outcome}."), {"outcome": outcome})


def _replied(event: e.ReplyServed, _m: Matter) -> str:
    if event.exempt:
        return ""
    return fill(_("You were given the reply[ ({how})]."), {"how": event.how})


def _review_asked(event: e.ReviewRequested, _m: Matter) -> str:
    stage = words.word(words.REVIEW_STAGE, event.stage)
    return fill(_("You asked for this: {stage}."), {"stage": stage})


def _reviewed(event: e.ReviewDecided, _m: Matter) -> str:
    stage = words.word(words.REVIEW_STAGE, event.stage)
    text = _("{stage}: the opinion stands.") if event.upheld else _("{stage}: the opinion falls.")
    return fill(text, {"stage": stage})


def _closed(event: e.Closed, _m: Matter) -> str:
    outcome = words.word(words.OUTCOME, event.outcome)
    return fill(_("Dealing with it has ended: {outcome}."), {"outcome": outcome})


def _answered(event: e.Answered, _m: Matter) -> str:
    satisfied = {
        Satisfaction.SATISFIED: _("satisfied"),
        Satisfaction.BASICALLY: _("more or less satisfied"),
        Satisfaction.NOT: _("not satisfied"),
    }
    contacted = {True: _("they got in touch with you"), False: _("nobody got in touch with you")}
    solved = _("solved") if event.solved else _("not solved")
    parts = {"solved": solved, "satisfied": satisfied[event.satisfied]}
    parts["contacted"] = "" if event.contacted is None else contacted[event.contacted]
    return fill(_("You told us: {solved}, {satisfied}[, {contacted}]."), parts)


def _ruled(event: e.DissatisfactionRuled, _m: Matter) -> str:
    if event.reopen:
        return _("The inspection office looked at your answer: it is taken up again.")
    return _("The inspection office looked at your answer: it is not taken up again.")


def _complaint_ruled(event: e.ComplaintRuled, _m: Matter) -> str:
    if event.upheld:
        return _("The inspection office found your complaint right.")
    return _("The inspection office did not find your complaint right.")


_TELL: dict[type[e.Fact], Tell] = {
    e.Received: lambda _e, _m: _("We received your matter."),
    e.Screened: _screened,
    e.Accepted: _accepted,
    e.NoticeServed: _noticed,
    e.Declined: _declined,
    e.Redirected: _redirected,
    e.Withdrawn: lambda _e, _m: _("You took the matter back."),
    e.Dispatched: _dispatched,
    e.Arrived: _arrived,
    e.Transferred: _transferred,
    e.TakenUp: _taken_up,
    e.AgreementReached: lambda _e, _m: _("An agreement was reached."),
    e.MediationFailed: _failed,
    e.Paused: _paused,
    e.Resumed: lambda _e, _m: _("The time limit runs again."),
    e.Extended: _extended,
    e.OpinionIssued: _opinion,
    e.ReplyServed: _replied,
    e.ReviewRequested: _review_asked,
    e.HearingOpened: lambda _e, _m: _("The hearing began."),
    e.HearingEnded: lambda _e, _m: _("The hearing ended."),
    e.ReviewDecided: _reviewed,
    e.Closed: _closed,
    e.Answered: _answered,
    e.DissatisfactionRuled: _ruled,
    e.Complained: lambda _e, _m: _("Your complaint reached the inspection office."),
    e.ComplaintRuled: _complaint_ruled,
    e.Reopened: lambda _e, _m: _("Work on it began again."),
}
