"""Volumes from the command line, and published percentages held against their denominators."""

import json
from typing import Any

import pytest

from tests.cli.conftest import Asked, Linkage


@pytest.fixture
def calls(fire: str, asked: Asked) -> str:
    """A fire the police were sent to, one call that was nothing, and one nobody looked at yet."""
    of_roads = ["track=hotline", "category=G01", "people=3"]
    asked("case", "new", "--as", "zhang", "title=河口村来电", *of_roads)
    nothing = asked("case", "new", "--as", "zhang", "title=石桥村来电", *of_roads)["number"]
    asked("case", "do", nothing, "Screen", "--as", "zhang", "validity=invalid")
    return fire


def test_volumes_say_what_became_of_what_came_in(calls: str, asked: Asked) -> None:
    (whole,) = asked("workload")

    assert whole == {
        "group": "",
        "received": 3,
        "valid": 1,  # sent out at once, an emergency needs no screening
        "invalid": 1,
        "duplicate": 0,
        "unscreened": 1,
        "closed": 0,
        "people": 1,
    }
    groups = {one["group"]: one["received"] for one in asked("workload", "--by", "group")}
    assert groups == {"A": 1, "G": 2}
    narrowed = asked("workload", "--by", "validity", "--category", "G01")
    assert [(one["group"], one["received"]) for one in narrowed] == [("", 1), ("invalid", 1)]


def test_the_overview_sets_this_quarter_beside_the_last_as_of_any_moment(
    calls: str, asked: Asked, linkage: Linkage
) -> None:
    before = asked("flow", "--unfinished")["position"] - 2  # records of a call and its screening

    now = asked("overview")
    then = asked("overview", "--at", str(before), "--by", "category")

    assert [one["rate"] for one in now["rates"]] == [one["rate"] for one in then["rates"]]
    assert asked("workload", "--at", str(before))[0]["received"] == 2
    assert _registered(now) > _registered(then)
    assert now["falls"] == then["falls"] == []
    assert "仍可按期" in linkage("overview", "--lang", "zh").stdout
    assert linkage("overview", "--at", "2001-01-01").exit_code == 1


@pytest.mark.parametrize(
    "wrong",
    [("--to", "9999-12-31"), ("--at", "0001-01-01"), ("--at", "²"), ("--from", "2026-02-30")],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_day_or_moment_that_can_not_be_is_refused(
    centre: None, linkage: Linkage, wrong: tuple[str, str]
) -> None:
    refused = linkage("workload", *wrong)

    assert (refused.exit_code, wrong[1] in refused.stderr) == (2, True)


def _registered(told: dict[str, Any]) -> int:
    found: int = told["rates"][0]["now"]["denominator"]
    return found


def test_volumes_are_printed_in_the_words_of_the_pages(calls: str, linkage: Linkage) -> None:
    printed = linkage("workload", "--by", "category", "--lang", "zh").stdout

    assert "A03 车辆火灾" in printed
    assert printed.index("A03") < printed.index("G01")  # by code, not by number


def test_units_count_what_they_have_a_part_in(calls: str, asked: Asked) -> None:
    (own,) = asked("workload", "--as", "wang")

    assert own["received"] == 1


def test_a_percentage_that_no_count_gives_is_told_with_the_nearest(linkage: Linkage) -> None:
    impossible = linkage("fits", "98%", "--of", "20", "--json")
    possible = linkage("fits", "98.3%", "--of", "1449", "--json")
    many = linkage("fits", "50", "--of", "1000000")

    assert impossible.exit_code == 1
    told = json.loads(impossible.stdout)
    assert (told["fitting"], told["below"]["kept"], told["above"]["kept"]) == ([], 19, 20)
    assert possible.exit_code == 0
    assert [one["kept"] for one in json.loads(possible.stdout)["fitting"]] == [1_424, 1_425]
    assert "495000 (50 %) to 505000 (51 %)" in many.stdout


@pytest.mark.parametrize("wrong", [("many", "--of", "20"), ("98", "--of", "0"), ("98",)])
def test_what_is_no_percentage_of_anything_is_refused(
    linkage: Linkage, wrong: tuple[str, ...]
) -> None:
    refused = linkage("fits", *wrong)

    assert refused.exit_code == 2
    assert refused.stderr
