"""Categories: a tree that grows and is renamed, and of which nothing is ever deleted."""

import msgspec
import pytest

from domain import errors
from domain.categories import decisions as d
from domain.categories import events as e
from domain.categories.state import Categories, fold
from domain.rules.categories import Category
from domain.rules.tasks import FORBIDDEN
from tests.domain.scenario import MORNING

FIRE = Category(code="A", name="火灾", name_en="Fire", tracks=("emergency",))
HOUSE = Category(code="A01", name="房屋", name_en="House", tracks=("emergency",), parent="A")
TRAFFIC = Category(code="B", name="交通", name_en="Traffic", tracks=("emergency", "hotline"))
FOREST = Category(code="A02", name="山林", name_en="Forest", tracks=("emergency",), parent="A")
ISSUED = e.CategoriesIssued(at=MORNING, by="system", sha256="x", nodes=(FIRE, HOUSE, TRAFFIC))


def town(*events: e.CategoriesEvent) -> Categories:
    """The categories a centre began with, and what happened to them since."""
    return fold([ISSUED, *events])


def test_a_centre_begins_with_a_tree_and_keeps_its_own() -> None:
    nodes = (FIRE, HOUSE, TRAFFIC)
    assert d.issue(Categories(), nodes, "x", MORNING, "system") == [ISSUED]
    assert d.issue(town(), (FIRE,), "y", MORNING, "system") == []


def test_a_category_is_added_below_its_group() -> None:
    events = d.add(town(), FOREST, MORNING, "root")
    assert town(*events).nodes() == (FIRE, HOUSE, FOREST, TRAFFIC)
    assert d.add(town(*events), FOREST, MORNING, "root") == []


def test_a_code_stands_for_one_thing_for_ever() -> None:
    other = Category(code="A01", name="别的", name_en="Else", tracks=("hotline",), parent="B")
    retired = town(*d.retire(town(), "A01", MORNING, "root"))
    with pytest.raises(errors.CategoryExists):
        d.add(retired, other, MORNING, "root")


@pytest.mark.parametrize("code", ["", "a07", "A 7", "火", "A" * 13, "-A"])
def test_a_code_is_capital_letters_and_digits(code: str) -> None:
    node = Category(code=code, name="x", name_en="x", tracks=("hotline",), parent="A")
    with pytest.raises(errors.WrongCategoryCode):
        d.add(town(), node, MORNING, "root")


@pytest.mark.parametrize("parent", ["Z", "A01"])
def test_a_category_stands_below_a_group_and_nothing_else(parent: str) -> None:
    node = Category(code="A09", name="x", name_en="x", tracks=("hotline",), parent=parent)
    with pytest.raises(errors.CategoryUnknown):
        d.add(town(), node, MORNING, "root")


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_category_makes_a_task_of_following_or_holding_people(word: str) -> None:
    named = Category(code="A01", name=f"{word}人员", name_en="x", tracks=("hotline",), parent="A")
    with pytest.raises(errors.ForbiddenTask, match=word):
        d.change(town(), named, MORNING, "root")
    with pytest.raises(errors.ForbiddenTask, match=word):
        d.add(town(), msgspec.structs.replace(named, code="C01"), MORNING, "root")


@pytest.mark.parametrize(
    "missing", [{"name": " "}, {"name_en": ""}, {"tracks": ()}], ids=["name", "name_en", "tracks"]
)
def test_a_category_has_both_names_and_a_track(missing: dict[str, object]) -> None:
    given = {"code": "A01", "name": "x", "name_en": "x", "tracks": ("hotline",), "parent": "A"}
    with pytest.raises(errors.FieldMissing):
        d.change(town(), Category(**{**given, **missing}), MORNING, "root")  # type: ignore[arg-type]


def test_a_category_is_renamed_and_keeps_code_and_group() -> None:
    named = Category(code="A01", name="民房火灾", name_en="Home", tracks=("hotline",), parent="B")
    changed = town(*d.change(town(), named, MORNING, "root")).known["A01"]
    assert (changed.name, changed.tracks, changed.parent) == ("民房火灾", ("hotline",), "A")
    assert d.change(town(), HOUSE, MORNING, "root") == []


def test_what_is_retired_stays_on_record_and_is_offered_no_more() -> None:
    gone = d.retire(town(), "A01", MORNING, "root")
    assert "A01" in town(*gone).known
    assert not town(*gone).offered("A01")
    assert d.retire(town(*gone), "A01", MORNING, "root") == []
    back = d.restore(town(*gone), "A01", MORNING, "root")
    assert town(*gone, *back).offered("A01")
    assert d.restore(town(), "A01", MORNING, "root") == []


def test_with_a_group_all_its_categories_are_retired() -> None:
    gone = town(*d.retire(town(), "A", MORNING, "root"))
    assert not gone.offered("A01")
    assert gone.offered("B")


def test_nothing_is_done_with_a_category_that_is_not_there() -> None:
    for decide in (d.retire, d.restore):
        with pytest.raises(errors.CategoryUnknown):
            decide(town(), "Z99", MORNING, "root")
