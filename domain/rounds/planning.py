"""What may be done with plans of rounds, and by whom: drafted, issued, retired."""

from datetime import datetime

from domain import errors
from domain.case.events import Actor
from domain.case.words import Role
from domain.rounds import events as e
from domain.rounds.plan import RoundPlan, check
from domain.rounds.state import Plans, Version
from domain.units import CENTRE

PLANNERS = frozenset({Role.ADMIN, Role.LEADER})


def ship(
    plans: Plans, shipped: tuple[RoundPlan, ...], sha256: str, at: datetime, by: Actor
) -> list[e.PlanEvent]:
    """Give a centre the plans it begins with; one that has plans keeps its own."""
    if plans.version:
        return []
    return [e.PlansShipped(at=at, by=by, sha256=sha256, plans=shipped)]


def draft(
    plans: Plans, plan: RoundPlan, at: datetime, by: Actor, *, new: bool = False
) -> list[e.PlanEvent]:
    """Write down the next version; a draft that waits is replaced. The same changes nothing.

    Errors: `NotYourRole`, `NotYourUnit`, `RoundPlanExists`, and as `plan.check`.
    """
    _may_plan(by)
    if new and plan.id in plans.versions:
        raise errors.RoundPlanExists(plan=plan.id, field="id")
    check(plan)
    versions = plans.versions.get(plan.id, ())
    last = versions[-1] if versions else None
    if last is not None and last.plan == plan and (last.draft or last.in_force):
        return []
    return [e.PlanDrafted(at=at, by=by, version=_number(last), plan=plan)]


def issue(plans: Plans, plan: str, version: int, at: datetime, by: Actor) -> list[e.PlanEvent]:
    """Let rounds follow the draft of that version. Errors: also `RoundPlanUnknown`."""
    _may_plan(by)
    known = next((one for one in _versions(plans, plan) if one.number == version), None)
    if known is None or known.ended_at is not None:
        raise errors.RoundPlanUnknown(plan=plan)
    return [] if known.in_force else [e.PlanIssued(at=at, by=by, plan=plan, version=version)]


def retire(plans: Plans, plan: str, at: datetime, by: Actor) -> list[e.PlanEvent]:
    """Let no round follow the plan any more. Errors: also `RoundPlanUnknown`."""
    _may_plan(by)
    _versions(plans, plan)
    return [e.PlanRetired(at=at, by=by, plan=plan)] if plans.in_force(plan) else []


def list_round(plans: Plans, opened: e.RoundOpened) -> list[e.PlanEvent]:
    """Remember that it was opened; again changes nothing."""
    if opened.code in plans.opened:
        return []
    listed = e.RoundListed(
        at=opened.at, by=opened.by, plan=opened.plan, version=opened.version, code=opened.code
    )
    return [listed]


def settle_round(plans: Plans, code: str, at: datetime, by: Actor) -> list[e.PlanEvent]:
    """Remember that nothing of it is to be watched any more."""
    return [e.RoundSettled(at=at, by=by, code=code)] if code in plans.unsettled else []


def _number(last: Version | None) -> int:
    if last is None:
        return 1
    return last.number if last.draft else last.number + 1


def _versions(plans: Plans, plan: str) -> tuple[Version, ...]:
    if plan not in plans.versions:
        raise errors.RoundPlanUnknown(plan=plan)
    return plans.versions[plan]


def _may_plan(by: Actor) -> None:
    if by.role not in PLANNERS:
        raise errors.NotYourRole(role=by.role, needed=", ".join(sorted(PLANNERS)))
    if by.unit != CENTRE:
        raise errors.NotYourUnit(unit=CENTRE, own=by.unit)
