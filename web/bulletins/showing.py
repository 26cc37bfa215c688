"""A block of a paper as the page shows it: its kind by name, and a chart drawn."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from web.charts import rows, trend
from web.charts import shown as drawn
from web.papers.content import Figure, Heading, Paper, Paragraph, Table, numbered

WIDE: Final = 590.0  # of the paper's text, as charts count
NAMES: Final[dict[type, str]] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Table: "table",
    Figure: "figure",
}


class Piece(NamedTuple):
    """What the template needs of it."""

    kind: str
    block: Any
    chart: Any = None


def shown(paper: Paper) -> Iterator[Piece]:
    """All of them, headings with their numbers."""
    for block in numbered(paper.blocks, paper.language):
        chart = None
        if isinstance(block, Figure):
            chart = drawn(block.chart, trend if block.line else rows, WIDE)
        yield Piece(NAMES[type(block)], block, chart)
