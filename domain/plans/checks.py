"""What a plan must satisfy beyond its shape before anybody may be called out by it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import get_args

from domain.plans.model import COERCIVE, LOCAL, POST, UNIT, Plan, PlanClock, Post, Report
from domain.rules.model import RuleError
from domain.rules.tasks import forbidden_task

POSTS: tuple[str, ...] = get_args(Post)
ON_FACT = (
    "police come to people who complain only on a recorded safety fact, never because people "
    "came: write on_safety_fact = true, or leave the team out"
)
ROLLING = frozenset({"days", "months"})
NO_TASK = (
    "is no task of a linkage centre: nobody who comes here is followed, held back or sent back; "
    "write what is done about the matter"
)
A_CATEGORY = "write the code of a group or a category, as the page of categories has them"
NOT_TIMED = "nobody is timed on reaching people who complain: name tracks without petition"

Findings = Iterator[tuple[str, str]]
Check = Callable[[Plan], Findings]


class Unfit(RuleError):
    """A plan that can't be used: at which of its places, and what to write."""

    def __init__(self, plan: Plan, number: int, path: str, message: str) -> None:
        """`number` plans stand before it in its file; `path` is the place within it."""
        super().__init__(f"plans[{number}] ({plan.code}).{path}", message)


def validate(plan: Plan, categories: Collection[str] | None = None, number: int = 0) -> Plan:
    """The same plan, when nothing in it contradicts itself or the law. Errors: `RuleError`.

    `categories` are the codes the centre has; None: they are not looked at. `number` is how many
    plans stand before it in its file.
    """
    for check in (*CHECKS, _known(categories)):
        for path, message in check(plan):
            raise Unfit(plan, number, path, message)
    return plan


def _texts(plan: Plan) -> Findings:
    for path, text in texts(plan):
        if word := forbidden_task(text):
            yield path, f"{word!r} {NO_TASK}"


def texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Every free text of a plan, with its place."""
    for name in ("title", "title_en", "jurisdiction", "article", "scale", "scale_en"):
        yield name, getattr(plan, name)
    for n, item in enumerate(plan.checklist):
        yield f"checklist[{n}].text", item.text
        yield f"checklist[{n}].text_en", item.text_en
    for n, report in enumerate(plan.reports):
        yield f"reports[{n}].to", report.to
        yield f"reports[{n}].to_en", report.to_en
        yield f"reports[{n}].article", report.article
    for n, team in enumerate(plan.teams):
        yield f"teams[{n}].article", team.article
    for n, clock in enumerate(plan.clocks):
        yield f"clocks[{n}].article", clock.article


def _conditions(plan: Plan) -> Findings:
    when = plan.when
    if not any(getattr(when, name) for name in when.__struct_fields__):
        yield "when", "say at least one condition, else it would be proposed for every matter"
    low, high = when.people_from, when.people_to
    if low is not None and high is not None and low > high:
        yield "when.people_to", "can't be less than people_from"
    if when.hours is not None and when.hours.begin == when.hours.end:
        yield "when.hours", "must not begin and end at the same time; leave it out for any hour"


def _known(categories: Collection[str] | None) -> Check:
    def check(plan: Plan) -> Findings:
        for n, code in enumerate(plan.when.categories):
            if categories is not None and code not in categories:
                yield f"when.categories[{n}]", f"there is no category {code!r}; {A_CATEGORY}"

    return check


def _teams(plan: Plan) -> Findings:
    if sum(team.role == "lead" for team in plan.teams) != 1:
        yield "teams", 'name exactly one team with role = "lead"'
    for who, times in Counter(team.who for team in plan.teams).items():
        if times > 1:
            yield "teams", f"{who!r} stands {times} times; a team is named once"
    for n, team in enumerate(plan.teams):
        yield from _who(f"teams[{n}].who", team.who)
        if _post(team.who) in COERCIVE and _for_complaints(plan) and not team.on_safety_fact:
            yield f"teams[{n}].on_safety_fact", ON_FACT
        if team.role == "lead" and team.on_safety_fact:
            yield f"teams[{n}].on_safety_fact", "the lead comes in any case; name another lead"


def _who(path: str, who: str) -> Findings:
    if who.startswith(POST) and _post(who) not in POSTS:
        yield path, f"there is no post {_post(who)!r}; write one of {', '.join(POSTS)}"
    elif not who.startswith((POST, UNIT)) and who != LOCAL:
        yield path, f'write "{LOCAL}", "{POST}police" or "{UNIT}" and the code of a unit'


def _post(who: str) -> str:
    return who.removeprefix(POST) if who.startswith(POST) else ""


def _for_complaints(plan: Plan) -> bool:
    """It may be proposed because people came: with a petition, or as a visit of many."""
    tracks = plan.when.tracks
    return plan.sort == "joint_visit" or not tracks or "petition" in tracks


def _times(plan: Plan) -> Findings:
    yield from _parts("reports", plan.reports)
    yield from _parts("clocks", plan.clocks)


def _parts(name: str, parts: Sequence[Report | PlanClock]) -> Findings:
    for kind, times in Counter(one.kind for one in parts).items():
        if times > 1:
            yield name, f"{kind!r} stands {times} times"
    for n, one in enumerate(parts):
        yield from _counted(f"{name}[{n}]", one)


def _counted(path: str, said: Report | PlanClock) -> Findings:
    if (said.span is None) != (said.unit is None):
        yield path, "write span and unit both, or neither"
    if said.night is not None and said.unit != "minutes":
        yield f"{path}.night", "only a limit in minutes has another span by night"
    if said.roll_over and said.unit not in ROLLING:
        yield f"{path}.roll_over", "only a limit in days or months can end on a rest day"


def _arrival(plan: Plan) -> Findings:
    for n, clock in enumerate(plan.clocks):
        if clock.kind == "arrive" and _for_complaints(plan):
            yield f"clocks[{n}].kind", NOT_TIMED


def _representatives(plan: Plan) -> Findings:
    if plan.representatives_from is not None and plan.sort != "joint_visit":
        yield "representatives_from", 'only plans of sort = "joint_visit" ask for representatives'


CHECKS: tuple[Check, ...] = (_texts, _conditions, _teams, _times, _arrival, _representatives)
