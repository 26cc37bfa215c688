"""Which response plan is proposed for a case, and what follows from choosing it or another."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain import errors
from domain.case.command import Context, require_lawful
from domain.case.state import Case
from domain.plans.matching import Match, Situation, matches
from domain.plans.model import Plan
from domain.plans.town import answering, line

SIGNERS = ("", "duty_leader", "principal_leader")


class Choice(NamedTuple):
    """The plan chosen, the one proposed and why, why it is another, and who has to sign."""

    plan: str = ""
    proposed: str = ""
    reasons: tuple[str, ...] = ()
    override: str = ""
    sign_off: str = ""


def proposals(
    case: Case, ctx: Context, *, category: str = "", level: str = "", people: int | None = None
) -> list[Match]:
    """All plans in force that fit, the proposed one first; what is given goes before the case's."""
    plans = ctx.plans.active()
    if not plans:
        return []
    return matches(plans, situation(case, ctx, category=category, level=level, people=people))


def situation(
    case: Case, ctx: Context, *, category: str = "", level: str = "", people: int | None = None
) -> Situation:
    """What is known of the case, as conditions ask for it."""
    local = case.received_at.astimezone(ZoneInfo(ctx.rules.timezone))
    code = category or case.category
    near = answering(case.place, ctx.plans.units(), ctx.rules.levels[0].code)
    return Situation(
        track=case.track.value,
        category=code,
        group=ctx.plans.group(code),
        level=level or case.level,
        channel=case.channel.value,
        people=case.people if people is None else people,
        place=case.place,
        line=line(near.code, ctx.plans.units()) if near is not None else (),
        at=local,
        rest_day=ctx.calendar.is_rest_day(local.date()),
    )


def choice(
    case: Case,
    chosen: str,
    why: str,
    ctx: Context,
    *,
    category: str = "",
    level: str = "",
    people: int | None = None,
) -> Choice:
    """Errors: `PlanUnknown`; `PlanReasonNeeded` for another than the proposed one without why.

    What a record brings in is as it is.
    """
    if ctx.source == "import":
        return Choice(plan=chosen, override=why)
    found = proposals(case, ctx, category=category, level=level, people=people)
    first = found[0] if found else None
    proposed = first.plan.ref if first is not None else ""
    plan = _active(chosen, ctx)
    if chosen != proposed and not why.strip():
        raise errors.PlanReasonNeeded(plan=proposed, chosen=chosen)
    require_lawful(why)
    return Choice(
        plan=chosen,
        proposed=proposed,
        reasons=tuple(f"{one.what}={one.value}" for one in first.reasons) if first else (),
        override=why if chosen != proposed else "",
        sign_off=(plan.sign_off or "") if plan is not None else "",
    )


def _active(ref: str, ctx: Context) -> Plan | None:
    if not ref:
        return None
    plan = next((one for one in ctx.plans.active() if one.ref == ref), None)
    if plan is None:
        raise errors.PlanUnknown(plan=ref)
    return plan


def graver(one: str, other: str) -> str:
    """The one who signs for the graver matters."""
    known = [signer for signer in (one, other) if signer in SIGNERS]
    return max(known, key=SIGNERS.index, default=one or other)
