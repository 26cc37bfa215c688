"""The page of a paper: its size and margins, the grid of its lines, its number."""

from typing import Any, Final

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length

from web.papers.content import Language
from web.papers.word import measures as m
from web.papers.word.markup import field, indented, mark, replace

ONE: Final = 100  # hundredths of a character


def lay_out(document: Document, language: Language) -> None:
    """Give the only section of a document the page the standard asks for."""
    section = document.sections[0]
    section.page_width, section.page_height = m.PAGE
    section.top_margin, section.bottom_margin = m.TOP, m.BOTTOM
    section.left_margin, section.right_margin = m.LEFT, m.RIGHT
    section.header_distance = Length(m.TOP // 2)
    section.footer_distance = Length(m.BOTTOM - m.BELOW_AREA - m.PAGE_NUMBER)
    replace(section._sectPr, _grid())  # noqa: SLF001 - no other way to it
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT, "right")
    _number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT, "left")
    _speak(document, language)


def _grid() -> Any:
    """22 lines to a page, 28 characters to a line."""
    pitch = round(m.LINE.pt * m.TWIPS)
    width = m.TYPE_AREA[0].pt / m.CHARACTERS - m.TEXT.pt
    values = {"type": "linesAndChars", "linePitch": pitch, "charSpace": round(width * m.GRID)}
    return mark("docGrid", values)


def _number(paragraph: Any, edge: WD_ALIGN_PARAGRAPH, side: str) -> None:
    """— 1 —, one character off the outer edge."""
    paragraph.style = "Page"
    paragraph.alignment = edge
    indented(paragraph._p.get_or_add_pPr(), **{side: ONE})  # noqa: SLF001 - as above
    paragraph.add_run("— ")
    for part in field("PAGE"):
        paragraph.add_run()._r.append(part)  # noqa: SLF001 - as above
    paragraph.add_run(" —")


def _speak(document: Document, language: Language) -> None:
    """Chinese is Chinese to whatever reads the paper aloud or looks at its spelling."""
    latin = "en-GB" if language == "en" else "en-US"
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    values = {"val": latin, "eastAsia": "zh-CN"}
    replace(properties, mark("lang", values))
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    theme = document.settings.element.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), latin)
        theme.set(qn("w:eastAsia"), "zh-CN")
