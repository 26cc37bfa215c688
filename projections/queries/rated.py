"""The rows behind a rate: what counted, and which of it was kept; a number opens to these."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from projections.queries.behind import NO_ROWS, PER_PAGE, Rows, page_of, row_of
from projections.queries.filters import Filters
from projections.queries.rates import Rate, asked_of, how_many, narrowed_to
from projections.queries.viewer import Viewer

__all__ = ["PER_PAGE", "Asked", "Rows", "rows_of"]


class Asked(NamedTuple):
    """Which rows: of whom, of which time, kept or not (None: both)."""

    viewer: Viewer
    filters: Filters
    now: datetime
    kept: bool | None = None


def rows_of(connection: Connection, rate: Rate, asked: Asked, page: int = 1) -> Rows:
    """The rows that are counted for the rate; a page past the last is the last."""
    question = asked_of(asked.viewer, asked.filters, asked.now)
    parts = [
        row_of(count, question).where(*narrowed_to(count, asked.filters)) for count in rate.counts
    ]
    if not parts:
        return NO_ROWS
    total = how_many(connection, rate, question, asked.filters, kept=asked.kept)
    return page_of(connection, parts, asked.kept, page, total)
