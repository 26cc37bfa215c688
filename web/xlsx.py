"""A table as an Excel workbook that office software opens without surprises."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | datetime | None

LONGEST_CELL = 32_767  # Excel's limits
MOST_ROWS = 1_048_575
NOT_IN_NAMES = "[]:*?/\\"
WIDEST, NARROWEST = 50, 6
# Office software may take such a text for a formula once it has been through a CSV file.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n")


def workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> BytesIO:
    """Frozen head with filters; texts are texts, whatever they look like; times carry no zone.

    Times must come in the zone they shall be read in. Rows beyond Excel's limit are left out.
    """
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    _Sheet(book, title, heads).fill(rows)
    book.close()
    file.seek(0)
    return file


class _Sheet:
    """One sheet being written."""

    def __init__(self, book: Workbook, title: str, heads: Sequence[str]) -> None:
        self._sheet = book.add_worksheet(_name(title))
        self._text = book.add_format({"num_format": "@", "valign": "top"})
        self._guarded = book.add_format({"num_format": "@", "valign": "top", "quote_prefix": True})
        self._time = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"})
        self._number = book.add_format({"valign": "top"})
        self._widths = [_width(head) for head in heads]
        bold = book.add_format({"bold": True, "bg_color": "#EAF0F7", "bottom": 1})
        for place, head in enumerate(heads):
            self._sheet.write_string(0, place, head, bold)

    def fill(self, rows: Iterable[Sequence[Cell]]) -> None:
        last = 0
        for last, row in enumerate(rows, start=1):
            if last > MOST_ROWS:
                break
            for place, cell in enumerate(row):
                self._write(last, place, cell)
        self._lay_out(last)

    def _write(self, row: int, place: int, cell: Cell) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            self._write_text(row, place, cell[:LONGEST_CELL])
        elif isinstance(cell, datetime):
            self._sheet.write_datetime(row, place, cell.replace(tzinfo=None), self._time)
            self._widths[place] = max(self._widths[place], 16)
        else:
            self._sheet.write_number(row, place, cell, self._number)

    def _write_text(self, row: int, place: int, text: str) -> None:
        style = self._guarded if text.startswith(FORMULA_MARKS) else self._text
        self._sheet.write_string(row, place, text, style)
        self._widths[place] = max(self._widths[place], _width(text))

    def _lay_out(self, last: int) -> None:
        sheet: Any = self._sheet
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, max(0, len(self._widths) - 1))
        for place, width in enumerate(self._widths):
            sheet.set_column(place, place, min(width, WIDEST) + 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")


def _name(title: str) -> str:
    """A title as Excel takes it for a sheet: short, without signs of its own."""
    return "".join(" " if letter in NOT_IN_NAMES else letter for letter in title)[:31].strip("' ")


def _width(text: str) -> int:
    """How wide a text stands, a Chinese character counting as two letters."""
    return max(NARROWEST, sum(2 if letter > "\u2e80" else 1 for letter in text[: WIDEST * 2]))
