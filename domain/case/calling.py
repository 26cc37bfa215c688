"""Which units a plan in force calls out on a case: who is sent, who is there, who is left out."""

from typing import NamedTuple

from msgspec.structs import replace

from domain import errors
from domain.case.command import Context, is_accused
from domain.case.state import Case
from domain.plans.calling import Called, CallOut, Where, call_out
from domain.plans.model import Plan


class Chosen(NamedTuple):
    """All units of the plan that take part, those of them to be dispatched now, and the others."""

    units: tuple[Called, ...]
    send: tuple[Called, ...]
    left_out: tuple[str, ...]
    vacant: tuple[str, ...]


def call_out_of(case: Case, plan: Plan, ctx: Context) -> CallOut:
    """The plan's units for the case's place; none that is accused, nor above or below one."""
    return call_out(
        plan,
        Where(
            place=case.place,
            town=ctx.plans.units() or ctx.units,
            posts=ctx.plans.posts(),
            lowest=ctx.rules.levels[0].code,
            may=lambda code: not is_accused(case, code, ctx),
        ),
    )


def at_work(case: Case) -> set[str]:
    """Units that have a dispatch in hand and need none."""
    return {one.unit for one in case.dispatches if one.live and one.feedback_at is None}


def chosen_units(
    case: Case, found: CallOut, wanted: tuple[str, ...] | None, why: str, safety_fact: str
) -> Chosen:
    """Errors: `NotInPlan`, `PlanUnitsLeftOut`, `SafetyFactNeeded`, `NoLead`."""
    there = at_work(case)
    offered = {one.unit: one for one in found.units}
    for unit in wanted or ():
        if unit not in offered:
            raise errors.NotInPlan(unit=unit)
    chosen = _chosen(found, wanted, safety_fact, there)
    left = [
        one.unit
        for one in found.units
        if one not in chosen and not (one.on_safety_fact and not safety_fact.strip())
    ]
    if left and not why.strip():
        raise errors.PlanUnitsLeftOut(units=", ".join(left))
    units = _one_lead(case, chosen)
    send = tuple(one for one in units if one.unit not in there)
    _check(case, send, safety_fact)
    return Chosen(units, send, tuple(left), found.vacant)


def _chosen(
    found: CallOut, wanted: tuple[str, ...] | None, safety_fact: str, there: set[str]
) -> list[Called]:
    """Those asked for, and whoever is at work already."""
    if wanted is not None:
        return [one for one in found.units if one.unit in wanted or one.unit in there]
    return [one for one in found.units if not one.on_safety_fact or safety_fact.strip()]


def _one_lead(case: Case, chosen: list[Called]) -> tuple[Called, ...]:
    lead = case.lead
    if lead is None:
        return tuple(chosen)
    roles = {True: "lead", False: "support"}
    return tuple(replace(one, role=roles[one.unit == lead.unit]) for one in chosen)


def _check(case: Case, send: tuple[Called, ...], safety_fact: str) -> None:
    for one in send:
        if one.on_safety_fact and not safety_fact.strip():
            raise errors.SafetyFactNeeded(unit=one.unit)
    if send and case.lead is None and send[0].role != "lead":
        raise errors.NoLead
