"""A bulletin as lines of plain text."""

from collections.abc import Iterator

from web.bulletins.draft import Drawn, paper
from web.papers.content import Block, Figure, Heading, Paragraph, Table, numbered


def lines(drawn: Drawn) -> Iterator[str]:
    """What it says; tables with a tab between their columns."""
    told = paper(drawn)
    yield from (told.organ, told.number, "", told.title, "")
    for block in numbered(told.blocks, told.language):
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Table():
            yield from ("", block.title, "\t".join(column.label for column in block.columns))
            yield from ("\t".join(cell.text for cell in row) for row in block.rows)
            yield ""
        case Figure():
            yield from ("", block.chart.title)
            yield from (f"{one.label}\t{one.shown}\t{one.of}" for one in block.chart.values)
            yield ""
