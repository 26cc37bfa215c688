"""Which cases a what-if of other rules is asked about."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from projections.queries.filters import ms
from projections.queries.viewer import Conditions, Viewer, of_cases
from projections.tables import cases

Period = tuple[datetime, datetime]


def case_ids(
    connection: Connection,
    *,
    viewer: Viewer,
    period: Period | None = None,
    skip: int = 0,
    limit: int | None = None,
) -> Sequence[str]:
    """Open cases, those due first before the others; or all received in a period, the first first.

    `period` is from its first moment to the first after it, both aware.
    """
    order = cases.c.received_at if period else cases.c.due_at.nulls_last()
    found = select(cases.c.case_id).where(*_of(viewer, period)).order_by(order, cases.c.cid)
    return connection.execute(found.offset(skip).limit(limit)).scalars().all()


def count_cases(connection: Connection, *, viewer: Viewer, period: Period | None = None) -> int:
    """How many they are."""
    counted = select(func.count()).select_from(cases).where(*_of(viewer, period))
    found: int = connection.execute(counted).scalar_one()
    return found


def _of(viewer: Viewer, period: Period | None) -> Conditions:
    if period is None:
        return [cases.c.open, *of_cases(viewer)]
    since, until = (ms(moment) for moment in period)
    return [cases.c.received_at >= since, cases.c.received_at < until, *of_cases(viewer)]
