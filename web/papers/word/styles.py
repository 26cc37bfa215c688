"""The styles of a paper: each part of it in its letters and its size, headings as headings."""

from typing import Any, Final, NamedTuple

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from web.papers.word import measures as m
from web.papers.word.markup import indented, letters, mark, replace


class Look(NamedTuple):
    """How a part of the paper stands."""

    letters: m.Letters
    size: Length = m.TEXT
    line: Length = m.LINE
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    first: int = 0  # hundredths of a character by which its first line is moved in
    above: Length = Pt(0)
    below: Length = Pt(0)
    red: bool = False
    with_next: bool = False


CENTRE, END, START = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
TWO: Final = 200  # hundredths of a character
LOOKS: Final[dict[str, Look]] = {
    "Body Text": Look(m.FANGSONG, first=TWO),
    "Organ": Look(m.XIAOBIAOSONG, Pt(48), Pt(60), CENTRE, above=m.ABOVE_ORGAN, red=True),
    "Number": Look(m.FANGSONG, align=CENTRE, above=Pt(2 * m.LINE.pt), below=Pt(2 * m.LINE.pt)),
    "Code": Look(m.FANGSONG, align=END, below=Pt(m.LINE.pt)),
    "Title": Look(m.XIAOBIAOSONG, m.TITLE, m.TITLE_LINE, CENTRE, below=Pt(m.LINE.pt)),
    "To": Look(m.FANGSONG, align=START),
    "Heading 1": Look(m.HEITI, first=TWO, above=Pt(6), with_next=True),
    "Heading 2": Look(m.KAITI, first=TWO, above=Pt(6), with_next=True),
    "Caption": Look(m.HEITI, m.SMALL, m.SMALL_LINE, CENTRE, above=Pt(9), with_next=True),
    "Note": Look(m.FANGSONG, m.SMALL, m.SMALL_LINE, above=Pt(3), below=Pt(6)),
    "Cell": Look(m.FANGSONG, m.SMALL, m.SMALL_LINE, START),
    "Cell Head": Look(m.HEITI, m.SMALL, m.SMALL_LINE, CENTRE),
    "Signed": Look(m.FANGSONG, align=END, with_next=True),
    "Printed": Look(m.FANGSONG, m.PAGE_NUMBER, Pt(22)),
    "Page": Look(m.SONGTI, m.PAGE_NUMBER, m.PAGE_NUMBER),
}


def set_styles(document: Document) -> None:
    """Make every style there is be one of a paper's."""
    _set(_style(document, "Normal"), Look(m.FANGSONG))
    for name, look in LOOKS.items():
        _set(_style(document, name), look)


def _style(document: Document, name: str) -> ParagraphStyle:
    """The style of that name, bare."""
    known = document.styles
    style: Any = known[name] if name in known else known.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for part in ("w:rPr", "w:pPr", "w:link"):
        for old in style.element.findall(qn(part)):
            style.element.remove(old)
    return style  # type: ignore[no-any-return]


def _set(style: ParagraphStyle, look: Look) -> None:
    style.font.size = look.size
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(m.RED if look.red else "000000")
    letters(style.element.get_or_add_rPr(), look.letters)
    _place(style, look)
    if level := HEADINGS.get(str(style.name)):
        replace(style.element.get_or_add_pPr(), mark("outlineLvl", {"val": level - 1}))


HEADINGS: Final = {"Heading 1": 1, "Heading 2": 2}


def _place(style: ParagraphStyle, look: Look) -> None:
    place = style.paragraph_format
    place.line_spacing_rule, place.line_spacing = WD_LINE_SPACING.EXACTLY, look.line
    place.space_before, place.space_after = look.above, look.below
    place.keep_with_next, place.widow_control = look.with_next, True
    place.alignment = look.align
    indented(style.element.get_or_add_pPr(), first=look.first)
