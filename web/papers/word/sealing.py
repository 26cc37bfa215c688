"""The checkpoint at the end of a paper: a square code, and what it is."""

from io import BytesIO
from typing import Any, Final

import segno
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm

from web.papers.content import Seal

SIDE: Final = Mm(30)  # read by any phone from paper
SCALE: Final = 6  # dots of the picture to one of the code


def seal(document: Document, told: Seal) -> None:
    """Kept together with the words about it; the text itself is the picture's description."""
    place = document.add_paragraph(style="Note")
    shape = place.paragraph_format
    shape.line_spacing_rule, shape.alignment = WD_LINE_SPACING.SINGLE, WD_ALIGN_PARAGRAPH.LEFT
    shape.keep_with_next = True
    picture: Any = place.add_run().add_picture(_drawn(told.note), width=SIDE)
    picture._inline.docPr.set("descr", told.note)  # noqa: SLF001 - no other way to it
    document.add_paragraph(told.text, "Note")


def _drawn(note: str) -> BytesIO:
    drawn = BytesIO()
    segno.make(note, error="m", micro=False).save(drawn, kind="png", scale=SCALE, border=2)
    drawn.seek(0)
    return drawn
