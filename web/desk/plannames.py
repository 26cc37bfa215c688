"""Says what plans, their teams and the reasons for proposing them are called."""

from domain.case.events import PlanActivated
from domain.plans.matching import Reason
from domain.plans.model import LOCAL, POST, UNIT, Plan
from web import names, words
from web.desk.texts import plans as texts
from web.desk.texts import terms
from web.i18n import language
from web.service import service
from web.wording import _


def title(ref: str) -> str:
    """A plan by "flood@1" in the language of the page; what nobody knows stands as it is."""
    plan = service().desk.plans.get(ref)
    if plan is None:
        return ref
    return _("%(title)s, version %(number)d", title=bare_title(plan), number=plan.version)


def bare_title(plan: Plan) -> str:
    """Without its version."""
    return plan.title_en if language() == "en" else plan.title


def scale(plan: Plan) -> str:
    """The scale it begins with."""
    return (language() == "en" and plan.scale_en) or plan.scale


def commander(plan: Plan) -> str:
    """Who commands on scene."""
    return words.word(texts.COMMANDER, plan.commander)


def who(team: str) -> str:
    """Who a team is: a post, a unit, or the unit of the place."""
    if team == LOCAL:
        return _("the unit of the place")
    if team.startswith(POST):
        return words.word(texts.POSTS, team.removeprefix(POST))
    return names.unit(team.removeprefix(UNIT))


def reason(one: Reason) -> str:
    """Why a plan fits, in a few words."""
    return str(texts.REASONS[one.what]) % {"value": _value(one)}


def written_reason(kept: str) -> str:
    """A reason as an event keeps it, "category=F01"."""
    what, _parted, value = kept.partition("=")
    return reason(Reason(what, value)) if what in texts.REASONS else kept  # type: ignore[arg-type]


def _value(one: Reason) -> str:
    if one.what in ("category", "group"):
        return names.category(one.value)
    if one.what == "people":
        return _range(one.value)
    if one.what == "place":
        return names.unit(one.value)
    tables = {
        "track": words.TRACK,
        "channel": words.CHANNEL,
        "level": terms.WEIGHT,
        "days": texts.DAYS,
    }
    table = tables.get(one.what)
    return words.word(table, one.value) if table is not None else one.value


def _range(value: str) -> str:
    low, _parted, high = value.partition("-")
    if low and high:
        return _("%(low)s to %(high)s", low=low, high=high)
    return _("%(low)s or more", low=low) if low else _("at most %(high)s", high=high)


def item(plan: Plan, number: int) -> str:
    """One task of the checklist, from 0 on, in the language of the page."""
    found = plan.checklist[number]
    return found.text_en if language() == "en" else found.text


def tasks(event: PlanActivated) -> list[str]:
    """The checklist of a plan in force; of a plan that is known no more, as it was recorded."""
    plan = service().desk.plans.get(event.plan)
    if plan is None or len(plan.checklist) != len(event.checklist):
        return list(event.checklist)
    return [item(plan, number) for number in range(len(plan.checklist))]
