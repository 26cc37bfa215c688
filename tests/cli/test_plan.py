"""Response plans from the command line."""

from pathlib import Path

import pytest

from application.plans.texts import shipped_plans, write_plan
from tests.cli.conftest import Asked, Linkage

FLOOD = next(plan for plan in shipped_plans() if plan.code == "flood")
SECOND = write_plan(FLOOD).replace("version = 1", "version = 2", 1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A second version of the plan for floods."""
    found = tmp_path / "flood.toml"
    found.write_text(SECOND.replace("防汛抢险预案", "防汛预案"), encoding="utf-8")
    return found


def test_a_version_is_checked_loaded_and_put_into_force(
    centre: None, asked: Asked, file: Path
) -> None:
    assert asked("plan", "check", str(file)) == ["flood@2"]
    assert asked("plan", "load", str(file)) == ["flood@2"]
    assert asked("plan", "show", "flood@2")["state"] == "draft"
    asked("plan", "activate", "flood@2", "--as", "root")
    known = {(row["plan"], row["version"]): row for row in asked("plan", "list")}
    assert known["flood", 2]["state"] == "active"
    assert known["flood", 2]["title"] == "防汛预案"
    assert known["flood", 1]["state"] == "retired"
    asked("plan", "retire", "flood@2", "--reason", "不再适用")
    assert asked("plan", "show", "flood@2")["state"] == "retired"


def test_what_is_printed_can_be_loaded_again(
    centre: None, linkage: Linkage, asked: Asked, tmp_path: Path
) -> None:
    printed = linkage("plan", "show", "rescue@1").stdout
    found = tmp_path / "rescue.toml"
    found.write_text(printed.replace("version = 1", "version = 2", 1), encoding="utf-8")
    assert asked("plan", "load", str(found)) == ["rescue@2"]


def test_a_mistake_is_told_with_its_place_in_the_language_of_the_terminal(
    centre: None, linkage: Linkage, file: Path
) -> None:
    file.write_text(SECOND.replace("通知受影响住户", "劝返群众"), encoding="utf-8")
    english, chinese = (
        linkage("plan", "check", str(file)),
        linkage("--lang", "zh", "plan", "load", str(file)),
    )
    assert english.exit_code == chinese.exit_code == 1
    assert "plans[0] (flood).checklist[0].text" in english.stderr
    assert "劝返" in english.stderr
    assert "不是联动中心的任务" in chinese.stderr


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"[[plans]]\n"])
def test_a_file_that_is_none_is_refused(
    centre: None, linkage: Linkage, file: Path, content: bytes
) -> None:
    file.write_bytes(content)
    assert linkage("plan", "load", str(file)).exit_code == 1


def test_posts_are_held_by_units_there_are(centre: None, asked: Asked, linkage: Linkage) -> None:
    asked("plan", "assign", "police", "pcs")
    assert asked("plan", "posts")["police"] == ["pcs"]
    assert linkage("plan", "assign", "police", "moon").exit_code == 1
    assert "[post-unknown]" in linkage("plan", "assign", "army", "pcs").stderr
    assert "[plan-unknown]" in linkage("plan", "activate", "fire@9").stderr


def test_a_plan_is_put_into_force_on_a_case(centre: None, asked: Asked, fire: str) -> None:
    asked("plan", "assign", "fire", "xfz")
    asked(
        "case",
        "do",
        fire,
        "Screen",
        "--as",
        "zhang",
        "category=A01",
        "level=grave",
        "plan=rescue@1",
    )
    activate = ("plan=rescue@1", "scale=三级", "commander=县领导")
    asked("case", "do", fire, "ActivatePlan", "--as", "zhang", *activate)
    case = asked("case", "show", fire)["case"]
    assert case["activated"] == "rescue@1"
    assert "xfz" in [one["unit"] for one in case["dispatches"]]
