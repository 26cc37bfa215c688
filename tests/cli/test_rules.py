"""Rule sets and the working calendar from the command line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from application.rulebook import load_shipped, shipped
from tests.cli.conftest import Asked, Linkage

NOW = load_shipped()["national"].version
NEXT = f"national@{NOW + 1}"
YEAR = """
[[years]]
year = 2031
source = "通知"
rest = [2031-01-01, 2031-10-01]
work = [2031-01-04]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The next version of the national set: emergencies are handled within twelve hours."""
    text = re.sub(r"(?m)^version = \d+", f"version = {NOW + 1}", shipped("national.toml"), count=1)
    path = tmp_path / "next.toml"
    head, found, tail = text.partition('id = "handle.emergency"')
    path.write_text(head + found + tail.replace("span = 24", "span = 12", 1), encoding="utf-8")
    return path


@pytest.fixture
def year(tmp_path: Path) -> Path:
    path = tmp_path / "2031.toml"
    path.write_text(YEAR, encoding="utf-8")
    return path


def test_a_version_is_checked_issued_and_put_in_force_by_another(
    centre: None, asked: Asked, linkage: Linkage, file: Path
) -> None:
    assert asked("rules", "check", str(file))["ref"] == NEXT
    asked("rules", "issue", str(file), "--as", "root")
    refused = linkage("rules", "activate", NEXT, "--as", "root")
    assert refused.exit_code == 1
    assert "[issuer-activates]" in refused.stderr
    assert asked("rules", "activate", NEXT, "--as", "li")["active"] == NOW + 1
    known = {one["name"]: one for one in asked("rules", "list")}
    assert known["national"]["active"] == NOW + 1
    assert known["national"]["used"]
    assert [one["by"] for one in known["national"]["versions"]] == ["system", "root"]


def test_new_cases_follow_it_and_those_before_do_not(
    fire: str, asked: Asked, done: Callable[..., Result], file: Path
) -> None:
    before = asked("case", "why", fire)
    done("rules", "issue", str(file), "--as", "root")
    done("rules", "activate", NEXT, "--as", "li")
    assert asked("case", "why", fire) == before


def test_a_version_is_shown_in_words_and_as_its_text(
    centre: None, done: Callable[..., Result]
) -> None:
    told = done("rules", "show", f"national@{NOW}").stdout
    assert "accepted → written opinion" in told
    assert "60 days; ends on a rest day" in told
    chinese = done("--lang", "zh", "rules", "show", f"national@{NOW}").stdout
    assert "受理 → 处理意见书" in chinese
    assert done("rules", "show", f"national@{NOW}", "--toml").stdout == shipped("national.toml")


def test_two_versions_are_compared(
    centre: None, done: Callable[..., Result], asked: Asked, file: Path
) -> None:
    done("rules", "issue", str(file))
    (change,) = asked("rules", "compare", f"national@{NOW}", NEXT)
    assert change["name"] == "handle.emergency"
    assert change["fields"] == [{"name": "span", "before": 24, "after": 12}]
    assert "span: 24 → 12" in done("rules", "compare", f"national@{NOW}", NEXT).stdout


def test_a_what_if_lists_each_limit_and_records_nothing(
    fire: str, asked: Asked, done: Callable[..., Result], file: Path
) -> None:
    before = asked("migrate")["seq"]
    told = asked("rules", "whatif", str(file))
    assert told["rules"] == NEXT
    assert told["totals"]["handle"]["earlier"] == 1
    (limit,) = told["limits"]
    assert (limit["case"], limit["kind"], limit["seconds"]) == (fire, "handle", -12 * 3600)
    assert asked("migrate")["seq"] == before
    page = done("rules", "whatif", str(file)).stdout
    assert fire in page
    assert "1 would be otherwise" in page


def test_a_what_if_shows_nobody_more_than_they_may_see(fire: str, asked: Asked, file: Path) -> None:
    assert asked("rules", "whatif", str(file), "--as", "li")["limits"]
    as_admin = asked("rules", "whatif", str(file), "--as", "root")
    assert as_admin["limits"] == []
    assert as_admin["totals"]["handle"]["earlier"] == 1
    assert asked("rules", "whatif", str(file), "--as", "zhao")["cases"] == 0


def test_a_what_if_may_ask_about_a_version_on_record_and_a_period(
    fire: str, asked: Asked, linkage: Linkage
) -> None:
    told = asked("rules", "whatif", f"national@{NOW}", "--from", "2020-01-01")
    assert (told["cases"], told["limits"]) == (1, [])
    assert asked("rules", "whatif", f"national@{NOW}", "--to", "2020-01-01")["cases"] == 0
    neither = linkage("rules", "whatif", "nowhere@9")
    assert neither.exit_code == 1
    assert "neither a file nor a version" in neither.stderr


@pytest.mark.parametrize("ref", ["national", "national@x", "@1"])
def test_what_is_no_version_is_said_to_be_none(centre: None, linkage: Linkage, ref: str) -> None:
    refused = linkage("rules", "show", ref)
    assert refused.exit_code == 1
    assert "write NAME@NUMBER" in refused.stderr


def test_a_version_there_is_not_is_refused(centre: None, linkage: Linkage) -> None:
    refused = linkage("rules", "show", "national@99")
    assert "[rules-unknown]" in refused.stderr


def test_a_mistake_is_told_with_its_place_in_either_language(linkage: Linkage, file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace('unit = "hours"', 'unit = "x"', 1))
    english = linkage("rules", "check", str(file))
    chinese = linkage("--lang", "zh", "rules", "check", str(file))
    assert english.exit_code == chinese.exit_code == 1
    assert "clocks[1] (register.same_day).unit: x is not known here" in english.stderr
    assert "clocks[1] (register.same_day).unit：此处不认识 x" in chinese.stderr


def test_a_file_that_is_no_text_is_refused(linkage: Linkage, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    refused = linkage("rules", "check", str(tmp_path / "x.toml"))
    assert "no text in UTF-8" in refused.stderr
    assert linkage("rules", "check", str(tmp_path / "none.toml")).exit_code == 1


# --- the working calendar ---


def test_a_year_is_checked_loaded_and_shown(
    centre: None, asked: Asked, done: Callable[..., Result], year: Path
) -> None:
    (proposed,) = asked("calendar", "check", str(year))
    assert (proposed["year"], proposed["version"], len(proposed["changes"])) == (2031, 1, 3)
    assert 2031 not in [one["year"] for one in asked("calendar", "list")]
    (loaded,) = asked("calendar", "load", str(year), "--as", "root")
    assert (loaded["year"], loaded["version"], loaded["by"]) == (2031, 1, "root")
    assert asked("calendar", "list")[-1]["year"] == 2031
    told = done("calendar", "show", "2031").stdout
    assert "2031-01-04  worked weekend day" in told
    assert "2031 loaded" not in done("calendar", "load", str(year)).stdout


def test_a_year_printed_as_text_can_be_corrected_and_loaded(
    centre: None, asked: Asked, done: Callable[..., Result], tmp_path: Path
) -> None:
    text = done("calendar", "show", "2026", "--toml").stdout
    path = tmp_path / "2026.toml"
    path.write_text(text, encoding="utf-8")
    assert "nothing changed" in done("calendar", "load", str(path)).stdout
    path.write_text(text.replace("2026-10-10", "2026-10-17"), encoding="utf-8")
    assert "2026 loaded" in done("calendar", "load", str(path)).stdout
    assert asked("calendar", "show", "2026")["version"] == 2
    assert asked("calendar", "show", "2026", "--version", "1")["version"] == 1


@pytest.mark.parametrize("options", [["2031"], ["2026", "--version", "7"]])
def test_a_year_there_is_not_is_said_to_be_none(
    centre: None, linkage: Linkage, options: list[str]
) -> None:
    assert linkage("calendar", "show", *options).exit_code == 1


def test_a_mistake_in_a_year_is_told_with_its_place(linkage: Linkage, year: Path) -> None:
    year.write_text(YEAR.replace("2031-01-04", "2031-01-06"), encoding="utf-8")
    refused = linkage("--lang", "zh", "calendar", "load", str(year))
    assert refused.exit_code == 1
    assert "2031-01-06 不是周末" in refused.stderr
