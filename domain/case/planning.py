"""Response plans on a case: which is proposed and chosen, put into force, worked off and lifted."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count

from domain import errors
from domain.case import events as e
from domain.case.calling import Chosen, call_out_of, chosen_units
from domain.case.command import (
    Command,
    Context,
    Decision,
    decides,
    is_accused,
    require_known,
    require_lawful,
    require_open,
    require_reason,
    timely,
)
from domain.case.dispatch import Dispatch, check_sign_off, sent
from domain.case.proposal import choice, graver
from domain.case.reports import further_clock, lifted_clocks, report_clock
from domain.case.state import Case
from domain.case.words import DispatchRole, ReportKind, Track
from domain.plans.model import Plan
from domain.sealed import Sealed


class ChoosePlan(Command, frozen=True, kw_only=True):
    """Choose a response plan once more, as the matter has changed (选定预案)."""

    plan: str = ""
    plan_override: str = ""


class ActivatePlan(Command, frozen=True, kw_only=True):
    """Put a response plan into force and call out its units in one step (启动预案).

    `units` are those called out, None: all; `left_out` says why others of the plan are not.
    """

    plan: str
    scale: str
    commander: str
    until: datetime | None = None
    units: tuple[str, ...] | None = None
    left_out: str = ""
    safety_fact: str = ""
    zone: str = ""
    instruction: Sealed | None = None


class LiftPlan(Command, frozen=True, kw_only=True):
    """End the plan because the matter is settled (解除预案)."""

    person: str
    reason: str


class TickItem(Command, frozen=True, kw_only=True):
    """Mark one task of the checklist as done (清单完成)."""

    item: int


class ReportUpward(Command, frozen=True, kw_only=True):
    """Report to the level above (初报、续报、终报、总结报告)."""

    kind: ReportKind
    to: str
    text: Sealed | None = None


class NameRepresentatives(Command, frozen=True, kw_only=True):
    """Record whom a group chose to speak for it (推选代表)."""

    count: int
    names: Sealed | None = None


@decides(ChoosePlan)
def choose_plan(case: Case, c: ChoosePlan, ctx: Context) -> Decision:
    """The proposed one, or another or none with a reason; what it was already changes nothing.

    Errors: a plan is in force, `PlanUnknown`, `PlanReasonNeeded`.
    """
    require_open(case)
    timely(ctx)
    if case.activated:
        raise errors.PlanActive(plan=case.activated)
    made = choice(case, c.plan, c.plan_override, ctx)
    if c.plan == case.plan:
        return []
    return [
        e.PlanChosen(
            **ctx.stamp(),
            plan=made.plan,
            plan_override=made.override,
            plan_proposed=made.proposed,
            plan_reasons=made.reasons,
            sign_off=graver(case.sign_off, made.sign_off),
        )
    ]


@decides(ActivatePlan)
def activate_plan(case: Case, c: ActivatePlan, ctx: Context) -> Decision:
    """All its units are called out with it, or nothing happens.

    Errors: a plan is in force already, `PlanUnknown`, commander or scale missing, units left out
    without a reason, a unit the plan does not name, signature missing; an accused unit is `Barred`.
    """
    require_open(case)
    timely(ctx)
    plan = _fit_to_begin(case, c, ctx)
    for unit in c.units or ():
        if is_accused(case, unit, ctx):
            return [e.Barred(**ctx.stamp(), unit=unit, attempt="dispatch")]
    found = call_out_of(case, plan, ctx)
    chosen = chosen_units(case, found, c.units, c.left_out, c.safety_fact)
    sign_off = graver(case.sign_off, plan.sign_off or "")
    if chosen.send:
        _check_signed(case, sign_off)
    begun = _activated(case, plan, c, chosen, ctx)
    return [begun, *_dispatched(case, plan, c, chosen, ctx)]


def _fit_to_begin(case: Case, c: ActivatePlan, ctx: Context) -> Plan:
    if case.activated:
        raise errors.PlanActive(plan=case.activated)
    for field in ("commander", "scale"):
        if not getattr(c, field).strip():
            raise errors.FieldMissing(field=field)
    require_lawful(c.scale, c.commander, c.left_out, c.safety_fact)
    plan = next((one for one in ctx.plans.active() if one.ref == c.plan), None)
    if plan is None:
        raise errors.PlanUnknown(plan=c.plan)
    return plan


def _check_signed(case: Case, sign_off: str) -> None:
    """An emergency is dispatched first and signed after; others are signed as the plan asks."""
    if sign_off != case.sign_off and case.track is not Track.EMERGENCY:
        raise errors.SignOffNeeded(grade=sign_off)
    check_sign_off(case)


def _activated(
    case: Case, plan: Plan, c: ActivatePlan, chosen: Chosen, ctx: Context
) -> e.PlanActivated:
    return e.PlanActivated(
        **ctx.stamp(),
        plan=plan.ref,
        scale=c.scale,
        commander=c.commander,
        until=c.until,
        checklist=tuple(item.text for item in plan.checklist),
        units=chosen.units,
        left_out=chosen.left_out,
        why_left_out=c.left_out if chosen.left_out else "",
        vacant=chosen.vacant,
        safety_fact=c.safety_fact,
        sign_off=graver(case.sign_off, plan.sign_off or ""),
        clocks=report_clock(case, plan, "first", ctx),
    )


def _dispatched(
    case: Case, plan: Plan, c: ActivatePlan, chosen: Chosen, ctx: Context
) -> list[e.Dispatched]:
    """One lead; where a unit leads already, the plan's own lead supports it."""
    numbers = count(len(case.dispatches) + 1)
    return [
        sent(
            case,
            Dispatch(
                unit=one.unit, role=DispatchRole(one.role), zone=c.zone, instruction=c.instruction
            ),
            next(numbers),
            ctx,
            plan=plan.ref,
        )
        for one in chosen.send
    ]


