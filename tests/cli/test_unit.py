"""Units from the command line."""

from tests.cli.conftest import Asked, Linkage


def test_a_unit_stands_below_the_centre_unless_said_otherwise(centre: None, asked: Asked) -> None:
    options = ["--name", "东街社区", "--level", "village", "--parent", "pcs", "--place", "东街"]

    made = asked("unit", "add", "dongjie", *options)

    assert (made["parent"], made["places"]) == ("pcs", ["东街"])
    rows = {row["code"]: row for row in asked("ledger", "units")}
    assert rows["pcs"]["parent"] == "centre"
    assert rows["dongjie"]["name"] == "东街社区"


def test_the_same_unit_again_changes_nothing(centre: None, asked: Asked) -> None:
    before = asked("migrate")["seq"]

    asked("unit", "add", "pcs", "--name", "派出所", "--level", "town")

    assert asked("migrate")["seq"] == before


def test_what_is_not_said_stays_when_a_unit_changes(centre: None, asked: Asked) -> None:
    changed = asked("unit", "change", "pcs", "--name", "青石派出所", "--class", "执法站所")

    assert changed["name"] == "青石派出所"
    assert (changed["level"], changed["parent"]) == ("town", "centre")


def test_a_dissolved_unit_takes_no_dispatch(fire: str, asked: Asked, linkage: Linkage) -> None:
    asked("unit", "dissolve", "sfs", "--reason", "机构改革")

    options = ["--as", "zhang", "unit=sfs", "role=support"]
    refused = linkage("case", "do", fire, "Dispatch", *options)

    assert refused.exit_code == 1
    assert "[unit-unknown]" in refused.stderr


def test_levels_and_codes_are_held_to_what_there_is(centre: None, linkage: Linkage) -> None:
    level = linkage("unit", "add", "x", "--name", "x", "--level", "moon")
    code = linkage("unit", "add", "a,b", "--name", "x", "--level", "town")
    nothing = linkage("unit", "change", "pcs")
    unknown = linkage("unit", "change", "nowhere", "--name", "x")

    assert (level.exit_code, code.exit_code) == (1, 2)
    assert "village" in level.stderr
    assert nothing.exit_code == 2
    assert "[unit-unknown]" in unknown.stderr


def test_a_restored_unit_looks_after_other_places(centre: None, asked: Asked) -> None:
    asked("unit", "dissolve", "sfs", "--reason", "机构改革")

    restored = asked("unit", "restore", "sfs")
    changed = asked("unit", "change", "sfs", "--place", "东街", "--place", "西街")

    assert restored["dissolved"] is False
    assert changed["places"] == ["东街", "西街"]
