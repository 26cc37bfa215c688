"""The fonts a paper names, and what a machine without them takes instead."""

from typing import Any

from docx.document import Document
from lxml import etree

from web.papers.word.markup import mark
from web.papers.word.measures import ALL, Letters

PART = "/word/fontTable.xml"


def name_fonts(document: Document) -> None:
    """Say in the table of fonts which of the common ones each stands for."""
    package = document.part.package
    parts: list[Any] = [] if package is None else list(package.iter_parts())
    part = next(one for one in parts if one.partname == PART)
    table = etree.fromstring(part.blob)
    table.extend(_font(one) for one in ALL)
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001


def _font(one: Letters) -> Any:
    return mark(
        "font",
        {"name": one.name},
        mark("altName", {"val": one.instead}),
        mark("charset", {"val": "86"}),
        mark("family", {"val": "auto"}),
        mark("pitch", {"val": "default"}),
    )
