"""Ledgers from the command line: narrowed, sorted, as tables and files."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Asked, Linkage


@pytest.fixture
def lamps(fire: str, asked: Asked) -> str:
    """One more case, of the hotline."""
    fields = ["track=hotline", "title=路灯不亮", "place=学府路", "category=G01", "channel=12345"]
    number: str = asked("case", "new", "--as", "zhang", *fields)["number"]
    return number


def test_without_a_name_the_ledgers_there_are_are_listed(centre: None, asked: Asked) -> None:
    assert {"cases", "overdue", "dispatches"} <= {one["name"] for one in asked("ledger")}


def test_rows_come_as_codes_and_iso_times(fire: str, asked: Asked) -> None:
    (row,) = asked("ledger", "cases")

    assert row["number"] == fire
    assert (row["track"], row["stage"], row["lead_unit"]) == ("emergency", "dispatched", "pcs")
    assert row["received_at"].endswith("Z")


@pytest.mark.parametrize(
    "narrowing",
    [
        ("--track", "hotline"),
        ("--category", "G01"),
        ("--channel", "12345"),
        ("--place", "学府路"),
        ("--stage", "received"),
        ("--text", "路灯"),
        ("--text", "道路与路灯维护"),
    ],
)
def test_a_ledger_is_narrowed(lamps: str, asked: Asked, narrowing: tuple[str, str]) -> None:
    assert [row["number"] for row in asked("ledger", "cases", *narrowing)] == [lamps]


def test_a_ledger_is_bounded_by_days_and_sorted(fire: str, lamps: str, asked: Asked) -> None:
    numbers = [row["number"] for row in asked("ledger", "cases", "--sort", "number")]

    assert numbers == [fire, lamps]
    assert asked("ledger", "cases", "--to", "2020-01-01") == []
    assert len(asked("ledger", "cases", "--from", "2020-01-01")) == 2


def test_a_person_sees_only_what_they_may(fire: str, lamps: str, asked: Asked) -> None:
    def seen(user: str) -> set[str]:
        return {row["number"] for row in asked("ledger", "cases", "--as", user)}

    assert seen("wang") == {fire}
    assert seen("zhao") == set()
    assert seen("zhang") == {fire, lamps}


def test_a_ledger_is_shown_as_it_stood(fire: str, lamps: str, asked: Asked) -> None:
    seq = asked("replay", lamps)["history"][0]["seq"]

    assert [row["number"] for row in asked("ledger", "cases", "--at", str(seq - 1))] == [fire]
    assert len(asked("ledger", "cases", "--at", str(seq))) == 2


def test_csv_has_headings_in_the_language_and_words_for_codes(fire: str, linkage: Linkage) -> None:
    printed = linkage("ledger", "cases", "--format", "csv", "--lang", "zh").stdout

    (row,) = csv.DictReader(StringIO(printed.removeprefix("\ufeff")))
    assert row["编号"] == fire
    assert row["类型"] == "警情"
    assert row["主办单位"] == "派出所"


def test_a_workbook_is_written_to_its_file(fire: str, linkage: Linkage, tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"

    result = linkage("ledger", "cases", "--output", str(path), "--lang", "zh")

    assert result.exit_code == 0, result.output
    sheet = load_workbook(path).active
    assert [cell.value for cell in sheet[1]][:2] == ["编号", "接报时间"]
    assert sheet.cell(2, 1).value == fire


def test_a_workbook_without_a_file_is_a_wrong_call(fire: str, linkage: Linkage) -> None:
    assert linkage("ledger", "cases", "--format", "xlsx").exit_code == 2


def test_a_table_can_be_kept_in_a_file(fire: str, linkage: Linkage, tmp_path: Path) -> None:
    path = tmp_path / "cases.txt"

    linkage("ledger", "cases", "--format", "table", "--output", str(path))

    assert fire in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (("nothing",), "dispatches"),
        (("cases", "--sort", "moon"), "received_at"),
        (("units", "--track", "hotline"), "narrowed"),
        (("cases", "--track", "moon"), "emergency"),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_can(
    centre: None, linkage: Linkage, question: tuple[str, ...], said: str
) -> None:
    result = linkage("ledger", *question)

    assert result.exit_code == 1
    assert said in result.stderr
