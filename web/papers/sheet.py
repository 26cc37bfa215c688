"""A paper as a workbook: its words on one sheet, each table and each chart on one of its own."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook

from projections.sheet import FORMULA_MARKS, LONGEST_CELL
from web.charts import Chart
from web.papers.content import (
    Cell,
    Column,
    Figure,
    Heading,
    Kind,
    Paper,
    Paragraph,
    Points,
    Share,
    Table,
    numbered,
)
from web.wording import LazyString, _, _l, _lp, _p

NOT_IN_NAMES: Final = str.maketrans("[]:*?/\\", "       ")
LONGEST_NAME: Final = 31
A4: Final = 9
TEXT_WIDE: Final = 90
WIDEST, NARROWEST = 50, 9
PER_CENT: Final = 100
PARTED: Final[Mapping[Kind, Sequence[LazyString]]] = {
    "share": (_l("Kept"), _l("Of"), _l("Per cent"), _lp("share", "Note")),
    "volume": (_lp("volume", "Number"), _lp("volume", "Of all")),
    "points": (_lp("score", "Points"), _l("Kept"), _l("Of")),
}
"""What a column becomes on a sheet, where each number stands by itself."""


def workbook(paper: Paper) -> bytes:
    """The workbook as a file."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": paper.title, "author": paper.signed, "created": _plain(paper)})
    writer = _Writer(book)
    writer.words(paper)
    for block in paper.blocks:
        if isinstance(block, Table):
            writer.table(block)
        elif isinstance(block, Figure):
            writer.chart(block)
    book.close()
    return file.getvalue()


def _plain(paper: Paper) -> Any:
    return paper.at.replace(tzinfo=None)


