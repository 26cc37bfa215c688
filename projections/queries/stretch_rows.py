"""The rows behind a stretch of time: every case or dispatch that is measured, slowest first."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, literal_column, select

from projections.queries.clock_rows import PER_PAGE, Rows
from projections.queries.clock_times import Question
from projections.queries.filters import narrow, within
from projections.queries.moments import Between, Stretch, between
from projections.queries.percentiles import BY_CASE, BY_DISPATCH
from projections.queries.viewer import Conditions, of_cases, of_dispatches
from projections.tables import cases, dispatches

_SENT: Final = cases.join(dispatches, dispatches.c.cid == cases.c.cid)
ENDED: Final = {"met": True, "open": False}


def rows_between(
    connection: Connection, stretch: Stretch, asked: Question, standing: str = "", page: int = 1
) -> Rows:
    """Of what was received in the period; `standing` "met" or "open" says whether it has ended.

    Errors: `QueryError`.
    """
    measured = between(stretch.start, stretch.end)
    conditions = [measured.start.is_not(None), *conditions_of(measured, asked)]
    if standing in ENDED:
        conditions.append(measured.end.is_not(None) == ENDED[standing])
    source = rows_with(measured)
    counted = select(func.count()).select_from(source).where(*conditions)
    total = connection.execute(counted).scalar_one()
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    found = _listed(measured).select_from(source).where(*conditions)
    shown = found.limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Rows(connection.execute(shown).mappings().all(), total, page)


def rows_with(measured: Between) -> FromClause:
    """Dispatches with their cases, or cases alone."""
    return _SENT if measured.of_dispatches else cases


def conditions_of(measured: Between, asked: Question) -> Conditions:
    """What was received in the period, as far as the viewer may see it. Errors: `QueryError`."""
    known = within(cases.c.received_at, asked.filters)
    if measured.of_dispatches:
        visible = of_dispatches(asked.viewer)
        return [*known, *visible, *narrow(asked.filters, BY_DISPATCH)]
    return [*known, *of_cases(asked.viewer), *narrow(asked.filters, BY_CASE)]


def _listed(measured: Between) -> Select[Any]:
    took = measured.end - measured.start
    empty: ColumnElement[Any] = literal_column("''")
    unit = dispatches.c.unit if measured.of_dispatches else cases.c.lead_unit
    found: Select[Any] = select(
        cases.c.number,
        cases.c.title,
        unit.label("holder"),
        empty.label("state"),
        measured.start.label("opened_at"),
        measured.end.label("met_at"),
        took.label("took"),
    )
    return found.order_by(measured.end.is_not(None), took.desc(), cases.c.received_at, cases.c.cid)
