"""Which of the steps that are possible is most likely the next, so that its form stands open."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from domain.case.events import Actor
from domain.case.failings import REPORTS
from domain.case.possible import Step
from domain.case.state import Case
from domain.case.words import Role, Track

# Others wait for these; whoever may take them is asked first.
AWAITED: Final = (
    "RuleReturn",
    "SignOff",
    "RuleDissatisfaction",
    "RuleComplaint",
    "RuleFailing",
    "RuleChallenge",
    "DecideReview",
    "AnswerUrge",
    "RefuseExtension",
)
WORK: Final[Mapping[Track, tuple[str, ...]]] = {
    Track.EMERGENCY: ("Dispatch", "SignFor", "Arrive", "EndHandling", "GiveFeedback"),
    Track.HOTLINE: ("Screen", "Dispatch", "SignFor", "GiveFeedback", "Reply"),
    Track.PETITION: (
        "Screen",
        "Dispatch",
        "Accept",
        "SignFor",
        "GiveFeedback",
        "IssueOpinion",
        "Reply",
    ),
    Track.DISPUTE: (
        "Screen",
        "Dispatch",
        "SignFor",
        "TakeUp",
        "AddParty",
        "RecordConsent",
        "NameMediator",
        "EstablishFacts",
        "HoldSession",
        "ReachAgreement",
        "EndHandling",
        "GiveFeedback",
    ),
}
AFTER: Final = ("Close", "Visit", "Archive", "DoFollowUp", "AnswerDirective", "AnswerProposal")

# A step that may be taken again and again is next only until it was taken as often as it must be.
DONE: Final[Mapping[str, Callable[[Case], bool]]] = {
    "Dispatch": lambda case: any(one.live for one in case.dispatches),
    "AddParty": lambda case: len(case.parties) >= 2,  # noqa: PLR2004 - a dispute has two sides
    "NameMediator": lambda case: bool(case.mediation and case.mediation.mediator),
    "EstablishFacts": lambda case: bool(case.mediation and case.mediation.facts),
    "HoldSession": lambda case: bool(case.mediation and case.mediation.sessions),
    "ReachAgreement": lambda case: bool(case.mediation and case.mediation.agreed_at),
    "Archive": lambda case: case.visited_at is None,
}


def likely(case: Case, steps: Sequence[Step], by: Actor, now: datetime) -> Step | None:
    """The step to open; None when nothing has to be done."""
    by_name: dict[str, Step] = {}
    for step in steps:
        if not _others(case, step, by):
            by_name.setdefault(step.command.__name__, step)
    for name in (*_late(case, by, now), *_order(case, by.role)):
        if name in by_name and not DONE.get(name, _not_done)(case):
            return by_name[name]
    return None


def _others(case: Case, step: Step, by: Actor) -> bool:
    """Whether another is waited for: whoever was urged, or who rules whether a unit stays."""
    if step.command.__name__ == "AnswerUrge":
        return case.urged_units.get(step.ref) != by.unit
    charged = case.dispatch(step.ref) if step.command.__name__ in WORK[case.track] else None
    return charged is not None and charged.ruling_needed


def _late(case: Case, by: Actor, now: datetime) -> Iterator[str]:
    """What the actor's own unit owes the levels above goes before what other units do."""
    for one in case.obligations:
        if one.kind in REPORTS and one.running and one.holder == by.unit and one.due < now:
            yield "ReportUpward"


def _order(case: Case, role: str) -> tuple[str, ...]:
    """A unit's first step is its own; the centre answers only what is asked of the centre."""
    work = WORK[case.track]
    if role == Role.RESPONDER:
        return (*work, *AWAITED, *AFTER)
    if case.lead is not None and case.lead.ruling_needed:
        return AWAITED  # nobody knows yet who goes on
    return (*AWAITED, *work, *AFTER)


def _not_done(_: Case) -> bool:
    return False
