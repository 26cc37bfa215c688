"""Commands on plans of rounds, and the plans that are shipped."""

from datetime import date, time
from typing import Final, Literal

import msgspec

from application.desk import Desk
from application.rounds.recording import record_plans
from application.rulebook import digest, read_toml, shipped
from domain.case.events import Actor
from domain.errors import DomainError
from domain.rounds import planning
from domain.rounds.plan import RoundPlan, check
from domain.rules.model import Code, Count, Part, RuleError, Text

FILE: Final = "rounds.toml"


class PlanEntry(Part, frozen=True, kw_only=True):
    """One plan as its file says it."""

    id: Code
    title: Text
    title_en: Text
    subjects: tuple[Text, ...]
    guidance: str = ""
    points: tuple[Text, ...] = ()
    weeks: int = 0
    first: date | None = None
    days: Count = 1
    opens: time = time(8)
    due_days: int = 0
    due_unit: Literal["days", "working_days"] = "days"
    due_at: time = time(18)
    roll_over: bool = False
    remind_hours: int = 0
    levels: tuple[Code, ...] = ()
    classes: tuple[Text, ...] = ()
    units: tuple[Code, ...] = ()
    article: Text


class PlanFile(Part, frozen=True, kw_only=True):
    """A file of plans."""

    plans: tuple[PlanEntry, ...]


def parse_plans(text: str) -> tuple[RoundPlan, ...]:
    """The plans a TOML text describes. Errors: `RuleError`."""
    plans = tuple(
        RoundPlan(**msgspec.structs.asdict(entry)) for entry in read_toml(text, PlanFile).plans
    )
    for place, plan in enumerate(plans):
        path = f"plans[{place}] ({plan.id})"
        if plan.id in {one.id for one in plans[:place]}:
            raise RuleError(path, f"{plan.id!r} stands twice")
        _check(path, plan)
    return plans


def _check(path: str, plan: RoundPlan) -> None:
    try:
        check(plan)
    except DomainError as refused:
        field = refused.data.get("field", "")
        raise RuleError(f"{path}.{field}", f"this can't be said here: {refused}") from None


def ship_round_plans(desk: Desk, by: Actor) -> None:
    """Give a centre without plans those that are shipped; one that has plans keeps its own."""
    if desk.rounds.now().version:
        return
    text = shipped(FILE)
    plans = parse_plans(text)
    record_plans(desk, lambda state, at: planning.ship(state, plans, digest(text), at, by))


def draft_plan(desk: Desk, plan: RoundPlan, by: Actor, *, new: bool = False) -> None:
    """Write down the next version of a plan. Errors: as `planning.draft`."""
    record_plans(desk, lambda state, at: planning.draft(state, plan, at, by, new=new))


def issue_plan(desk: Desk, plan: str, version: int, by: Actor) -> None:
    """Let rounds follow it. Errors: as `planning.issue`."""
    record_plans(desk, lambda state, at: planning.issue(state, plan, version, at, by))


def retire_plan(desk: Desk, plan: str, by: Actor) -> None:
    """Let no round follow it any more. Errors: as `planning.retire`."""
    record_plans(desk, lambda state, at: planning.retire(state, plan, at, by))
