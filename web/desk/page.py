"""Everything the page of a case shows, for one viewer, now or as the case stood."""

from datetime import datetime
from typing import NamedTuple

from application.clock import from_ms
from domain.case.planning import TickItem
from domain.case.possible import Step
from domain.case.state import Case
from domain.case.words import Role
from web import times
from web.deadlines import Mark
from web.desk import facts, failings, plancard, schemas, steps, values
from web.desk.facts import Limit
from web.desk.plancard import Card
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.desk.steps import Group, StepForm
from web.readings.asking import Reading, reading
from web.timeline import Detail, Entry, Part, part, parts, timeline


class AsOf(NamedTuple):
    """Which moment of the case is shown: position, record, time of recording."""

    seq: int
    version: int
    recorded: datetime


class Entering(NamedTuple):
    """From how long after it happened a step needs a reason, or the inspection office."""

    now: str
    reason_after: int
    supervisor_after: int
    reason: str
    supervisor: str


class Page(NamedTuple):
    """The page; without `as_of` it is the present, with forms."""

    case: Case
    stage: str
    badge: Mark | None
    facts: list[Detail]
    sealed: list[Detail]
    reading: Reading
    limits: list[Limit]
    entries: list[Entry]
    parts: list[Part]
    shown: str
    open: StepForm | None
    groups: list[Group]
    token: str
    as_of: AsOf | None
    seen: int
    entering: Entering
    slip: bool  # the viewer may print it
    plan: Card | None
    ticks: bool  # the viewer may tick its tasks
    failings: list[failings.Shown]


def present(
    now: Standing, wanted: str = "", refused: StepForm | None = None, show: str = ""
) -> Page:
    """The case as it stands. `wanted` names a step to open; `refused` is one to mend."""
    offered = steps.offered(now)
    first = refused or _open(now, offered, wanted)
    rest = [
        steps.make(step, now)
        for step in offered
        if first is None or (step.command, step.ref) != (first.form.command, first.ref)
    ]
    shown = _page(now, now, times.now(), first, steps.grouped(rest), show)
    return shown._replace(
        ticks=any(step.command is TickItem for step in offered),
        failings=failings.shown(now, Sight(now), {step.command.__name__ for step in offered}),
    )


def _open(now: Standing, offered: list[Step], wanted: str) -> StepForm | None:
    step = steps.next_step(now, offered, wanted)
    if step is None:
        return None
    made = steps.make(step, now)
    made.open = True
    return made


def past(then: Standing, now: Standing, show: str = "") -> Page:
    """The case as it stood, seen with today's rights; nothing can be done to the past."""
    return _page(then, now, from_ms(then.loaded.rows[-1].recorded), None, [], show)


def _page(
    shown: Standing,
    now: Standing,
    moment: datetime,
    first: StepForm | None,
    groups: list[Group],
    show: str,
) -> Page:
    sight = Sight(now)
    last = shown.loaded.rows[-1]
    is_past = shown is not now
    entries, read = timeline(shown, sight), reading(now)
    return Page(
        case=shown.case,
        stage=facts.stage(shown.case),
        badge=facts.badge(shown, moment),
        facts=facts.facts(shown, sight),
        sealed=facts.sealed(shown, sight, masked=read.ask is None),
        reading=read,
        limits=facts.limits(shown, moment),
        entries=part(entries, show),
        parts=parts(entries),
        shown=show,
        open=first,
        groups=groups,
        token=schemas.new_token(),
        as_of=AsOf(last.seq, shown.case.version, from_ms(last.recorded)) if is_past else None,
        seen=now.case.version,
        entering=entering_of(now),
        plan=plancard.card(shown, moment),
        ticks=False,
        slip=not is_past and now.ctx.by.role != Role.AUDITOR and sight.gives_code,
        failings=failings.shown(shown, sight),
    )


def entering_of(now: Standing) -> Entering:
    """How late a step may be entered, as its form says it."""
    entry = now.rules.entry
    reason, supervisor = entry.reason_after_minutes, entry.supervisor_after_minutes
    said = (values.lasting(reason), values.lasting(supervisor))
    return Entering(times.stamp(times.now()), reason, supervisor, *said)
