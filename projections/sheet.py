"""Tables as files for office programs: workbooks and comma-separated text, nothing in them runs."""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from io import StringIO
from typing import IO, Any, Final, NamedTuple

from sqlalchemy import RowMapping
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from projections.queries.ledger import Column, Kind

Value = str | int | float | bool | None
Say = Callable[[Column, Value], str]

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS: Final = 1_048_575  # Excel's, below the head
LONGEST_CELL: Final = 32_767
EARLIEST: Final = datetime(1900, 1, 1)  # noqa: DTZ001 - Excel's times know no zone
# What office programs may take for a formula, wide signs of Chinese typing included.
FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_IN_NAMES = str.maketrans("[]:*?/\\", "       ")
_LONGEST_NAME = 31
_WIDEST, _NARROWEST, _TIME_WIDE = 50, 6, 19
_A4 = 9


class Head(NamedTuple):
    """A column's heading and how its cells are to be read."""

    label: str
    kind: Kind


class Laid(NamedTuple):
    """A table as it goes into a workbook."""

    title: str
    heads: Sequence[Head]
    rows: Iterable[Sequence[Value]]


def table(columns: Sequence[Column], rows: Iterable[RowMapping], say: Say) -> Iterator[list[Value]]:
    """A ledger's rows as cells; `say` puts codes and flags into words."""
    for row in rows:
        yield [_worded(column, row[column.key], say) for column in columns]


def _worded(column: Column, value: Value, say: Say) -> Value:
    if column.kind in (Kind.CHOICE, Kind.FLAG) and value not in (None, ""):
        return say(column, value)
    return value


def write_xlsx(
    to: IO[bytes],
    title: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[Value]],
    zone: tzinfo,
) -> None:
    """A workbook of one table."""
    write_book(to, [Laid(title, heads, rows)], zone)


def write_book(to: IO[bytes], tables: Iterable[Laid], zone: tzinfo) -> None:
    """A workbook with frozen heads; more rows than a sheet holds go on in a further sheet.

    Texts stay texts whatever they look like, times are local to `zone`.
    """
    book = Workbook(to, {"constant_memory": True, "strings_to_formulas": False})
    styles = _Styles(book)
    for one in tables:
        sheet = _Sheet(book, styles, one.title, one.heads, zone)
        for row in one.rows:
            if sheet.full:
                sheet.lay_out()
                sheet = _Sheet(book, styles, one.title, one.heads, zone)
            sheet.add(row)
        sheet.lay_out()
    book.close()


class _Styles:
    def __init__(self, book: Workbook) -> None:
        top = {"valign": "top"}
        self.head = book.add_format({"bold": True, "bg_color": "#EAF0F7", "bottom": 1})
        self.text = book.add_format({**top, "num_format": "@"})
        self.guarded = book.add_format({**top, "num_format": "@", "quote_prefix": True})
        self.time = book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm:ss"})
        self.duration = book.add_format({**top, "num_format": "[h]:mm:ss"})
        self.number = book.add_format(top)


class _Sheet:
    """One sheet being written, row after row."""

    def __init__(
        self, book: Workbook, styles: _Styles, title: str, heads: Sequence[Head], zone: tzinfo
    ) -> None:
        self._sheet: Worksheet = book.add_worksheet(
            _name(title, {one.name for one in book.worksheets()})
        )
        self._styles, self._heads, self._zone = styles, heads, zone
        self._last = 0
        self._widths = [_width(head.label) for head in heads]
        for place, head in enumerate(heads):
            self._sheet.write_string(0, place, head.label, styles.head)

    @property
    def full(self) -> bool:
        return self._last >= MOST_ROWS

    def add(self, row: Sequence[Value]) -> None:
        self._last += 1
        for place, (head, value) in enumerate(zip(self._heads, row, strict=True)):
            if value not in (None, ""):
                self._write(place, head.kind, value)

    def _write(self, place: int, kind: Kind, value: Value) -> None:
        if kind is Kind.TIME and (at := local(value, self._zone)) >= EARLIEST:
            self._sheet.write_datetime(self._last, place, at, self._styles.time)
            self._widths[place] = max(self._widths[place], _TIME_WIDE)
        elif kind is Kind.DURATION:
            self._sheet.write_datetime(self._last, place, _span(value), self._styles.duration)
        elif kind is Kind.NUMBER:
            self._sheet.write_number(self._last, place, float(value or 0), self._styles.number)
        else:
            self._write_text(place, plain(kind, value, self._zone)[:LONGEST_CELL])

    def _write_text(self, place: int, text: str) -> None:
        style = self._styles.guarded if text.startswith(FORMULA_MARKS) else self._styles.text
        self._sheet.write_string(self._last, place, text, style)
        self._widths[place] = max(self._widths[place], _width(text))

    def lay_out(self) -> None:
        """Frozen head, filters, widths, and A4 across with the head on every page."""
        sheet: Any = self._sheet
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, self._last, max(0, len(self._widths) - 1))
        for place, width in enumerate(self._widths):
            sheet.set_column(place, place, min(width, _WIDEST) + 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")


def csv_lines(
    heads: Sequence[Head], rows: Iterable[Sequence[Value]], zone: tzinfo
) -> Iterator[bytes]:
    """Lines of comma-separated UTF-8 with the mark by which Excel knows it."""
    yield b"\xef\xbb\xbf" + _line([guarded(head.label) for head in heads])
    for row in rows:
        cells = zip(heads, row, strict=True)
        yield _line([_safe(head.kind, value, zone) for head, value in cells])


def _safe(kind: Kind, value: Value, zone: tzinfo) -> str:
    text = plain(kind, value, zone)
    return text if kind in (Kind.NUMBER, Kind.DURATION) else guarded(text)


def _line(cells: Sequence[str]) -> bytes:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def guarded(text: str) -> str:
    """A text that no office program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_MARKS) else text


def plain(kind: Kind, value: Value, zone: tzinfo) -> str:
    """A cell as text: times local to `zone`, durations as hours:minutes:seconds."""
    if value is None:
        return ""
    if kind is Kind.TIME:
        return f"{local(value, zone):%Y-%m-%d %H:%M:%S}"
    return _hours(value) if kind is Kind.DURATION else str(value)


def local(milliseconds: Value, zone: tzinfo) -> datetime:
    """The time on the clocks of that zone, without it."""
    at = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=float(milliseconds or 0))
    return at.astimezone(zone).replace(tzinfo=None)


def _span(milliseconds: Value) -> timedelta:
    return timedelta(milliseconds=float(milliseconds or 0))


def _hours(milliseconds: Value) -> str:
    seconds = round(float(milliseconds or 0) / 1000)
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02}:{seconds:02}"


def _name(title: str, taken: Collection[str]) -> str:
    """A title as Excel takes it for a sheet: short, without signs of its own, told apart."""
    suffixes = ("", *(f" {number}" for number in range(2, len(taken) + 2)))
    whole = title.translate(_NOT_IN_NAMES)
    named = (whole[: _LONGEST_NAME - len(suffix)].strip("' ") + suffix for suffix in suffixes)
    return next(name for name in named if name not in taken)


def _width(text: str) -> int:
    """How wide a text stands, a Chinese character counting as two letters."""
    shown = text[:_WIDEST]
    return max(_NARROWEST, sum(2 if letter >= "⺀" else 1 for letter in shown))
