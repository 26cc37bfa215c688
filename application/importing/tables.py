"""Reads a foreign file, CSV or xlsx, into rows; what isn't a row of the table is said, not lost."""

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from application.importing.problems import FileError
from application.importing.shape import FileShape

Cell = str | datetime
DELIMITERS = ",;\t|"


class Row:
    """One row; `number` is the one a spreadsheet shows, the header's rows counted."""

    __slots__ = ("_cells", "_index", "number")

    def __init__(self, number: int, cells: Sequence[Cell], index: dict[str, int]) -> None:
        """`index` is the place of each column, one for all rows."""
        self.number = number
        self._cells = cells
        self._index = index

    def __getitem__(self, column: str) -> Cell:
        """The cell, trimmed."""
        return self._cells[self._index[column]]

    def text(self, column: str) -> str:
        """The cell as text; "" when it is empty."""
        cell = self[column]
        return cell if isinstance(cell, str) else cell.isoformat(sep=" ")


class Unreadable(NamedTuple):
    """A row that is none of the table's."""

    number: int
    code: str
    data: dict[str, object]


class Table(NamedTuple):
    """All rows of a file below its header."""

    columns: list[str]
    rows: list[Row]
    unreadable: list[Unreadable]


Line = list[Cell] | csv.Error


def read_table(path: Path, shape: FileShape) -> Table:
    """The whole table, so that a bad file is refused before anything comes in. Errors: FileError.

    Blank lines are no rows. A row with more or fewer cells than the header can't be read.
    """
    if not path.is_file():
        raise FileError(str(path), "there is no such file")
    lines = iter(enumerate(_lines(path, shape), start=1))
    header = _header(path, shape, lines)
    index = {column: place for place, column in enumerate(header)}
    table = Table(header, [], [])
    for number, line in lines:
        _add(table, number, line, index)
    if not table.rows and not table.unreadable:
        raise FileError(str(path), "there are no rows below the header")
    return table


def _add(table: Table, number: int, line: Line, index: dict[str, int]) -> None:
    if isinstance(line, csv.Error):
        table.unreadable.append(Unreadable(number, "row-broken", {"detail": str(line)}))
        return
    cells = [cell.strip() if isinstance(cell, str) else cell for cell in line]
    if not any(cells):
        return
    if len(cells) == len(table.columns):
        table.rows.append(Row(number, cells, index))
    else:
        data: dict[str, object] = {"cells": len(cells), "columns": len(table.columns)}
        table.unreadable.append(Unreadable(number, "row-length", data))


def _header(path: Path, shape: FileShape, lines: Iterator[tuple[int, Line]]) -> list[str]:
    found = next((line for number, line in lines if number == shape.header), None)
    if found is None:
        raise FileError(str(path), f"the file is empty: no header in row {shape.header}")
    if isinstance(found, csv.Error):
        raise FileError(str(path), f"the header can't be read: {found}")
    header = [str(cell).strip() for cell in found]
    for column in header:
        if column and header.count(column) > 1:
            raise FileError(str(path), f"two columns are called {column!r}")
    return header


def _lines(path: Path, shape: FileShape) -> Iterable[Line]:
    return _sheet_lines(path, shape) if shape.format == "xlsx" else _csv_lines(path, shape)


def _csv_lines(path: Path, shape: FileShape) -> Iterator[Line]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    encoding = (
        "utf-8-sig" if shape.encoding.lower().replace("_", "-") == "utf-8" else shape.encoding
    )
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=shape.delimiter, quotechar=shape.quote, strict=True)
        while True:
            try:
                yield list[Cell](next(reader))
            except StopIteration:
                return
            except UnicodeError as error:
                raise FileError(str(path), _wrong_encoding(path, encoding, error)) from None
            except csv.Error as error:
                yield error


def _wrong_encoding(path: Path, encoding: str, error: UnicodeError) -> str:
    """With the line where it stops being that: what was read so far was read in blocks."""
    line = ""
    try:
        path.read_bytes().decode(encoding)
    except UnicodeDecodeError as found:
        line = f"line {found.object[: found.start].count(10) + 1}: "
        error = found
    name, reason = encoding.removesuffix("-sig"), getattr(error, "reason", error)
    return (
        f"{line}the text is not {name} ({reason});"
        ' say in the mapping which encoding it has, for example encoding = "gb18030" or "utf-16"'
    )


def _sheet_lines(path: Path, shape: FileShape) -> Iterator[Line]:
    try:
        workbook = CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError) as error:
        raise FileError(str(path), f"this is no workbook that can be read: {error}") from None
    names = workbook.sheet_names
    if shape.sheet and shape.sheet not in names:
        raise FileError(str(path), f"no sheet {shape.sheet!r}; there are: {', '.join(names)}")
    sheet = workbook.get_sheet_by_name(shape.sheet or names[0])
    for row in sheet.to_python(skip_empty_area=False):
        yield [_sheet_cell(cell) for cell in row]


def _sheet_cell(cell: object) -> Cell:
    """Numbers as people see them; days and moments as moments."""
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - the mapping has the zone
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def require_columns(path: Path, table: Table, needed: Iterable[tuple[str, str]]) -> None:
    """Every column the mapping names (with the place where it does) is there. Errors: FileError."""
    for column, place in needed:
        if column not in table.columns:
            shown = ", ".join(repr(name) for name in table.columns)
            message = f"no column {column!r} (mapping: {place}); there are: {shown}"
            raise FileError(str(path), message + _other_delimiter(table.columns))


def _other_delimiter(columns: list[str]) -> str:
    if len(columns) > 1:
        return ""
    found = next((sign for sign in DELIMITERS if sign in columns[0]), None)
    return f"; cells seem to be separated by {found!r}: set delimiter in [file]" if found else ""
