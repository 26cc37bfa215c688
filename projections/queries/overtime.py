"""Settled cases in portions, for whoever looks which of them were kept long enough."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, RowMapping, and_, func, or_, select

from projections.queries.viewer import Viewer, of_cases
from projections.tables import cases

PORTION: Final = 2000  # cases looked at in one go

_SHOWN = (
    cases.c.cid,
    cases.c.case_id,
    cases.c.number,
    cases.c.title,
    cases.c.track,
    cases.c.kind,
    cases.c.level,
    cases.c.grade,
    cases.c.dispute_class,
    cases.c.ended_as,
    func.coalesce(cases.c.closed_at, cases.c.ended_at).label("settled_at"),
)


def settled_before(
    connection: Connection, viewer: Viewer, moment: int, after: int
) -> tuple[Sequence[RowMapping], int]:
    """Of the next portion of cases those settled by then, and where it ended; 0: at the end."""
    count, last = _portion(connection, after)
    if not count:
        return [], 0
    early = or_(
        cases.c.closed_at < moment, and_(cases.c.closed_at.is_(None), cases.c.ended_at < moment)
    )
    wanted = select(*_SHOWN).where(cases.c.cid > after, cases.c.cid <= last, early)
    found = connection.execute(wanted.where(*of_cases(viewer)).order_by(cases.c.cid))
    return found.mappings().all(), last if count == PORTION else 0


def _portion(connection: Connection, after: int) -> tuple[int, int]:
    """How many cases the next portion has, and the last of them."""
    some = select(cases.c.cid).where(cases.c.cid > after).order_by(cases.c.cid).limit(PORTION)
    portion = some.subquery()
    counted = select(func.count(), func.max(portion.c.cid)).select_from(portion)
    count, last = connection.execute(counted).one()
    return count, last or 0


def last_case(connection: Connection) -> int:
    """Where the last portion ends."""
    return int(connection.execute(select(func.max(cases.c.cid))).scalar() or 0)
