"""One dispatch as its unit sees it: what it is, what was done, and the step that comes next."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec import structs

from domain.case.fold import corrected
from domain.case.links import STEPS as BY_LINK
from domain.case.possible import Step
from domain.case.state import Case, dispatch_stage
from domain.case.state import Dispatch as DispatchState
from domain.case.words import Role
from domain.sealed import Sealed
from web import times, words
from web.deadlines import Mark
from web.desk import facts, plancard, steps, values
from web.desk.likely import likely
from web.desk.plancard import Card
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.desk.steps import StepForm
from web.timeline import Detail, Entry, timeline
from web.wording import _

# In the order people look for them; what a unit does beyond its dispatch is on the case's page.
OFFERED: Final = (
    "SignFor",
    "Arrive",
    "ReportSituation",
    "EndHandling",
    "GiveFeedback",
    "DoFollowUp",
    "TickItem",
    "Attach",
    "Note",
    "Return",
    "ObjectToTransfer",
)
OF_CASE: Final = frozenset({"Attach", "Note", "TickItem"})
LINKED: Final = frozenset(kind.__name__ for kind in BY_LINK)
OF_RECEIPT: Final = ("narrative", "address")
_PHONE: Final = re.compile(r"[+\d][\d ()-]{2,24}", re.ASCII)


class Shown(NamedTuple):
    """What the page shows; `phone` opens only where the unit needs it, `dial` if it is one."""

    case: Case
    dispatch: DispatchState
    state: str
    mark: Mark | None
    facts: list[Detail]
    told: list[Detail]
    phone: str
    dial: str
    next: StepForm | None
    others: list[StepForm]
    done: list[Entry]
    plan: Card | None


def shown(standing: Standing, n: int, *, by_link: bool, refused: StepForm | None = None) -> Shown:
    """The dispatch with that number; `refused` is a form to mend."""
    dispatch, sight = standing.case.dispatches[n - 1], Sight(standing)
    offered = _offered(standing, n, by_link=by_link)
    first = refused or _next(standing, offered)
    rest = [one for one in offered if not first or one.command is not first.form.command]
    phone = _of_receipt(standing, sight, "phone")
    return Shown(
        case=standing.case,
        dispatch=dispatch,
        state=_state(dispatch),
        mark=_mark(standing, dispatch),
        facts=list(_facts(standing, dispatch)),
        told=list(_told(standing, dispatch, sight)),
        phone=phone,
        dial=re.sub(r"[^+\d]", "", phone) if _PHONE.fullmatch(phone) else "",
        next=first,
        others=[steps.make(step, standing) for step in rest],
        done=_done(standing, dispatch, sight),
        plan=plancard.card(standing, times.now()) if standing.case.activated else None,
    )


def _offered(standing: Standing, n: int, *, by_link: bool) -> list[Step]:
    live = standing.case.open and standing.case.dispatches[n - 1].live
    found = {
        step.command.__name__: step
        for step in steps.offered(standing, OFFERED)
        if step.ref == n or (step.command.__name__ in OF_CASE and live)
    }
    return [
        found[name] for name in OFFERED if name in found and not (by_link and name not in LINKED)
    ]


def _next(standing: Standing, offered: Sequence[Step]) -> StepForm | None:
    at_work = structs.replace(standing.ctx.by, role=Role.RESPONDER)
    step = likely(standing.case, offered, at_work, standing.ctx.now)
    return steps.make(step, standing) if step is not None else None


def _state(dispatch: DispatchState) -> str:
    if dispatch.returned_at is not None:
        return words.word(words.STAGE, "returned")
    if dispatch.recalled_at is not None:
        return words.word(words.STAGE, "recalled")
    if dispatch.ruling_needed:
        return _("Return waits for a ruling")
    return words.word(words.STAGE, dispatch_stage(dispatch))


def _mark(standing: Standing, dispatch: DispatchState) -> Mark | None:
    """The first time limit the unit has with this dispatch."""
    owed = [
        one
        for one in standing.case.obligations
        if one.running and one.holder == dispatch.unit and one.ref == dispatch.number
    ]
    if not owed:
        return None
    first = min(owed, key=lambda one: one.due)
    return facts.running_mark(first, standing.case, times.now())


def _facts(standing: Standing, dispatch: DispatchState) -> Iterator[Detail]:
    case, rules = standing.case, standing.rules
    for name, value in (
        ("place", case.place),
        ("zone", dispatch.zone),
        ("category", case.category),
        ("grade", case.grade),
        ("role", dispatch.role),
    ):
        text = values.write(name, value, "", rules)
        if text:
            yield Detail(values.label(name), text)
    yield Detail(_("Dispatched"), times.stamp(dispatch.at))
    if case.people > 1:
        yield Detail(_("People"), str(case.people))


def _told(standing: Standing, dispatch: DispatchState, sight: Sight) -> Iterator[Detail]:
    """The instruction, then what the reporter said, as far as it opens."""
    history = list(corrected(standing.loaded.history))
    sent = history[dispatch.opened - 1]
    box = getattr(sent, "instruction", None)
    if box is not None and sight.opens(sent, "instruction"):
        yield Detail(values.label("instruction"), sight.read(sent, "instruction", box))
    for name in OF_RECEIPT:
        text = _of_receipt(standing, sight, name)
        if text:
            yield Detail(values.label(name), text)


def _of_receipt(standing: Standing, sight: Sight, name: str) -> str:
    receipt = next(iter(corrected(standing.loaded.history)))
    box = getattr(receipt, name, None)
    opens = isinstance(box, Sealed) and sight.opens(receipt, name)
    return sight.read(receipt, name, box) if opens and isinstance(box, Sealed) else ""


def _done(standing: Standing, dispatch: DispatchState, sight: Sight) -> list[Entry]:
    """What was done about this dispatch, and whatever else the unit did, the latest first."""
    own = [
        event.by.unit == dispatch.unit or getattr(event, "dispatch", 0) == dispatch.number
        for event in standing.loaded.history
    ]
    told = (entry for entry in timeline(standing, sight) if not entry.reading)
    return [entry for entry in told if own[entry.version - 1]][::-1]
