"""Tables of a paper: heads that come again on every page, and what a table is in words."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from markupsafe import escape

from web.papers.content import Cell, Column, Table
from web.papers.word import measures as m

MANY: Final = 6  # columns from which on letters are smaller
WIDTH: Final = round(m.TYPE_AREA[0].pt * m.TWIPS)
SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")
ENDS: Final = frozenset({"number", "share", "volume", "points", "score"})


def table(told: Table) -> Any:
    """The element, to be put where it belongs."""
    widths = _widths(told.columns)
    small = len(told.columns) >= MANY
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(told, widths, small=small))
    return parse_xml(
        f"<w:tbl {nsdecls('w')}>{properties(told.title)}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def properties(title: str, *, ruled: bool = True) -> str:
    """As wide as the type area, in the middle; `title` is read to who can't see the table."""
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    borders = "".join(f"<w:{side} {line}/>" for side in SIDES) if ruled else ""
    margins = '<w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
    return (
        f'<w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar>"
        f'<w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val="{escape(title)}"/></w:tblPr>'
    )


def cell(
    text: str,
    width: int,
    style: str,
    *,
    end: bool = False,
    span: int = 1,
    more: str = "",
    small: bool = False,
) -> str:
    """A cell of text; lines of it are lines there too."""
    side = '<w:jc w:val="right"/>' if end else ""
    size = f'<w:rPr><w:sz w:val="{round(m.TINY.pt * 2)}"/></w:rPr>' if small else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{more}<w:vAlign w:val="center"/>'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>{side}</w:pPr><w:r>{size}{lines}</w:r>'
        "</w:p></w:tc>"
    )


def row(cells: str, *, head: bool = False) -> str:
    """A row that no page breaks in two; a head stands on every page."""
    again = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{cells}</w:tr>"


def _widths(columns: Sequence[Column]) -> list[int]:
    whole = sum(column.width for column in columns)
    return [round(WIDTH * column.width / whole) for column in columns]


def _rows(told: Table, widths: Sequence[int], *, small: bool) -> Iterator[str]:
    heads = zip(told.columns, widths, strict=True)
    yield row(
        "".join(cell(one.label, width, "CellHead", small=small) for one, width in heads), head=True
    )
    for line in told.rows:
        cells = zip(line, told.columns, widths, strict=True)
        yield row("".join(_cell(one, column, width, small=small) for one, column, width in cells))


def _cell(one: Cell, column: Column, width: int, *, small: bool) -> str:
    return cell("\n".join(one.lines), width, "Cell", end=column.kind in ENDS, small=small)
