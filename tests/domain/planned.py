"""Response plans as tests of a case need them, and the town they are for."""

from collections.abc import Mapping, Sequence
from functools import cache

from application.plans.texts import parse_plans, shipped_plans
from domain.plans.model import Plan
from domain.units import Unit

FIRE = """
[[plans]]
code = "fire"
version = 1
title = "火灾处置预案"
title_en = "Fire"
jurisdiction = "青石镇"
sort = "rescue"
article = "联动处置规定"
sign_off = "duty_leader"
commander = "county_deputy"
scale = "一般"

[plans.when]
tracks = ["emergency", "hotline"]
categories = ["X-fire"]

[[plans.teams]]
who = "post:police"
role = "lead"
least = 20

[[plans.teams]]
who = "post:medical"
least = 10

[[plans.checklist]]
text = "清点人数"
text_en = "Count heads"

[[plans.checklist]]
text = "切断电源"
text_en = "Cut the power"

[[plans.reports]]
kind = "first"
to = "县指挥中心"
to_en = "County command"

[[plans.reports]]
kind = "further"
to = "县指挥中心"
to_en = "County command"
span = 2
unit = "hours"

[[plans.reports]]
kind = "final"
to = "县指挥中心"
to_en = "County command"

[[plans.reports]]
kind = "concluding"
to = "县政府"
to_en = "County government"
span = 10
unit = "days"
roll_over = true

[[plans.clocks]]
kind = "arrive"
span = 12
night = 18
unit = "minutes"
article = "联动处置规定：火灾12分钟内到场"
"""
POSTS: Mapping[str, Sequence[str]] = {
    "police": ("police",),
    "medical": ("clinic",),
    "reception": ("justice",),
}


class GivenPlans:
    """A shelf with the plan for fires and those that are shipped; `retired` are not in force."""

    def __init__(self, units: Mapping[str, Unit], retired: frozenset[str] = frozenset()) -> None:
        self._units, self._retired = units, retired

    def get(self, ref: str) -> Plan | None:
        return next((plan for plan in _plans() if plan.ref == ref), None)

    def active(self) -> Sequence[Plan]:
        return [plan for plan in _plans() if plan.code not in self._retired]

    def posts(self) -> Mapping[str, Sequence[str]]:
        return POSTS

    def units(self) -> Mapping[str, Unit]:
        return self._units

    def group(self, category: str) -> str:
        return category[:1]


@cache
def _plans() -> tuple[Plan, ...]:
    return (*parse_plans(FIRE), *shipped_plans())