@decides(LiftPlan)
def lift_plan(case: Case, c: LiftPlan, ctx: Context) -> Decision:
    """By a named person, with a reason. The final and the concluding report are due from now."""
    require_open(case)
    timely(ctx)
    if not case.activated:
        raise errors.NoPlanActive
    require_reason(c.reason)
    if not c.person.strip():
        raise errors.FieldMissing(field="person")
    return [
        e.PlanLifted(
            **ctx.stamp(), person=c.person, reason=c.reason, clocks=lifted_clocks(case, ctx)
        )
    ]


@decides(TickItem)
def tick_item(case: Case, c: TickItem, ctx: Context) -> Decision:
    """Items count from 1; ticking again changes nothing."""
    require_open(case)
    timely(ctx)
    if not case.activated:
        raise errors.NoPlanActive
    if not 1 <= c.item <= case.checklist:
        raise errors.NoSuchItem(item=c.item)
    return [] if c.item in case.ticked else [e.ChecklistTicked(**ctx.stamp(), item=c.item)]


@decides(ReportUpward)
def report_upward(case: Case, c: ReportUpward, ctx: Context) -> Decision:
    """After closing too: final and concluding reports follow the matter. Errors: no addressee."""
    require_known(case)
    timely(ctx)
    if not c.to.strip():
        raise errors.FieldMissing(field="to")
    return [
        e.ReportedUpward(
            **ctx.stamp(),
            kind=c.kind,
            to=c.to,
            text=c.text,
            clocks=further_clock(case, c.kind, ctx),
        )
    ]


@decides(NameRepresentatives)
def name_representatives(case: Case, c: NameRepresentatives, ctx: Context) -> Decision:
    """At least one, and no more than the rule set lets speak for a group."""
    require_open(case)
    timely(ctx)
    if c.count < 1:
        raise errors.WrongValue(field="count")
    if c.count > ctx.rules.representatives_max:
        raise errors.TooManyRepresentatives(most=ctx.rules.representatives_max)
    return [e.RepresentativesNamed(**ctx.stamp(), count=c.count, names=c.names)]


def activations(history: Sequence[e.Fact]) -> list[e.PlanActivated]:
    """Every time a plan was put into force, in order."""
    return [event for event in history if isinstance(event, e.PlanActivated)]
