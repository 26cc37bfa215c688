"""Which plan is proposed for a matter, and why: the same whatever order the plans stand in."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from application.plans.texts import shipped_plans
from domain.plans.matching import Situation, matches
from domain.plans.model import Hours, Item, Plan, Team, When

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LEAD = Team(who="post:police", role="lead")


def plan(code: str, priority: int = 0, **when: Any) -> Plan:
    """A plan with these conditions."""
    return Plan(
        code=code,
        version=1,
        title=code,
        title_en=code,
        jurisdiction="青石镇",
        sort="ordinary",
        article="规定",
        priority=priority,
        when=When(**when),
        commander="team_head",
        teams=(LEAD,),
        checklist=(Item(text="清点", text_en="Count"),),
    )


def matter(**known: object) -> Situation:
    """An emergency at noon on a Monday, by telephone."""
    usual: dict[str, object] = {
        "track": "emergency",
        "category": "F01",
        "group": "F",
        "channel": "phone",
        "people": 1,
        "place": "石桥村一组",
        "line": ("shiqiao", "dpq"),
        "at": NOON,
    }
    return Situation(**{**usual, **known})  # type: ignore[arg-type]


def proposed(of: Situation, *plans: Plan) -> str:
    """The code of the plan that goes first."""
    found = matches(plans, of)
    return found[0].plan.code if found else ""


@pytest.mark.parametrize(
    ("when", "known"),
    [
        ({"tracks": ("hotline",)}, {}),
        ({"categories": ("A", "F02")}, {}),
        ({"levels": ("grave",)}, {"level": "ordinary"}),
        ({"levels": ("grave",)}, {"level": ""}),
        ({"channels": ("visit",)}, {}),
        ({"people_from": 2}, {}),
        ({"people_to": 4}, {"people": 5}),
        ({"places": ("xpq",)}, {}),
        ({"hours": Hours(begin=time(20), end=time(8))}, {}),
        ({"hours": Hours(begin=time(8), end=time(12))}, {}),
        ({"days": "rest"}, {}),
        ({"days": "working"}, {"rest_day": True}),
    ],
)
def test_a_plan_is_not_proposed_where_a_condition_fails(
    when: dict[str, Any], known: dict[str, object]
) -> None:
    assert matches([plan("x", **when)], matter(**known)) == []


@pytest.mark.parametrize(
    ("when", "known", "reason"),
    [
        ({"tracks": ("emergency",)}, {}, ("track", "emergency")),
        ({"categories": ("F",)}, {}, ("group", "F")),
        ({"categories": ("F", "F01")}, {}, ("category", "F01")),
        ({"levels": ("grave",)}, {"level": "grave"}, ("level", "grave")),
        ({"people_from": 30}, {"people": 30}, ("people", "30-")),
        ({"people_from": 21, "people_to": 50}, {"people": 50}, ("people", "21-50")),
        ({"places": ("dpq",)}, {}, ("place", "dpq")),
        ({"places": ("石桥村",)}, {}, ("place", "石桥村")),
        (
            {"hours": Hours(begin=time(20), end=time(8))},
            {"at": NOON.replace(hour=23)},
            ("hours", "20:00-08:00"),
        ),
        (
            {"hours": Hours(begin=time(20), end=time(8))},
            {"at": NOON.replace(hour=7, minute=59)},
            ("hours", "20:00-08:00"),
        ),
        ({"days": "rest"}, {"rest_day": True}, ("days", "rest")),
    ],
)
def test_the_reason_for_proposing_it_is_told(
    when: dict[str, Any], known: dict[str, object], reason: tuple[str, str]
) -> None:
    (found,) = matches([plan("x", **when)], matter(**known))
    assert [(one.what, one.value) for one in found.reasons] == [reason]


def test_the_end_of_a_part_of_the_day_is_not_in_it() -> None:
    night = plan("night", hours=Hours(begin=time(20), end=time(8)))
    assert proposed(matter(at=NOON.replace(hour=20)), night) == "night"
    assert proposed(matter(at=NOON.replace(hour=8)), night) == ""


@pytest.mark.parametrize(
    ("particular", "general"),
    [
        ({"categories": ("F01",)}, {"categories": ("F",)}),
        ({"places": ("shiqiao",)}, {"categories": ("F01",)}),
        ({"categories": ("F",), "levels": ("grave",)}, {"categories": ("F",)}),
        ({"people_from": 20, "people_to": 50}, {"people_from": 20}),
        ({"categories": ("F",)}, {"tracks": ("emergency",)}),
        ({"hours": Hours(begin=time(8), end=time(20))}, {"tracks": ("emergency",)}),
    ],
)
def test_the_more_particular_plan_goes_first(
    particular: dict[str, Any], general: dict[str, Any]
) -> None:
    one, other = plan("zz", **particular), plan("aa", **general)
    of = matter(people=30, level="grave")
    assert proposed(of, one, other) == proposed(of, other, one) == "zz"


def test_priority_goes_before_everything() -> None:
    urgent, particular = plan("urgent", 1, tracks=("emergency",)), plan("f01", categories=("F01",))
    assert proposed(matter(), particular, urgent) == "urgent"


CODES = ("F", "F01", "A", "E04")
WHENS = st.builds(
    When,
    tracks=st.sampled_from([(), ("emergency",), ("petition", "emergency")]),
    categories=st.lists(st.sampled_from(CODES), max_size=2).map(tuple),
    levels=st.sampled_from([(), ("grave",)]),
    people_from=st.none() | st.integers(1, 60),
    people_to=st.none() | st.integers(1, 60),
    places=st.sampled_from([(), ("dpq",), ("shiqiao",)]),
    days=st.sampled_from([None, "rest", "working"]),
)
PLANS = st.lists(st.tuples(WHENS, st.integers(0, 1)), max_size=6, unique_by=repr).map(
    lambda made: [
        replace(plan(f"p{n}", priority), when=when) for n, (when, priority) in enumerate(made)
    ]
)
SITUATIONS = st.builds(
    matter,
    people=st.integers(1, 60),
    level=st.sampled_from(["", "grave"]),
    at=st.integers(0, 48).map(lambda hours: NOON + timedelta(hours=hours)),
    rest_day=st.booleans(),
)


@given(PLANS, SITUATIONS, st.randoms())
def test_the_order_in_which_plans_stand_decides_nothing(
    plans: list[Plan], of: Situation, chance: object
) -> None:
    shuffled = list(plans)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert matches(plans, of) == matches(shuffled, of)


@given(PLANS, SITUATIONS)
def test_a_further_condition_that_holds_never_puts_a_plan_behind(
    plans: list[Plan], of: Situation
) -> None:
    for found in matches(plans, of):
        narrowed = replace(found.plan, when=replace(found.plan.when, places=("shiqiao",)))
        others = [one for one in plans if one.code != found.plan.code]
        before = [one.plan.code for one in matches(plans, of)].index(found.plan.code)
        after = [one.plan.code for one in matches([*others, narrowed], of)]
        assert after.index(found.plan.code) <= before


# --- the shipped plans, by the field's own rules ---


def visit(people: int) -> Situation:
    """A group comes with a petition."""
    return matter(track="petition", category="L03", group="L", channel="visit", people=people)


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (visit(4), ""),
        (visit(5), "visit-20"),
        (visit(20), "visit-20"),
        (visit(21), "visit-50"),
        (visit(50), "visit-50"),
        (visit(51), "visit-over-50"),
        (replace(visit(60), channel="letter"), ""),
        (matter(category="A01", group="A", level="grave"), "rescue"),
        (matter(category="A01", group="A", level="ordinary"), ""),
        (matter(category="F01", people=10), "flood"),
        (matter(category="F01", people=10, level="grave"), "flood"),
        (matter(category="F02", level="grave"), "rescue"),
        (matter(category="E01", group="E", level="grave"), "security"),
        (matter(category="E04", group="E", level="grave", people=40), "security"),
        (
            matter(category="E04", group="E", level="grave", people=40, at=NOON.replace(hour=22)),
            "crowd-night",
        ),
        (matter(track="hotline", category="G02", group="G", people=80), "ordinary"),
    ],
)
def test_what_the_shipped_plans_are_for(of: Situation, code: str) -> None:
    assert proposed(of, *shipped_plans()) == code
