"""The rows behind a rate: what counted, and which of it was kept; a number opens to these."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, RowMapping, Select, func, select, union_all
from sqlalchemy import case as when

from projections.queries.filters import Filters
from projections.queries.measures import Part
from projections.queries.rates import Rate, conditions
from projections.queries.viewer import Viewer
from projections.tables import cases

PER_PAGE: Final = 100


class Asked(NamedTuple):
    """Which rows: of whom, of which time, kept or not (None: both)."""

    viewer: Viewer
    filters: Filters
    now: datetime
    kept: bool | None = None


class Rows(NamedTuple):
    """One page of them, the latest first, and how many there are."""

    rows: Sequence[RowMapping]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """At least one, if only an empty one."""
        return max(1, -(-self.total // PER_PAGE))


def rows_of(connection: Connection, rate: Rate, asked: Asked, page: int = 1) -> Rows:
    """The rows that are counted for the rate; a page past the last is the last."""
    found = union_all(*(_rows(part, asked) for part in rate.parts)).subquery()
    total = connection.execute(select(func.count()).select_from(found)).scalar_one()
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    shown = select(found).order_by(found.c.at.desc(), found.c.number, found.c.kept)
    shown = shown.limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Rows(connection.execute(shown).mappings().all(), total, page)


def _rows(part: Part, asked: Asked) -> Select[*tuple[Any, ...]]:
    source = part.source
    kept = when((part.kept, 1), else_=0)
    found: Select[*tuple[Any, ...]] = select(
        cases.c.number,
        cases.c.title,
        cases.c.track,
        source.unit.label("unit"),
        source.time.label("at"),
        kept.label("kept"),
    ).select_from(source.with_cases)
    found = found.where(part.due, *conditions(asked.viewer, asked.filters, source, asked.now))
    return found if asked.kept is None else found.where(kept == int(asked.kept))
