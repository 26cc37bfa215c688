"""The response plan of a case on its page: who came, what of the checklist is done, reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.case import events as e
from domain.case.fold import corrected
from domain.case.state import Case, Obligation
from domain.case.words import ReportKind
from domain.plans.calling import Called
from domain.plans.model import REPORT_CLOCKS, Plan
from web import names, times, words
from web.deadlines import Mark
from web.desk import facts, plannames, values
from web.desk.plannames import tasks
from web.desk.standing import Standing
from web.desk.texts import plans as texts
from web.i18n import language
from web.service import service
from web.wording import _, _n


class Came(NamedTuple):
    """One unit the plan calls out: how many should come, how many came; `mark` compares them."""

    unit: str
    role: str
    least: int
    people: int | None
    state: str
    mark: Mark | None


class Task(NamedTuple):
    """One task of the checklist; `done` says who did it and when, "" while nobody has."""

    number: int
    text: str
    done: str


class Told(NamedTuple):
    """One kind of report upward: to whom, how often it was made, and what is due."""

    what: str
    to: str
    made: str
    due: str
    mark: Mark | None


class Card(NamedTuple):
    """The plan; `lifted` says who ended it and when, "" while it is in force."""

    page: tuple[str, int] | None  # code and version of the plan, where it is on record
    title: str
    scale: str
    commander: str
    since: str
    until: str
    is_over: bool
    lifted: str
    units: list[Came]
    vacant: list[str]
    tasks: list[Task]
    done: int
    reports: list[Told]


def card(shown: Standing, moment: datetime) -> Card | None:
    """The plan put into force last; None for a case without one."""
    history = list(corrected(shown.loaded.history))
    begun = [n for n, event in enumerate(history) if isinstance(event, e.PlanActivated)]
    if not begun:
        return None
    first, since = history[begun[-1]], history[begun[-1] :]
    assert isinstance(first, e.PlanActivated)  # noqa: S101 - found as one
    ticked = _ticked(first, since)
    return Card(
        page=_page(first.plan),
        title=plannames.title(first.plan),
        scale=first.scale,
        commander=first.commander,
        since=times.stamp(first.at),
        until=times.stamp(first.until),
        is_over=first.until is not None and bool(shown.case.activated) and first.until < moment,
        lifted=_lifted(since),
        units=[_came(one, shown.case, history) for one in first.units],
        vacant=[plannames.who(one) for one in first.vacant],
        tasks=ticked,
        done=sum(bool(one.done) for one in ticked),
        reports=_reports(first, since, shown, moment),
    )


def _page(ref: str) -> tuple[str, int] | None:
    known = service().desk.plans.now().versions.get(ref)
    return (known.code, known.number) if known is not None else None


def _ticked(first: e.PlanActivated, since: Sequence[e.Fact]) -> list[Task]:
    done = {one.item: one for one in since if isinstance(one, e.ChecklistTicked)}
    return [
        Task(number, text, _by(done[number]) if number in done else "")
        for number, text in enumerate(tasks(first), start=1)
    ]


def _by(event: e.Fact) -> str:
    return f"{values.person(event.by.user)} {times.short(event.at)}"


def _lifted(since: Sequence[e.Fact]) -> str:
    found = next((one for one in since if isinstance(one, e.PlanLifted)), None)
    return "" if found is None else f"{found.person} {times.stamp(found.at)}"


def _came(called: Called, case: Case, history: Sequence[e.Fact]) -> Came:
    sent = [one for one in case.dispatches if one.unit == called.unit]
    number = sent[-1].number if sent else 0
    people = _people(number, history)
    arrived = bool(sent) and sent[-1].arrived_at is not None
    return Came(
        unit=names.unit(called.unit),
        role=words.word(words.DISPATCH_ROLE, called.role),
        least=called.least,
        people=people,
        state=_state(arrived=arrived, sent=bool(sent)),
        mark=_enough(called.least, people) if arrived else None,
    )


def _people(dispatch: int, history: Sequence[e.Fact]) -> int | None:
    """How many the unit said it came with."""
    counted = [
        one.people
        for one in history
        if isinstance(one, e.Arrived) and one.dispatch == dispatch and one.people is not None
    ]
    return counted[-1] if counted else None


def _state(*, arrived: bool, sent: bool) -> str:
    if arrived:
        return words.word(words.STAGE, "arrived")
    return words.word(words.STAGE, "dispatched") if sent else ""


def _enough(least: int, people: int | None) -> Mark | None:
    if not least:
        return None
    if people is None:
        return Mark("yellow", _("how many is not said"))
    if people < least:
        return Mark("orange", _n("%(num)d too few", "%(num)d too few", least - people))
    return Mark("green", _("enough"))


def _reports(
    first: e.PlanActivated, since: Sequence[e.Fact], shown: Standing, moment: datetime
) -> list[Told]:
    plan = service().desk.plans.get(first.plan)
    made = [one for one in since if isinstance(one, e.ReportedUpward)]
    return [
        _told(kind, plan, [one for one in made if one.kind is kind], shown, moment)
        for kind in ReportKind
        if (plan is not None and plan.report(kind.value)) or any(one.kind is kind for one in made)
    ]


def _told(
    kind: ReportKind,
    plan: Plan | None,
    made: list[e.ReportedUpward],
    shown: Standing,
    moment: datetime,
) -> Told:
    clock = _clock(shown.case, REPORT_CLOCKS[kind.value])
    last = made[-1] if made else None
    return Told(
        what=words.word(texts.REPORT, kind.value),
        to=last.to if last is not None else _to(plan, kind),
        made=times.stamp(last.at) if last is not None else "",
        due=times.stamp(clock.due) if clock is not None and clock.running else "",
        mark=facts.limit_mark(clock, shown.case, moment) if clock is not None else None,
    )


def _to(plan: Plan | None, kind: ReportKind) -> str:
    asked = plan.report(kind.value) if plan is not None else None
    if asked is None:
        return ""
    return asked.to_en if language() == "en" else asked.to


def _clock(case: Case, kind: str) -> Obligation | None:
    """The last of that kind."""
    found = [one for one in case.obligations if one.kind == kind]
    return found[-1] if found else None
