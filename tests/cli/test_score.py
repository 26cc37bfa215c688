"""A quarter's scores from the command line: today, as of then, under other rules."""

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from application.clock import system_clock
from domain.assessment.periods import Quarter
from tests.cli.conftest import Asked, Linkage

NOW = Quarter.of(system_clock().date()).label
HOTLINE = str(files("rules").joinpath("assessment", "unit-hotline.toml"))


@pytest.fixture
def overdue(forgotten: str, asked: Asked) -> int:
    """A matter whose unit should have come; the position before it was sent there."""
    sent: int = asked("score", NOW)["result"]["seq"]
    return sent - 1


def units_of(found: dict[str, Any], place: int = 0) -> dict[str, Any]:
    """What each unit came to, by code."""
    units = found["result"]["parts"][place]["units"]
    return {one["scored"]["unit"]: one["scored"] for one in units}


def test_a_quarter_is_scored_unit_by_unit_and_the_centre_beside(overdue: int, asked: Asked) -> None:
    found = asked("score", NOW)

    police, justice = units_of(found)["pcs"], units_of(found)["sfs"]
    on_time = {line["indicator"]: line for line in police["lines"]}["on_time"]
    assert on_time["tally"]["kept"] == 0
    assert on_time["tally"]["due"] >= 1
    assert police["total"] == "0.00"
    assert (justice["total"], justice["band"]) == (None, "")
    assert list(units_of(found, 1)) == ["centre"]
    assert "differences" not in found


def test_the_file_that_is_written_is_what_the_digest_is_of(
    overdue: int, asked: Asked, linkage: Linkage, tmp_path: Path
) -> None:
    file = tmp_path / "result.json"

    found = asked("score", NOW, "--out", str(file))
    again = linkage("score", NOW, "--out", str(file))

    assert hashlib.sha256(file.read_bytes()).hexdigest() == found["digest"]
    assert again.exit_code == 1
    assert "there already" in again.stderr


def test_an_earlier_position_is_compared_with_today_matter_by_matter(
    overdue: int, asked: Asked
) -> None:
    head = asked("score", NOW)
    before = asked("score", NOW, "--at", str(overdue))

    (units, _centre) = before["differences"]
    assert before["result"]["seq"] == overdue
    assert before["compared_with"]["seq"] == head["result"]["seq"]
    assert units_of(before)["pcs"]["total"] is None  # it had not been sent yet
    assert [one["unit"] for one in units["units"]] == ["pcs"]
    assert {one["unit"] for one in units["cases"]} == {"pcs"}
    assert units["cases"][0]["after"] is None


def test_other_rules_are_compared_with_those_in_force(
    overdue: int, asked: Asked, linkage: Linkage
) -> None:
    found = asked("score", NOW, "--rules", HOTLINE)
    printed = linkage("score", NOW, "--rules", "unit-hotline@1", "--lang", "zh").stdout

    assert [part["rules"]["ref"] for part in found["result"]["parts"]] == ["unit-hotline@1"]
    assert [one["subject"] for one in found["differences"]] == ["units"]
    assert found["differences"][0]["units"][0]["before"] == "0.00"
    assert "与 unit-default@1" in printed
    assert "派出所" in printed


def test_what_is_no_quarter_and_no_rules_is_refused(centre: None, linkage: Linkage) -> None:
    quarter = linkage("score", "2026Q5")
    rules = linkage("score", NOW, "--rules", "nothing@1")
    nothing = linkage("score", NOW, "--at", "2000-01-01")

    assert (quarter.exit_code, rules.exit_code, nothing.exit_code) == (1, 1, 1)
    assert "2026Q3" in quarter.stderr
    assert "nothing@1" in rules.stderr
    assert "Nothing was recorded" in nothing.stderr


def test_rules_that_may_not_be_scored_by_are_refused_with_the_place(
    centre: None, linkage: Linkage, tmp_path: Path
) -> None:
    file = tmp_path / "wrong.toml"
    text = Path(HOTLINE).read_text(encoding="utf-8").replace('"contact"', '"petitions"', 2)
    file.write_text(text, encoding="utf-8")

    refused = linkage("score", NOW, "--rules", str(file))

    assert refused.exit_code == 1
    assert "wrong.toml" in refused.stderr
