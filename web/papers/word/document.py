"""A whole paper as a Word document: its head, what it says, who signed it and when."""

from collections.abc import Iterable
from datetime import UTC
from io import BytesIO
from typing import Any, Final

import docx
from docx.document import Document
from docx.shared import Pt

from web.papers.content import Block, Figure, Heading, Paper, Paragraph, Table, numbered
from web.papers.word import measures as m
from web.papers.word.bars import bars
from web.papers.word.fonts import name_fonts
from web.papers.word.markup import mark, replace
from web.papers.word.page import lay_out
from web.papers.word.sealing import seal
from web.papers.word.signing import printed, sign
from web.papers.word.styles import set_styles
from web.papers.word.tables import table

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST_ORGAN, SMALLEST_ORGAN = 45, 22  # points
ROOM: Final = 0.94  # of the line, so that no other font breaks it
RED_LINE: Final = {"val": "single", "sz": 18, "space": m.BELOW_NUMBER, "color": m.RED}


def write(paper: Paper) -> bytes:
    """The document as a file."""
    document = docx.Document()
    set_styles(document)
    lay_out(document, paper.language)
    name_fonts(document)
    _describe(document, paper)
    _head(document, paper)
    _body(document, paper)
    sign(document, paper)
    if paper.seal:
        seal(document, paper.seal)
    if paper.printed:
        printed(document, paper.printed)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Document, paper: Paper) -> None:
    """What the file says about itself."""
    about = document.core_properties
    about.title, about.author = paper.title, paper.signed
    about.subject, about.keywords, about.comments = paper.number or paper.code, "", ""
    about.language = "en-GB" if paper.language == "en" else "zh-CN"
    about.created = about.modified = paper.at.astimezone(UTC).replace(tzinfo=None)
    about.last_modified_by, about.revision = paper.signed, 1


def _head(document: Document, paper: Paper) -> None:
    if paper.organ:
        _organ(document, paper.organ)
        number = document.add_paragraph(paper.number, "Number")
        properties: Any = number._p.get_or_add_pPr()  # noqa: SLF001 - no other way to it
        borders = mark("pBdr", {}, mark("bottom", RED_LINE))
        replace(properties, borders, ("shd", "spacing", "ind", "jc"))
    elif paper.code:
        document.add_paragraph(paper.code, "Code")
    document.add_paragraph(paper.title, "Title")
    if paper.to:
        document.add_paragraph(paper.to, "To")


def _organ(document: Document, organ: str) -> None:
    """In one line, however long the name is."""
    run = document.add_paragraph(style="Organ").add_run(organ)
    fits = ROOM * m.TYPE_AREA[0].pt / max(1.0, m.width(organ))
    run.font.size = Pt(min(LARGEST_ORGAN, max(SMALLEST_ORGAN, int(fits))))


def _body(document: Document, paper: Paper) -> None:
    for block in numbered(paper.blocks, paper.language):
        _block(document, block)


def _block(document: Document, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(block.text, block.level)
        case Paragraph():
            _paragraphs(document, block.text.splitlines(), "Note" if block.small else "Body Text")
        case Table():
            _captioned(document, block.title, table(block))
        case Figure():
            _captioned(document, block.chart.title, bars(block.chart))


def _paragraphs(document: Document, lines: Iterable[str], style: str) -> None:
    for line in lines:
        document.add_paragraph(line.strip(), style)


def _captioned(document: Document, title: str, element: Any) -> None:
    caption = document.add_paragraph(title, "Caption")
    caption._p.addnext(element)  # noqa: SLF001 - no other way to it
