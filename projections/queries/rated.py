"""The rows behind a rate: what counted, and which of it was kept; a number opens to these."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, case, select, union_all

from projections.queries import counting
from projections.queries.behind import NO_ROWS, PER_PAGE, Rows, page_of, row_of, within
from projections.queries.filters import Filters
from projections.queries.measures import Count
from projections.queries.rates import Rate, asked_of, how_many, narrowed_to
from projections.queries.viewer import Viewer
from projections.tables import cases

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
    total = how_many(connection, rate, question, asked.filters, kept=asked.kept)
    if not rate.counts or not total:
        return NO_ROWS
    page = within(page, total)
    parts = [row_of(one, question).where(*narrowed_to(one, asked.filters)) for one in rate.counts]
    if not all(map(_by_time, rate.counts)):
        since = _since(connection, rate.counts, question, asked, min(page * PER_PAGE, total))
        pairs = zip(parts, rate.counts, strict=True)
        parts = [part.where(one.at >= since) for part, one in pairs]
    return page_of(connection, parts, asked.kept, page, total)


def _by_time(count: Count) -> bool:
    """An index leads through the rows in the order of time: the latest are found at once."""
    indexes = getattr(count.rows, "indexes", ())
    return any(next(iter(index.columns)) is count.at for index in indexes)


def _since(
    connection: Connection,
    counts: Sequence[Count],
    question: counting.Asked,
    asked: Asked,
    last: int,
) -> int:
    """The time of the last row of a page: what is earlier is neither looked up nor sorted."""
    found = union_all(*(_times(count, question, asked) for count in counts)).subquery()
    told = select(found.c.at).order_by(found.c.at.desc()).limit(1).offset(last - 1)
    return connection.execute(told).scalar() or 0


def _times(count: Count, question: counting.Asked, asked: Asked) -> Select[Any]:
    """When each row counts; their cases are looked up only where something is asked of them."""
    some = [] if asked.kept is None else [case((count.kept, 1), else_=0) == int(asked.kept)]
    conditions = [*counting.rows_of(count, question), *narrowed_to(count, asked.filters), *some]
    conditions += counting.through_units(count, question)
    found = select(count.at.label("at")).where(*conditions)
    return found.select_from(count.with_cases) if cases in found.get_final_froms() else found
