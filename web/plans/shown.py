"""A plan told to a person: what it asks, whom it calls out, until when what is due."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from domain.plans.compare import Difference
from domain.plans.model import POST, Plan, PlanClock, Report, Team
from web import names, words
from web.desk import plannames, values
from web.desk.texts import plans as texts
from web.desk.texts import terms
from web.i18n import language
from web.plans.texts import PLACES, SPANS
from web.service import service
from web.wording import _, _n, _p


class Line(NamedTuple):
    """A label and what stands beside it; `local`: the number is the centre's own."""

    label: str
    text: str
    article: str = ""
    local: bool = False


class Shown(NamedTuple):
    """All of a plan."""

    plan: Plan
    title: str
    head: list[Line]
    when: list[Line]
    teams: list[Line]
    tasks: list[str]
    reports: list[Line]
    clocks: list[Line]


def shown(plan: Plan) -> Shown:
    """In the language of the page."""
    return Shown(
        plan=plan,
        title=plannames.bare_title(plan),
        head=[line for line in _head(plan) if line.text],
        when=[line for line in conditions(plan) if line.text],
        teams=[_team(team) for team in plan.teams],
        tasks=[plannames.item(plan, n) for n in range(len(plan.checklist))],
        reports=[_report(one) for one in plan.reports],
        clocks=[_clock(one) for one in plan.clocks],
    )


def _head(plan: Plan) -> Iterator[Line]:
    yield Line(_("Sort"), words.word(texts.SORT, plan.sort))
    yield Line(_("Jurisdiction"), plan.jurisdiction)
    yield Line(_("Where it is written"), plan.article, local=plan.local)
    yield Line(_("Sign-off"), words.word(terms.SIGNER, plan.sign_off))
    yield Line(_("On-scene commander"), plannames.commander(plan))
    yield Line(_("Scale"), plannames.scale(plan))
    hours = plan.period_hours
    yield Line(_("Period"), _n("%(num)d hour", "%(num)d hours", hours) if hours else "")
    yield Line(_("Priority"), str(plan.priority or ""))
    least = plan.representatives_from
    chosen = _("at least %(number)d, at most as the rule set says", number=least) if least else ""
    yield Line(_("Representatives"), chosen)


def conditions(plan: Plan) -> Iterator[Line]:
    """What a matter must be."""
    when = plan.when
    yield Line(_("Tracks"), values.joined(words.word(words.TRACK, one) for one in when.tracks))
    yield Line(_("Categories"), values.joined(_category(one) for one in when.categories))
    yield Line(
        _p("plan", "Level"), values.joined(words.word(terms.WEIGHT, one) for one in when.levels)
    )
    yield Line(
        _("How it came"), values.joined(words.word(words.CHANNEL, one) for one in when.channels)
    )
    yield Line(_("People"), _people(when.people_from, when.people_to))
    yield Line(_p("plan", "Places"), values.joined(names.unit(one) for one in when.places))
    hours = when.hours
    yield Line(_("Time of day"), f"{hours.begin:%H:%M}–{hours.end:%H:%M}" if hours else "")
    yield Line(_("Days"), words.word(texts.DAYS, when.days))


def _category(code: str) -> str:
    return f"{code} {names.category(code)}"


def _people(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return ""
    if low is None:
        return _("at most %(high)s", high=high)
    return _("%(low)s or more", low=low) if high is None else f"{low}–{high}"


def _team(team: Team) -> Line:
    role = words.word(words.DISPATCH_ROLE, team.role)
    parts = [role]
    if team.least:
        parts.append(_n("at least %(num)d person", "at least %(num)d people", team.least))
    if team.on_safety_fact:
        parts.append(_("only on a recorded safety fact"))
    parts.append(_here(team.who))
    text = " · ".join(part for part in parts if part)
    return Line(plannames.who(team.who), text, team.article, team.local)


def _here(who: str) -> str:
    """Which units hold the post in this town."""
    if not who.startswith(POST):
        return ""
    held = service().desk.plans.posts().get(who.removeprefix(POST), ())
    if not held:
        return _("nobody holds this post here")
    return _("here: %(units)s", units=values.joined(names.unit(one) for one in held))


def _report(one: Report) -> Line:
    to = one.to_en if language() == "en" else one.to
    text = f"{to} · {lasting(one)}" if one.span else f"{to} · {_('as the rule set says')}"
    return Line(words.word(texts.REPORT, one.kind), text, one.article, one.local)


def _clock(one: PlanClock) -> Line:
    return Line(words.word(words.CLOCK, one.kind), lasting(one), one.article, one.local)


def lasting(one: Report | PlanClock) -> str:
    """How long, by day and by night."""
    text = str(SPANS[one.unit or "minutes"]) % {"number": one.span or 0}
    if one.night is not None:
        night = str(SPANS["minutes"]) % {"number": one.night}
        text = _p("span of a plan", "%(day)s by day, %(night)s by night") % {
            "day": text,
            "night": night,
        }
    return f"{text}, {_('to the next working day')}" if one.roll_over else text


class Changed(NamedTuple):
    """One place in which two versions differ."""

    label: str
    path: str
    before: str
    after: str


def changed(one: Difference) -> Changed:
    """For a table side by side."""
    return Changed(_place(one.path), one.path, _said(one.before), _said(one.after))


def _place(path: str) -> str:
    first = path.partition("[")[0].partition(".")[0]
    return str(PLACES.get(path) or PLACES.get(first, "")) or path


_NOTHING: Final = "—"


def _said(value: object) -> str:
    if value in (None, "", [], ()):
        return _NOTHING
    if isinstance(value, bool):
        return values.yes_no(value)
    if isinstance(value, list | tuple):
        return values.joined(_said(one) for one in value)
    return str(_WORDS.get(str(value), value))


_WORDS: Final[Mapping[str, Any]] = {
    **words.TRACK,
    **words.DISPATCH_ROLE,
    **texts.SORT,
    **texts.COMMANDER,
    **terms.SIGNER,
    **terms.WEIGHT,
    **texts.DAYS,
}
