"""What the forms of a case take from response plans: which is proposed, whom it calls out."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple

from werkzeug.datastructures import MultiDict

from domain.case.calling import at_work, call_out_of
from domain.case.proposal import proposals
from domain.plans.calling import Called, CallOut
from domain.plans.matching import Match
from domain.plans.model import Plan
from web import names, times, words
from web.desk.forms import Option
from web.desk.plannames import commander, item, reason, scale, title, who
from web.desk.standing import Standing
from web.desk.texts import terms
from web.wording import _, _n

Typed = Mapping[str, Any]

PROPOSING: Final = frozenset({"Screen", "ChoosePlan", "ActivatePlan"})
NUMBER_MOST: Final = 6  # digits


class Proposal(NamedTuple):
    """The plan a form is about: what it asks for, and why it is proposed ("" when it is not)."""

    code: str
    version: int
    title: str
    reasons: list[str]
    sign_off: str
    units: list[str]
    vacant: list[str]
    checklist: list[str]
    representatives: str


def proposal(step: str, standing: Standing, typed: Typed | None) -> Proposal | None:
    """What a step's form says of the plan proposed, or of the one to be put into force."""
    if step not in PROPOSING:
        return None
    if step == "ActivatePlan":
        plan = _plan(chosen(standing, typed), standing)
        return _told(plan, (), standing) if plan is not None else None
    first = _first(step, standing, typed or {})
    return _told(first.plan, first.reasons, standing) if first is not None else None


def _told(plan: Plan, reasons: Any, standing: Standing) -> Proposal:
    found = called(plan, standing)
    return Proposal(
        code=plan.code,
        version=plan.version,
        title=title(plan.ref),
        reasons=[reason(one) for one in reasons],
        sign_off=words.word(terms.SIGNER, plan.sign_off),
        units=[_unit(one, set()) for one in found.units],
        vacant=[who(one) for one in found.vacant],
        checklist=[item(plan, n) for n in range(len(plan.checklist))],
        representatives=_representatives(plan, standing),
    )


def _representatives(plan: Plan, standing: Standing) -> str:
    if plan.representatives_from is None:
        return ""
    return _(
        "Ask the group to choose %(least)d to %(most)d representatives.",
        least=plan.representatives_from,
        most=standing.rules.representatives_max,
    )


def _first(step: str, standing: Standing, typed: Typed) -> Match | None:
    """The plan proposed for what stands in the form."""
    told = _said(typed) if step == "Screen" else _said({})
    known = f"plan proposed for {sorted(told.items())}"
    if known not in standing.known:
        found = proposals(standing.case, standing.ctx, **told)
        standing.known[known] = found[0] if found else None
    first: Match | None = standing.known[known]
    return first


def _said(typed: Typed) -> dict[str, Any]:
    people = str(typed.get("people", "")).strip()
    counted = people.isascii() and people.isdecimal() and len(people) <= NUMBER_MOST
    return {
        "category": str(typed.get("category", "")),
        "level": str(typed.get("level", "")),
        "people": int(people) if counted else None,
    }


def proposed_ref(step: str, standing: Standing, typed: Typed | None = None) -> str:
    """The plan a form proposes before anybody chose; "" for none."""
    first = _first(step, standing, typed or {})
    if step == "ActivatePlan":
        offered = {one.value for one in plan_options(standing)}
        return standing.case.plan if standing.case.plan in offered else _ref(first)
    return _ref(first)


def _ref(found: Match | None) -> str:
    return found.plan.ref if found is not None else ""


def plan_options(standing: Standing) -> Iterator[Option]:
    """The plans in force that are for cases of this track."""
    track = standing.case.track.value
    for plan in standing.ctx.plans.active():
        if not plan.when.tracks or track in plan.when.tracks:
            yield Option(plan.ref, title(plan.ref))


# --- the form that puts a plan into force ---


def chosen(standing: Standing, typed: Typed | None = None) -> str:
    """The plan the form is about: the one typed, else the one chosen at screening or proposed."""
    if typed is not None and "plan" in typed:
        look(standing, str(typed["plan"]))
    if "plan looked at" not in standing.known:
        standing.known["plan looked at"] = proposed_ref("ActivatePlan", standing)
    known: str = standing.known["plan looked at"]
    return known


def look(standing: Standing, ref: str) -> None:
    """Let the form be about this plan: its units are those to choose from."""
    if standing.known.get("plan looked at") != ref:
        standing.known["plan looked at"] = ref
        standing.known.pop("plan_units", None)


def _plan(ref: str, standing: Standing) -> Plan | None:
    return next((one for one in standing.ctx.plans.active() if one.ref == ref), None)


def called(plan: Plan, standing: Standing) -> CallOut:
    """Whom it calls out here; none that the case accuses."""
    return call_out_of(standing.case, plan, standing.ctx)


def unit_options(standing: Standing) -> Iterator[Option]:
    """The units of the plan the form is about."""
    plan = _plan(chosen(standing), standing)
    there = at_work(standing.case)
    if plan is not None:
        for one in called(plan, standing).units:
            yield Option(one.unit, _unit(one, there))


def _unit(one: Called, there: set[str]) -> str:
    parts = [names.unit(one.unit), words.word(words.DISPATCH_ROLE, one.role)]
    if one.least:
        parts.append(_n("at least %(num)d person", "at least %(num)d people", one.least))
    if one.on_safety_fact:
        parts.append(_("only on a recorded safety fact"))
    if one.unit in there:
        parts.append(_("dispatched already"))
    return " · ".join(parts)


def before(step: str, name: str, standing: Standing) -> Any:
    """What stands in a field before anybody typed: the plan proposed, or what the plan says."""
    if step != "ActivatePlan":
        return proposed_ref(step, standing)
    return _filled(name, standing)


def _filled(name: str, standing: Standing) -> Any:
    plan = _plan(chosen(standing), standing)
    if plan is None:
        return [] if name == "units" else ""
    return _FILLED[name](plan, standing) if name in _FILLED else ""


def _until(plan: Plan, standing: Standing) -> str:
    if plan.period_hours is None:
        return ""
    end = times.local(standing.ctx.now + timedelta(hours=plan.period_hours))
    return end.strftime("%Y-%m-%d %H:%M")


_FILLED: Final[Mapping[str, Any]] = {
    "plan": lambda plan, _: plan.ref,
    "scale": lambda plan, _: scale(plan),
    "commander": lambda plan, _: commander(plan),
    "until": _until,
    "units": lambda plan, standing: [
        one.unit for one in called(plan, standing).units if not one.on_safety_fact
    ],
}


def proposed_anew(step: str, standing: Standing, sent: MultiDict[str, str]) -> dict[str, Any]:
    """What the form holds once a plan is asked for: what was typed, and what the plan says."""
    typed: dict[str, Any] = {name: value for name, value in sent.items() if value.strip()}
    if step != "ActivatePlan":
        return {**typed, "plan": proposed_ref(step, standing, typed)}
    look(standing, typed.get("plan", ""))
    filled = {name: _filled(name, standing) for name in _FILLED}
    return {**typed, **filled}
