"""The end of a paper: the office and the day it signed, and the line of who had it printed."""

from typing import Any, Final

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from web.papers.content import Paper
from web.papers.word import measures as m
from web.papers.word.markup import indented
from web.papers.word.tables import WIDTH, cell

HUNDRED: Final = 100
LINES: Final = 2  # between the text and who signed


def sign(document: Document, paper: Paper) -> None:
    """The day four characters off the right edge, the office in its middle above it."""
    signed, day = m.width(paper.signed), m.width(paper.day)
    beside = (day - signed) / 2  # how far the office's name begins after the day
    day_off = max(float(m.SIGNED_FROM_RIGHT), -beside)
    first = document.add_paragraph(paper.signed, "Signed")
    first.paragraph_format.space_before = LINES * m.LINE
    _off(first, day_off + beside)
    last = document.add_paragraph(paper.day, "Signed")
    last.paragraph_format.keep_with_next = False
    _off(last, day_off)


def _off(paragraph: Any, characters: float) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - no other way to it
    indented(properties, right=round(characters * HUNDRED), first=0)


def printed(document: Document, line: str) -> None:
    """版记: between two lines at the foot of the last page."""
    rule = 'w:val="single" w:sz="8" w:space="0" w:color="000000"'
    borders = f"<w:tblBorders><w:top {rule}/><w:bottom {rule}/></w:tblBorders>"
    place = (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" '
        'w:horzAnchor="margin" w:tblpXSpec="center" w:tblpYSpec="bottom"/>'
    )
    text = cell(line, WIDTH, "Printed")
    element = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr>{place}<w:tblW w:w="{WIDTH}" w:type="dxa"/>{borders}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{WIDTH}"/></w:tblGrid>'
        f"<w:tr>{text}</w:tr></w:tbl>"
    )
    last: Any = document.paragraphs[-1]._p  # noqa: SLF001 - no other way to it
    last.addprevious(element)
