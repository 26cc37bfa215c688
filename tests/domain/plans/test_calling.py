"""Whom a plan calls out: posts, the unit of the place, and nobody who is accused."""

from collections.abc import Callable

import pytest

from domain.plans.calling import Called, Where, call_out
from domain.plans.model import Item, Plan, Team, When
from domain.plans.town import answering, line
from domain.units import Unit

TOWN = {
    unit.code: unit
    for unit in (
        Unit(code="centre", name="联动中心", level="town", version=1),
        Unit(code="pcs", name="派出所", level="town", parent="centre", version=1),
        Unit(code="east", name="东片区", level="district", parent="centre", version=1),
        Unit(code="east-post", name="东片警务室", level="village", parent="east", version=1),
        Unit(
            code="shiqiao",
            name="石桥村",
            level="village",
            parent="east",
            places=("一组", "河湾"),
            version=1,
        ),
        Unit(code="school", name="学校片区", level="district", places=("河湾",), version=1),
        Unit(code="old", name="旧站", level="town", dissolved=True, places=("老街",), version=1),
    )
}
POSTS = {"police": ("pcs", "east-post"), "medical": ("old",)}


def plan(*teams: Team) -> Plan:
    """A plan with these teams."""
    return Plan(
        code="x",
        version=1,
        title="x",
        title_en="x",
        jurisdiction="x",
        sort="ordinary",
        article="x",
        when=When(tracks=("emergency",)),
        commander="team_head",
        teams=teams,
        checklist=(Item(text="x", text_en="x"),),
    )


def where(place: str = "", may: Callable[[str], bool] = lambda _: True) -> Where:
    """The town, for a place."""
    return Where(place=place, town=TOWN, posts=POSTS, lowest="village", may=may)


@pytest.mark.parametrize(
    ("place", "unit"),
    [
        ("石桥村一组", "shiqiao"),
        ("石桥村", "shiqiao"),
        ("石桥村河湾边上", "shiqiao"),
        ("河湾", "school"),  # both have it; the one with fewer places is in charge
        ("老街", None),
        ("别处", None),
        ("", None),
    ],
)
def test_a_place_has_a_unit_that_answers_for_it(place: str, unit: str | None) -> None:
    found = answering(place, TOWN, "village")
    assert (found.code if found else None) == unit


def test_a_unit_stands_below_others_and_all_below_the_centre() -> None:
    assert line("shiqiao", TOWN) == ("shiqiao", "east")


def test_the_lead_is_named_first_and_each_unit_once() -> None:
    asked = plan(
        Team(who="local", least=15),
        Team(who="unit:shiqiao", least=3),
        Team(who="unit:pcs", role="lead", least=50),
    )
    found = call_out(asked, where("石桥村一组"))
    assert found.units == (
        Called(unit="pcs", role="lead", least=50, who="unit:pcs"),
        Called(unit="shiqiao", role="support", least=15, who="local"),
    )
    assert found.vacant == ()


@pytest.mark.parametrize(
    ("place", "police"), [("石桥村一组", "east-post"), ("别处", "pcs"), ("", "pcs")]
)
def test_of_several_who_hold_a_post_the_one_of_the_place_is_called(place: str, police: str) -> None:
    town = {**TOWN, "east-post": TOWN["east-post"]}
    near = {**town, "shiqiao": TOWN["shiqiao"]}
    near["shiqiao"] = Unit(
        code="shiqiao", name="石桥村", level="village", parent="east-post", version=1
    )
    found = call_out(
        plan(Team(who="post:police", role="lead")),
        Where(place=place, town=near, posts=POSTS, lowest="village", may=lambda _: True),
    )
    assert [one.unit for one in found.units] == [police]


@pytest.mark.parametrize("who", ["post:medical", "post:fire", "unit:nobody", "unit:old", "local"])
def test_a_team_nobody_was_found_for_is_told(who: str) -> None:
    found = call_out(plan(Team(who=who, role="lead")), where("别处"))
    assert (found.units, found.vacant) == ((), (who,))


@pytest.mark.parametrize("who", ["local", "unit:shiqiao", "post:police"])
def test_nobody_who_may_not_take_part_is_called(who: str) -> None:
    barred = {"shiqiao", "pcs", "east-post"}
    found = call_out(
        plan(Team(who=who, role="lead")), where("石桥村", lambda code: code not in barred)
    )
    assert (found.units, found.vacant) == ((), (who,))
