"""A chart in a Word document: cells of a table filled with a pattern.

Word's own charts carry a workbook inside and are drawn differently, or not at all, by other office
programs; a picture needs fonts at the server. Cells are drawn the same everywhere, in black and
white too, read aloud as what they say, and printed as sharp as the text.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from web.charts import Chart, Value
from web.papers.word.tables import WIDTH, cell, properties, row

PIECES: Final = 50  # of a full bar
LABEL, BAR, SHOWN = 0.24, 0.46, 0.30  # shares of the width
NOW, BEFORE = "diagStripe", "pct10"
GREY: Final = {NOW: "A6B4C4", BEFORE: "F2F2F2"}  # where a program draws no patterns
EDGE: Final = '<w:{side} w:val="{kind}" w:sz="4" w:space="0" w:color="000000"/>'


def bars(chart: Chart) -> Any:
    """The element, to be put where it belongs."""
    piece = round(WIDTH * BAR / PIECES)
    widths = [round(WIDTH * LABEL), *([piece] * PIECES), round(WIDTH * SHOWN)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(chart, widths))
    title = properties(chart.title, ruled=False)
    return parse_xml(f"<w:tbl {nsdecls('w')}>{title}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>")


def _rows(chart: Chart, widths: Sequence[int]) -> Iterator[str]:
    before = {one.label: one for one in chart.before}
    for one in chart.values:
        yield _row(one, chart, widths, NOW, chart.now_name)
        if one.label in before:
            yield _row(before[one.label], chart, widths, BEFORE, chart.before_name)


def _row(one: Value, chart: Chart, widths: Sequence[int], pattern: str, time: str) -> str:
    filled = _pieces(one, chart)
    label = " ".join(part for part in (one.label, time) if part)
    return row(
        cell(label, widths[0], "Cell", end=True, more=_edges("right"))
        + _bar(filled, widths[1], pattern)
        + cell(_said(one), widths[-1], "Cell")
    )


def _pieces(one: Value, chart: Chart) -> int:
    """Of what is not nothing at least one is filled."""
    share = 0.0 if one.value is None else min(max(one.value / chart.top, 0.0), 1.0)
    return max(round(share * PIECES), 1) if share else 0


def _bar(filled: int, piece: int, pattern: str) -> str:
    shade = f'<w:shd w:val="{pattern}" w:color="000000" w:fill="{GREY[pattern]}"/>'
    full = cell("", filled * piece, "Cell", span=filled, more=_edges(*SIDES) + shade)
    rest = PIECES - filled
    empty = cell("", rest * piece, "Cell", span=rest)
    return (full if filled else "") + (empty if rest else "")


SIDES: Final = ("top", "left", "bottom", "right")


def _edges(*sides: str) -> str:
    lines = "".join(EDGE.format(side=side, kind="single") for side in SIDES if side in sides)
    return f"<w:tcBorders>{lines}</w:tcBorders>"


def _said(one: Value) -> str:
    few = "*" if one.few else ""
    return " ".join(part for part in (f"{one.shown}{few}", f"({one.of})" if one.of else "") if part)
