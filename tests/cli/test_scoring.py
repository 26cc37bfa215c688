"""`linkage scoring`: from a file to the quarters it is for, by the people whose accounts may."""

import json
from pathlib import Path

import pytest

from application.scoringbook import shipped_scoring
from tests.cli.conftest import Linkage

TEXT = next(one.text for one in shipped_scoring() if one.rules.id == "unit-default")
SECOND = TEXT.replace("version = 1\n", "version = 2\n", 1).replace("points = 25", "points = 30", 1)
SECOND = SECOND.replace("points = 15", "points = 10", 1)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A second version on disk."""
    path = tmp_path / "second.toml"
    path.write_text(SECOND, encoding="utf-8")
    return str(path)


@pytest.mark.usefixtures("centre")
def test_a_file_goes_from_a_draft_to_quarters(linkage: Linkage, file: str) -> None:
    assert "unit-default@2" in linkage("scoring", "check", file).output
    assert linkage("scoring", "draft", file, "--as", "chen").exit_code == 0
    assert linkage("scoring", "try", "unit-default@2", "2026Q3").exit_code == 0
    compared = linkage("scoring", "compare", "unit-default@1", file).output
    assert "2 rules are otherwise." in compared
    assert "points: 25 → 30" in compared
    assert linkage("scoring", "issue", "unit-default@2", "--as", "chen").exit_code == 0

    refused = linkage("scoring", "activate", "unit-default@2", "2031Q1", "--as", "root")
    assert refused.exit_code == 1
    told = linkage("scoring", "activate", "unit-default@2", "2031q1", "--as", "li")
    assert told.output == "Quarters from 2031Q1 on are scored by unit-default@2.\n"
    found = json.loads(linkage("scoring", "list", "--json").output)
    quarters = {one["ref"]: one["quarters"] for one in found}
    assert quarters["unit-default@1"] == [{"since": "1990Q1", "until": "2031Q1"}]
    assert quarters["unit-default@2"] == [{"since": "2031Q1", "until": None}]
    assert "from 2031Q1 on" in linkage("scoring", "list").output


@pytest.mark.usefixtures("centre")
def test_a_version_is_told_in_words_and_in_both_languages(linkage: Linkage) -> None:
    shown = linkage("scoring", "show", "unit-petition@1")
    assert "60 less what each failing costs" in shown.output
    assert "[90, ∞)  excellent" in shown.output
    assert (
        "按履责问题逐项扣减" in linkage("scoring", "show", "unit-petition@1", "--lang", "zh").output
    )
    assert linkage("scoring", "show", "unit-default@1", "--toml").output == TEXT
    assert json.loads(linkage("scoring", "show", "centre@1", "--json").output)["id"] == "centre"
    assert linkage("scoring", "show", "nothing@1").exit_code == 1


@pytest.mark.usefixtures("centre")
def test_what_nobody_uses_is_retired_and_a_draft_dropped(linkage: Linkage, file: str) -> None:
    linkage("scoring", "draft", file, "--as", "chen")
    said = ("--reason", "不用", "--as", "chen")
    assert linkage("scoring", "retire", "unit-default@2", *said).output.startswith("The draft")
    retired = linkage("scoring", "retire", "unit-hotline@1", *said, "--json")
    assert json.loads(retired.output)["state"] == "retired"


@pytest.mark.parametrize(("lang", "said"), [("en", "the statute forbids"), ("zh", "法规禁止")])
def test_why_something_may_not_be_scored_is_said_without_a_store(
    linkage: Linkage, tmp_path: Path, lang: str, said: str
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(TEXT.replace('title = "解决率"', 'title = "进京访"'), encoding="utf-8")

    refused = linkage("scoring", "check", str(path), "--lang", lang)

    assert refused.exit_code == 1
    assert "indicators[2] (solved).title" in refused.stderr
    assert said in refused.stderr