class _Writer:
    """Sheets of one workbook, told apart by their names."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._names: set[str] = set()
        wrapped = {"text_wrap": True, "valign": "top"}
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._head = book.add_format({"bold": True, "bg_color": "#EAF0F7", "bottom": 1, **wrapped})
        self._text = book.add_format({"num_format": "@", **wrapped})
        self._guarded = book.add_format({"num_format": "@", "quote_prefix": True, **wrapped})
        self._heading = book.add_format({"bold": True, "font_size": 12})
        self._share = book.add_format({"num_format": "0.0%", "valign": "top"})
        self._points = book.add_format({"num_format": "0.00", "valign": "top"})
        self._number = book.add_format({"valign": "top"})

    def words(self, paper: Paper) -> None:
        """Title, number, headings and sentences, one below the other."""
        sheet = self._sheet(paper.title)
        sheet.set_column(0, 0, TEXT_WIDE)
        sheet.set_portrait()
        sheet.write_string(0, 0, paper.title, self._title)
        lines = [(paper.number, self._text), *self._lines(paper)]
        lines += [(paper.signed, self._text), (paper.day, self._text)]
        for row, (line, style) in enumerate(lines, start=1):
            self._write_text(sheet, row, 0, line, style)

    def _lines(self, paper: Paper) -> Iterator[tuple[str, Any]]:
        for block in numbered(paper.blocks, paper.language):
            if isinstance(block, Heading):
                yield block.text, self._heading
            elif isinstance(block, Paragraph):
                yield block.text, self._text

    def table(self, told: Table) -> None:
        """A share takes a column for each of its numbers."""
        sheet = self._sheet(told.title)
        heads = [head for column in told.columns for head in _heads(column)]
        self._write_heads(sheet, heads)
        for row, line in enumerate(told.rows, start=1):
            place = 0
            for column, cell in zip(told.columns, line, strict=True):
                place = self._write(sheet, row, place, column, cell)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(told.rows), max(0, len(heads) - 1))

    def _write_heads(self, sheet: Any, heads: Sequence[str]) -> None:
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, self._head)
            sheet.set_column(place, place, min(max(2 * len(head), NARROWEST), WIDEST))

    def _write(self, sheet: Any, row: int, place: int, column: Column, cell: Cell) -> int:
        value = cell.value
        if isinstance(value, Points):
            self._write_points(sheet, row, place, value, parted=column.kind == "points")
        elif isinstance(value, Share):
            self._write_share(sheet, row, place, value)
        if column.kind in PARTED or isinstance(value, Points):
            return place + len(_heads(column))
        if isinstance(value, int):
            sheet.write_number(row, place, value, self._number)
        else:
            self._write_text(sheet, row, place, cell.text, self._text)
        return place + 1

    def _write_points(
        self, sheet: Any, row: int, place: int, value: Points, *, parted: bool
    ) -> None:
        share = value.share
        if value.points is not None:
            sheet.write_number(row, place, float(value.points), self._points)
        if parted and share is not None and share.due:
            if share.told:
                sheet.write_number(row, place + 1, share.kept, self._number)
            sheet.write_number(row, place + 2, share.due, self._number)

    def _write_share(self, sheet: Any, row: int, place: int, share: Share) -> None:
        per_cent = share.value.per_cent
        if share.told and share.due:
            sheet.write_number(row, place, share.kept, self._number)
        sheet.write_number(row, place + 1, share.due, self._number)
        if not share.rate:
            return
        if per_cent is not None and share.told:
            sheet.write_number(row, place + 2, per_cent / PER_CENT, self._share)
        few = _("too few to rank") if share.few else ""
        self._write_text(sheet, row, place + 3, few, self._text)

    def _write_text(self, sheet: Any, row: int, place: int, text: str, style: Any) -> None:
        if text:
            safe = self._guarded if text.startswith(FORMULA_MARKS) else style
            sheet.write_string(row, place, text[:LONGEST_CELL], safe)

    def chart(self, told: Figure) -> None:
        """Its numbers, and beside them one of Excel's own charts drawn from them."""
        sheet = self._sheet(told.chart.title)
        shares = told.chart.unit.strip() == "%"
        value = _("Per cent") if shares else _p("score", "Points")
        heads = [_p("chart", "What"), value, _("Counted"), _("95 % interval")]
        self._write_heads(sheet, heads)
        for row, one in enumerate(told.chart.values, start=1):
            self._write_text(sheet, row, 0, one.label, self._text)
            if one.value is not None:
                self._write_value(sheet, row, one.value, told.chart)
            self._write_text(sheet, row, 2, one.of, self._text)
            self._write_text(sheet, row, 3, one.interval, self._text)
        sheet.insert_chart("F2", self._drawn(told, sheet.get_name()))

    def _write_value(self, sheet: Any, row: int, value: float, chart: Chart) -> None:
        if chart.unit.strip() == "%":
            sheet.write_number(row, 1, value / PER_CENT, self._share)
        else:
            sheet.write_number(row, 1, value, self._points)

    def _drawn(self, told: Figure, name: str) -> Any:
        """In black and white too: a pattern in the bars, marks on the line."""
        chart: Any = self._book.add_chart({"type": "line" if told.line else "bar"})
        last = len(told.chart.values)
        chart.add_series(_series(told, name, last))
        chart.set_title({"name": told.chart.title, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_x_axis({} if told.line else {"reverse": True})
        chart.set_y_axis(_axis(told.chart))
        chart.set_size({"width": 620, "height": max(300, 120 + 22 * last)})
        return chart

    def _sheet(self, title: str) -> Any:
        sheet: Any = self._book.add_worksheet(self._name(title))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        sheet.repeat_rows(0)
        return sheet

    def _name(self, title: str) -> str:
        """Short, without signs of Excel's own, and nobody else's."""
        bare = title.translate(NOT_IN_NAMES).strip("' ")
        name, number = bare[:LONGEST_NAME], 1
        while name.casefold() in self._names:
            number += 1
            end = f" {number}"
            name = bare[: LONGEST_NAME - len(end)] + end
        self._names.add(name.casefold())
        return name


def _heads(column: Column) -> list[str]:
    parts = PARTED.get(column.kind)
    if parts is None:
        return [column.label]
    between = _p("heads", ": ")
    return [between.join((column.label, str(part))) for part in parts]


def _axis(chart: Chart) -> dict[str, Any]:
    if chart.unit.strip() == "%":
        return {"min": 0, "max": 1, "num_format": "0%"}
    return {"min": 0, "max": chart.top}


def _series(told: Figure, name: str, last: int) -> dict[str, Any]:
    series: dict[str, Any] = {
        "name": told.chart.title,
        "categories": [name, 1, 0, last, 0],
        "values": [name, 1, 1, last, 1],
        "data_labels": {"value": True},
    }
    if told.line:
        marks = {"type": "diamond", "size": 8, "fill": {"color": "#000000"}}
        return {**series, "line": {"color": "#000000", "width": 1.5}, "marker": marks}
    pattern = {"pattern": "wide_upward_diagonal", "fg_color": "#12365F", "bg_color": "#FFFFFF"}
    return {**series, "pattern": pattern, "border": {"color": "#12365F"}}
