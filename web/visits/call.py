"""The page of one return visit: what to say, whom to call, what was tried, and what came of it."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from flask import url_for

from application.scripts import scripts_of
from domain import errors
from domain.case import events as e
from domain.case.closing import RecordAttempt, Visit
from domain.case.command import Command
from domain.case.possible import Step, refusal
from domain.rules.scripts import script_for
from domain.sealed import Sealed
from web import messages, names, times, words
from web.auth.who import account
from web.deadlines import Mark
from web.desk import facts, page, schemas, steps, values
from web.desk.page import Entering
from web.desk.papers import day
from web.desk.phrases import fill
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.desk.steps import StepForm
from web.i18n import centre_name, language
from web.readings import asking, purposes
from web.readings.asking import Ask
from web.service import settings
from web.timeline import Detail, who
from web.wording import _

# What a call needs of the receipt: whom to ask for, and at which number.
NEEDED: Final = ("name", "phone")


class Tried(NamedTuple):
    """One attempt that reached nobody."""

    number: int
    when: str
    who: str


class Call(NamedTuple):
    """Everything the page shows; `why_not` says why the viewer may not make this visit.

    `reach` is how the reporter is reached, once it stands open; `ask` is where it is asked for.
    """

    number: str
    title: str
    facts: list[Detail]
    mark: Mark | None
    why_not: str
    script: list[str]
    script_ref: str
    script_problem: str
    tried: list[Tried]
    enough: int
    ask: Ask | None
    reach: list[Detail]
    missed: StepForm | None
    result: StepForm | None
    token: str
    seen: int
    entering: Entering


def call(now: Standing, refused: StepForm | None = None) -> Call:
    """For this viewer; `refused` is a form to mend."""
    sight = Sight(now)
    why_not = explained(now)
    scripts = scripts_of(settings().data)
    return Call(
        number=now.case.number,
        title=now.case.title,
        facts=list(_facts(now)),
        mark=_mark(now),
        why_not=why_not,
        script=[] if why_not else _script(now),
        script_ref=scripts.used.ref,
        script_problem=scripts.problem,
        tried=[] if sight.of_unit else list(_tried(now)),
        enough=now.rules.visits.attempts_that_count,
        ask=_ask(now),
        reach=[] if why_not else reached(now),
        missed=None if why_not else _form("RecordAttempt", now, refused),
        result=None if why_not else _form("Visit", now, refused),
        token=schemas.new_token(),
        seen=now.case.version,
        entering=page.entering_of(now),
    )


def _ask(now: Standing) -> Ask | None:
    """None where there is no number."""
    if not isinstance(facts.receipt_of(now).phone, Sealed):
        return None
    to = url_for("visits.reveal", number=now.case.number)
    return asking.asked(to, [values.label(name) for name in NEEDED], (purposes.VISIT,))


def explained(now: Standing) -> str:
    """Why the viewer may not make this visit, in a sentence; "" when they may."""
    problem = refusal(now.case, RecordAttempt, now.ctx)
    if problem is None and account().name in now.case.handlers:
        problem = errors.VisitByHandler(user=account().name, unit=now.ctx.by.unit)
    if problem is None and now.case.running("visit") is None:
        problem = errors.NoSuchClock(kind="visit")
    return "" if problem is None else messages.explain(problem, "Visit", now.rules).text


def reached(now: Standing) -> list[Detail]:
    """How the reporter is reached, once the viewer said what it is read for."""
    sight, receipt = Sight(now), facts.receipt_of(now)
    if not sight.opens(receipt, "phone"):
        return []
    found = ((name, getattr(receipt, name)) for name in NEEDED)
    return [
        Detail(values.label(name), sight.read(receipt, name, box), sealed=True)
        for name, box in found
        if isinstance(box, Sealed)
    ]


def opens(now: Standing) -> bool:
    """The number opens for the viewer at all."""
    return Sight(now).may_open(facts.receipt_of(now), "phone")


def records(now: Standing) -> list[int]:
    """The records in which name and number stand."""
    opened, receipt = Sight(now).opened, facts.receipt_of(now)
    found = (opened.place(receipt, name) for name in NEEDED)
    return sorted({place.version for place in found if place is not None})


def _facts(now: Standing) -> Iterator[Detail]:
    case = now.case
    lead = case.lead
    told = {
        _("Track"): words.word(words.TRACK, case.track),
        _("Class of the dispute"): case.dispute_class,
        _("Place"): case.place,
        _("Received"): times.stamp(case.received_at),
        _("Lead unit"): "" if lead is None else names.unit(lead.unit),
        _("Closed"): times.stamp(case.closed_at),
        _("Outcome"): values.write("", case.outcome),
    }
    return (Detail(label, text) for label, text in told.items() if text)


def _mark(now: Standing) -> Mark | None:
    visit = now.case.running("visit")
    return None if visit is None else facts.running_mark(visit, now.case, times.now())


def _script(now: Standing) -> list[str]:
    case, lead = now.case, now.case.lead
    told = {
        "number": case.number,
        "title": case.title,
        "received": day(case.received_at),
        "closed": "" if case.closed_at is None else day(case.closed_at),
        "unit": "" if lead is None else names.unit(lead.unit),
        "outcome": values.write("", case.outcome),
        "centre": centre_name(),
    }
    used = scripts_of(settings().data).used
    lines = script_for(used, case.track, case.dispute_class).lines
    return [fill(one.en if language() == "en" else one.zh, told) for one in lines]


def _tried(now: Standing) -> Iterator[Tried]:
    """Since the last closing."""
    found: list[Tried] = []
    for event in now.loaded.history:
        if isinstance(event, e.Closed):
            found = []
        elif isinstance(event, e.VisitAttempted):
            found.append(Tried(event.attempt, times.stamp(event.at), who(event.by)))
    return iter(found)


def _form(name: str, now: Standing, refused: StepForm | None) -> StepForm:
    if refused is not None and refused.name == name:
        return refused
    command: type[Command] = RecordAttempt if name == RecordAttempt.__name__ else Visit
    return steps.make(Step(command), now)
