"""Commands on response plans: load → decide → save."""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from eventsourcing.persistence import IntegrityError

from application.codec import decode
from application.desk import PATIENCE, TRIES, Desk
from application.plans.book import STREAM
from application.plans.texts import parse_plan, parse_plans, shipped_plans, written
from application.registry import Units
from domain.plans import decisions
from domain.plans.events import PlanEvent, PostAssigned
from domain.plans.model import Plan
from domain.plans.state import Plans, fold

Decide = Callable[[Plans, datetime], list[PlanEvent]]


def ship_response_plans(desk: Desk, by: str) -> None:
    """Put shipped plans on record; what a centre made of them it keeps."""

    def decide(state: Plans, at: datetime) -> list[PlanEvent]:
        return [event for plan in shipped_plans() for event in _shipped(plan, state, at, by)]

    _do(desk, decide)


def _shipped(plan: Plan, state: Plans, at: datetime, by: str) -> list[PlanEvent]:
    """A new plan is in force at once; a new version of one waits for the centre to issue it."""
    known = [one.number for one in state.of(plan.code)]
    if known and plan.version != max(known) + 1:
        return []
    drafted = decisions.draft(state, written(plan), at, by)
    return drafted if known else [*drafted, *_issued(plan, drafted, at, by)]


def _issued(plan: Plan, drafted: list[PlanEvent], at: datetime, by: str) -> list[PlanEvent]:
    return decisions.issue(fold(drafted), plan.ref, at, by)


def draft_plan(desk: Desk, plan: Plan, by: str) -> None:
    """A new version, or a draft written anew. Errors: `PlanFixed`, `PlanOutOfTurn`."""
    said = written(plan)
    _do(desk, lambda state, at: decisions.draft(state, said, at, by))


def read_plan(desk: Desk, text: str) -> Plan:
    """The plan of a text, against the centre's categories. Errors: `RuleError`."""
    return parse_plan(text, known_categories(desk))


def load_plans(desk: Desk, text: str, by: str) -> list[Plan]:
    """All plans of a text as drafts, or none of them. Errors: `RuleError`, as `draft_plan`."""
    plans = parse_plans(text, known_categories(desk))

    def decide(state: Plans, at: datetime) -> list[PlanEvent]:
        made: list[PlanEvent] = []
        for plan in plans:
            events = decisions.draft(state, written(plan), at, by)
            state = fold(events, state)
            made += events
        return made

    _do(desk, decide)
    return list(plans)


def issue_plan(desk: Desk, ref: str, by: str) -> None:
    """Propose it from now on. Errors: `PlanUnknown`."""
    _do(desk, lambda state, at: decisions.issue(state, ref, at, by))


def retire_plan(desk: Desk, ref: str, reason: str, by: str) -> None:
    """Propose it no more. Errors: `PlanUnknown`, `ReasonMissing`."""
    _do(desk, lambda state, at: decisions.retire(state, ref, reason, at, by))


def assign_post(desk: Desk, post: str, units: Iterable[str], by: str) -> None:
    """Say which units hold a post. Errors: `PostUnknown`, `UnitUnknown`."""
    codes = tuple(dict.fromkeys(units))
    known = Units(desk.log)
    working = {code for code in codes if code in known and not known[code].dissolved}
    _do(
        desk,
        lambda state, at: decisions.assign(
            state, PostAssigned(at=at, by=by, post=post, units=codes), working
        ),
    )


def known_categories(desk: Desk) -> frozenset[str]:
    """The codes of groups and categories the centre has."""
    return frozenset(desk.categories.now().known)


def plan_history(desk: Desk) -> list[PlanEvent]:
    """What was done with plans and posts, in order."""
    return [decode(row.topic, row.state) for row in desk.log.stream(STREAM)]


def next_version(desk: Desk, code: str) -> int:
    """The number a new version of a plan gets."""
    numbers: Sequence[int] = [one.number for one in desk.plans.now().of(code)]
    return max(numbers, default=0) + 1


def _do(desk: Desk, decide: Decide) -> None:
    """Load, decide, save; on a conflict anew, since the other may have decided the matter."""
    for attempt in range(TRIES):
        state = fold(plan_history(desk))
        version = state.version
        events = decide(state, desk.clock())
        try:
            if events:
                desk.append(STREAM, version, events)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
            time.sleep(random.uniform(0, PATIENCE * (attempt + 1)))  # noqa: S311 - jitter
        else:
            return
    raise AssertionError
