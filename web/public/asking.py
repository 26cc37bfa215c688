"""What the reporter can do now: answer, complain, ask for review; and until when."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from domain.case import events as e
from domain.case.answer import answer_until
from domain.case.state import Case
from domain.case.words import PetitionKind, ReviewStage, Track
from domain.units import CENTRE
from web import names
from web.public.matter import Matter
from web.service import service
from web.wording import _

DEALING: Final = "dealing"  # stands for whoever deals with an accusation


class Standing(StrEnum):
    """How it stands with the reporter's answer."""

    NOT_YET = "not-yet"  # nothing is closed
    OPEN = "open"
    GIVEN = "given"
    TOLD = "told"  # to whoever called on behalf of the centre
    OVER = "over"
    UNKNOWN = "unknown"  # who gave neither number nor name can't be told from who found the slip


class Choice(NamedTuple):
    """One that can be complained about."""

    value: str
    label: str


class Answering(NamedTuple):
    """Whether the last closing can be answered. `until` is set where it is open or over."""

    standing: Standing
    until: datetime | None = None


def answering(matter: Matter) -> Answering:
    """How it stands with the answer to the last closing."""
    until = answer_until(matter.case)
    if until is None:
        given = _last_was_own(matter)
        return Answering(Standing.GIVEN if given else Standing.NOT_YET)
    if matter.case.answered:
        return Answering(Standing.GIVEN if matter.case.own_answer else Standing.TOLD)
    if not matter.known:
        return Answering(Standing.UNKNOWN)
    over = service().desk.clock() > until
    return Answering(Standing.OVER if over else Standing.OPEN, until)


def _last_was_own(matter: Matter) -> bool:
    """The matter was reopened by the answer, so that it is no longer closed."""
    case, history = matter.case, matter.loaded.history
    return case.open and any(isinstance(event, e.Answered) for event in history[-2:])


class Review(NamedTuple):
    """A review that can still be asked for, until then."""

    stage: ReviewStage
    until: datetime


def review(matter: Matter) -> Review | None:
    """Review of the written opinion on a claim, or re-review of the review's."""
    case = matter.case
    until = case.windows.get("review_request")
    if until is None or service().desk.clock() > until or not _may_ask(case):
        return None
    return Review(ReviewStage.REREVIEW if case.reviewed else ReviewStage.REVIEW, until)


def _may_ask(case: Case) -> bool:
    if case.track is not Track.PETITION or case.kind is not PetitionKind.CLAIM:
        return False
    return not case.review and ReviewStage.REREVIEW.value not in case.reviewed


def complained_of(matter: Matter) -> dict[str, str]:
    """The unit each choice stands for."""
    return {choice.value: _unit_of(matter, choice.value) for choice in choices(matter)}


def choices(matter: Matter) -> list[Choice]:
    """Whom one can complain of: who had to do with it, and the centre."""
    return [*_units(matter), Choice(CENTRE, names.unit(CENTRE))]


def _units(matter: Matter) -> Iterator[Choice]:
    if matter.accuses:
        yield from (Choice(code, names.unit(code)) for code in matter.case.accused if _unit(code))
        if _dealing(matter):
            yield Choice(DEALING, _("whoever deals with it"))
        return
    yield from (Choice(code, names.unit(code)) for code in _involved(matter.case))


def _involved(case: Case) -> list[str]:
    """In the order in which they came to it."""
    mediating = case.mediation.unit if case.mediation is not None else ""
    found = [case.received_by, *(one.unit for one in case.dispatches), mediating]
    return [code for code in dict.fromkeys(found) if _unit(code)]


def _unit(code: str) -> bool:
    known = names.units().get(code)
    return code != CENTRE and known is not None and not known.dissolved


def _dealing(matter: Matter) -> str:
    """The last unit that was charged with it."""
    charged = (one.unit for one in reversed(matter.case.dispatches) if _unit(one.unit))
    return next(charged, "")


def _unit_of(matter: Matter, choice: str) -> str:
    return _dealing(matter) if choice == DEALING else choice
