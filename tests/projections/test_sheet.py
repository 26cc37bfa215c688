"""Sheets: what an office program opens is what stands in the ledger, and nothing in it runs."""

import csv
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from projections import sheet
from projections.queries.columns import of_case
from projections.queries.ledger import Kind
from projections.sheet import Head, Value, csv_lines, table, write_xlsx

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEADS = (
    Head("编号", Kind.TEXT),
    Head("接报时间", Kind.TIME),
    Head("超期时长", Kind.DURATION),
    Head("人数", Kind.NUMBER),
    Head("类型", Kind.CHOICE),
)
ROW: list[Value] = ["QS2026-00037", 1_767_225_600_000, 97_445_000, 3, "警情"]
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1")


def opened(rows: Sequence[Sequence[Value]], title: str = "案件台账") -> list[Worksheet]:
    file = BytesIO()
    write_xlsx(file, title, HEADS, rows, SHANGHAI)
    file.seek(0)
    return list(load_workbook(file).worksheets)


def lines(rows: Sequence[Sequence[Value]]) -> list[list[str]]:
    data = b"".join(csv_lines(HEADS, rows, SHANGHAI))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def cells(page: Worksheet, row: int) -> list[Any]:
    return [cell.value for cell in page[row]]


def test_a_workbook_has_a_frozen_head_and_cells_of_their_kind() -> None:
    (page,) = opened([ROW, [None, None, None, None, ""]])

    assert cells(page, 1) == [head.label for head in HEADS]
    assert page.freeze_panes == "A2"
    assert page.title == "案件台账"
    number, at, late, people, track = page[2]
    assert (number.value, number.data_type, number.number_format) == ("QS2026-00037", "s", "@")
    assert at.value == datetime(2026, 1, 1, 8)  # noqa: DTZ001 - as Excel has it
    assert late.number_format == "[h]:mm:ss"
    assert late.value.total_seconds() == 97_445
    assert (people.value, people.data_type) == (3, "n")
    assert track.value == "警情"
    assert page.max_row == 2


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_a_text(text: str) -> None:
    row = [text, None, None, None, text]

    (page,) = opened([row])
    first = page["A2"]

    assert first.data_type == "s"
    assert first.quotePrefix
    assert str(first.value).replace("_x000D_", "\r") == text
    assert lines([row])[1][0] == f"'{text}"


def test_numbers_that_are_names_keep_their_zeros() -> None:
    (page,) = opened([["013800138000", None, None, None, "00037"]])
    assert (page["A2"].value, page["A2"].data_type) == ("013800138000", "s")
    assert lines([["013800138000", None, None, None, "00037"]])[1][::4] == ["013800138000", "00037"]


def test_comma_separated_text_says_the_same() -> None:
    assert lines([ROW, ['a,"b"\nc', None, -61_000, None, ""]]) == [
        ["编号", "接报时间", "超期时长", "人数", "类型"],
        ["QS2026-00037", "2026-01-01 08:00:00", "27:04:05", "3", "警情"],
        ['a,"b"\nc', "", "-0:01:01", "", ""],
    ]


def test_a_full_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 2)

    pages = opened([[str(n), None, None, None, ""] for n in range(5)], "台账 [甲]/乙" * 9)

    assert [page.max_row - 1 for page in pages] == [2, 2, 1]
    assert [page["A2"].value for page in pages] == ["0", "2", "4"]
    assert all(page["B1"].value == "接报时间" for page in pages)
    assert len({page.title for page in pages}) == 3


def test_a_time_before_excels_first_day_is_a_text() -> None:
    (page,) = opened([["", -2_240_000_000_000, None, None, ""]])
    assert page["B2"].value.startswith("1899-01-07")


def test_a_text_longer_than_a_cell_is_cut() -> None:
    (page,) = opened([["长" * 40_000, None, None, None, ""]])
    assert len(page["A2"].value) == 32_767


def test_an_empty_ledger_is_a_sheet_with_a_head() -> None:
    (page,) = opened([])
    assert page.max_row == 1
    assert len(lines([])) == 1


def test_a_ledgers_codes_and_flags_are_put_into_words() -> None:
    columns = of_case("number", "track", "solved", "outcome")
    row: Any = {"number": "A-1", "track": "hotline", "solved": False, "outcome": ""}
    unknown: Any = row | {"solved": None}

    said = table(columns, [row, unknown], lambda column, value: f"{column.vocabulary}:{value}")

    assert list(said) == [
        ["A-1", "track:hotline", ":False", ""],
        ["A-1", "track:hotline", None, ""],
    ]
