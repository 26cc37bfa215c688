"""Workbooks: what Excel gets is what the ledger shows, and nothing in it runs."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from web.xlsx import LONGEST_CELL, Cell, workbook


def cells(*row: Cell) -> list:
    sheet = load_workbook(workbook("台账", ["列"] * len(row), [row])).active
    assert sheet is not None
    return list(sheet[2])


def test_the_head_is_frozen_and_can_be_filtered() -> None:
    sheet = load_workbook(workbook("台账", ["编号", "标题"], [["QS2026-00001", "漏水"]])).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert [cell.value for cell in sheet[1]] == ["编号", "标题"]
    assert sheet.title == "台账"


@pytest.mark.parametrize("number", ["013800138000", "2026-00037", "1e5", "00", "12345678901234567"])
def test_numbers_people_read_aloud_stay_text(number: str) -> None:
    (cell,) = cells(number)
    assert (cell.value, cell.data_type, cell.number_format) == (number, "s", "@")


@pytest.mark.parametrize("text", ["=1+1", "+8613800138000", "-1", "@SUM(A1)", "\t=1", "{=1}"])
def test_a_text_that_looks_like_a_formula_is_a_text(text: str) -> None:
    (cell,) = cells(text)
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_such_a_text_keeps_its_guard_when_it_is_edited(text: str) -> None:
    (cell,) = cells(text)
    assert cell.quotePrefix


def test_a_moment_is_a_real_time_as_the_clock_on_the_wall_showed_it() -> None:
    moment = datetime(2026, 11, 22, 22, 52, tzinfo=ZoneInfo("Asia/Shanghai"))
    (cell,) = cells(moment)
    assert cell.is_date
    assert cell.value == datetime(2026, 11, 22, 22, 52)  # noqa: DTZ001 - a wall clock


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    number, nothing, empty = cells(12, None, "")
    assert number.value == 12
    assert nothing.value is None
    assert empty.value is None


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "\U0001f600", "\u202eabc", "x" * 40_000])
def test_hostile_text_makes_no_broken_file(text: str) -> None:
    (cell,) = cells(text)
    assert cell.value is not None
    assert len(cell.value) <= LONGEST_CELL


@pytest.mark.parametrize("title", ["[a]:*?/\\", "'x'", "很长" * 40])
def test_any_title_makes_a_sheet(title: str) -> None:
    assert load_workbook(workbook(title, ["列"], [])).active is not None


def test_an_empty_ledger_is_a_head() -> None:
    sheet = load_workbook(workbook("台账", ["编号"], [])).active
    assert sheet is not None
    assert sheet.max_row == 1
