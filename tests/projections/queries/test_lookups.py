"""Units, places and categories for the forms of pages, and one case by its number."""

from sqlalchemy import Connection

from projections.queries import lookups
from projections.queries.viewer import THE_SERVICE
from tests.projections.queries.given import NOW, a_case, a_unit


def test_units_stand_below_the_one_they_belong_to(model: Connection) -> None:
    for code, parent in (
        ("b", "centre"),
        ("b2", "b"),
        ("a", ""),
        ("b1", "b"),
        ("b11", "b1"),
        ("lost", "nowhere"),
    ):
        a_unit(model, code, parent)

    tree = [(unit.code, unit.depth) for unit in lookups.unit_tree(model)]

    assert tree == [("a", 0), ("b", 0), ("b1", 1), ("b11", 2), ("b2", 1), ("lost", 0)]


def test_units_have_names_in_both_languages(model: Connection) -> None:
    a_unit(model, "police", name="派出所", name_en="Police")
    assert lookups.unit_names(model) == {"police": ("派出所", "Police")}


def test_places_and_categories_are_those_in_use(model: Connection) -> None:
    a_case(model, "A-1", place="西街", category="")
    a_case(model, "A-2", place="东街", category="B02")
    a_case(model, "A-3", place="东街", category="A01")

    assert lookups.places_in_use(model, viewer=THE_SERVICE) == ["东街", "西街"]
    assert lookups.categories_in_use(model, viewer=THE_SERVICE) == ["A01", "B02"]


def test_a_case_is_found_by_its_very_number(model: Connection) -> None:
    cid = a_case(model, "A-1")

    found = lookups.case_numbered(model, "A-1", viewer=THE_SERVICE)

    assert found is not None
    assert (found["cid"], found["case_id"]) == (cid, f"{cid:032x}")
    for other in ("A-2", "a-1", "", "\x00", "\ud800", "A-1' OR '1'='1"):
        assert lookups.case_numbered(model, other, viewer=THE_SERVICE) is None


def test_open_cases_are_counted(model: Connection) -> None:
    a_case(model, "A-1")
    a_case(model, "A-2", closed_at=NOW)
    a_case(model, "A-3", ended_at=NOW)
    assert lookups.open_cases(model, viewer=THE_SERVICE) == 1
