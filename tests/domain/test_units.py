"""Units: founded, named, placed, classed, dissolved, restored, each once."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from domain import errors
from domain.units import decisions as d
from domain.units import events as e
from domain.units.state import Unit, fold
from tests.domain.scenario import MORNING, UNITS

POST = e.UnitFounded(
    at=MORNING,
    by="wu",
    code="post",
    name="警务室",
    level="village",
    parent="police",
    unit_class="village",
    places=("老街",),
)
Decide = Callable[[Unit], list[e.UnitEvent]]


def post(*events: e.UnitEvent) -> Unit:
    """A unit below the police, with what happened to it since."""
    return fold([POST, *events])


def nothing_yet() -> Unit:
    """A code nobody has."""
    return Unit(code="post")


def test_a_unit_is_founded_with_all_it_is() -> None:
    assert d.found(nothing_yet(), POST, UNITS) == [POST]
    unit = post()
    assert (unit.code, unit.name, unit.level, unit.parent) == (
        "post",
        "警务室",
        "village",
        "police",
    )
    assert (unit.unit_class, unit.places, unit.version) == ("village", ("老街",), 1)


def test_founding_the_same_again_changes_nothing() -> None:
    assert d.found(post(), POST, UNITS) == []


def test_a_code_is_taken_once() -> None:
    other = e.UnitFounded(at=MORNING, by="wu", code="post", name="邮局", level="town")
    with pytest.raises(errors.UnitExists):
        d.found(post(), other, UNITS)


@pytest.mark.parametrize("missing", ["code", "name"])
def test_a_unit_has_code_and_name(missing: str) -> None:
    nameless = replace(POST, **{missing: " "})
    with pytest.raises(errors.FieldMissing):
        d.found(nothing_yet(), nameless, UNITS)


def test_the_unit_above_is_on_record() -> None:
    orphan = e.UnitFounded(at=MORNING, by="wu", code="x", name="x", level="town", parent="nobody")
    with pytest.raises(errors.UnitUnknown):
        d.found(Unit(code="x"), orphan, UNITS)


def test_a_unit_is_renamed() -> None:
    events = d.rename(post(), "老街警务室", "Old Street Post", MORNING, "wu")
    assert post(*events).name == "老街警务室"
    assert d.rename(post(*events), "老街警务室", "Old Street Post", MORNING, "wu") == []
    with pytest.raises(errors.FieldMissing):
        d.rename(post(), " ", "", MORNING, "wu")


def test_a_unit_moves_below_another() -> None:
    events = d.move(post(), "town", "county-police", UNITS, MORNING, "wu")
    assert post(*events).parent == "county-police"
    assert d.move(post(*events), "town", "county-police", UNITS, MORNING, "wu") == []


def test_a_unit_never_stands_below_itself() -> None:
    police = fold([e.UnitFounded(at=MORNING, by="wu", code="police", name="派出所", level="town")])
    for below in ("police", "police-post"):
        with pytest.raises(errors.UnitInCircle):
            d.move(police, "town", below, UNITS, MORNING, "wu")


def test_a_unit_moves_only_below_one_on_record() -> None:
    with pytest.raises(errors.UnitUnknown):
        d.move(post(), "town", "nobody", UNITS, MORNING, "wu")


def test_a_unit_is_compared_in_a_class() -> None:
    events = d.classify(post(), "street", MORNING, "wu")
    assert post(*events).unit_class == "street"
    assert d.classify(post(*events), "street", MORNING, "wu") == []


def test_a_unit_looks_after_other_places_from_now_on() -> None:
    events = d.look_after(post(), ("老街", "河西村"), MORNING, "wu")
    assert post(*events).places == ("老街", "河西村")
    assert d.look_after(post(*events), ("老街", "河西村"), MORNING, "wu") == []


def test_the_centre_is_neither_dissolved_nor_put_below_another() -> None:
    founded = e.UnitFounded(at=MORNING, by="wu", code="centre", name="中心", level="town")
    for decide in (
        lambda: d.dissolve(fold([founded]), "撤并", MORNING, "wu"),
        lambda: d.move(fold([founded]), "town", "police", UNITS, MORNING, "wu"),
    ):
        with pytest.raises(errors.CentreStays):
            decide()


def test_a_dissolved_unit_can_be_restored() -> None:
    gone = d.dissolve(post(), "撤并", MORNING, "wu")
    assert post(*gone).dissolved
    assert d.dissolve(post(*gone), "撤并", MORNING, "wu") == []
    back = d.restore(post(*gone), MORNING, "wu")
    assert not post(*gone, *back).dissolved
    assert d.restore(post(), MORNING, "wu") == []


def test_dissolving_says_why() -> None:
    with pytest.raises(errors.ReasonMissing):
        d.dissolve(post(), " ", MORNING, "wu")


@pytest.mark.parametrize(
    "decide",
    [
        lambda unit: d.rename(unit, "x", "", MORNING, "wu"),
        lambda unit: d.move(unit, "town", "", UNITS, MORNING, "wu"),
        lambda unit: d.classify(unit, "x", MORNING, "wu"),
        lambda unit: d.look_after(unit, ("x",), MORNING, "wu"),
        lambda unit: d.dissolve(unit, "x", MORNING, "wu"),
        lambda unit: d.restore(unit, MORNING, "wu"),
    ],
)
def test_nothing_is_done_with_a_unit_that_is_not_there(decide: Decide) -> None:
    with pytest.raises(errors.UnitUnknown):
        decide(nothing_yet())
