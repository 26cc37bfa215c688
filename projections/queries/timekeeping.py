"""What the timekeeper looks through: running time limits that have ended or soon will."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from projections.conditions import asking, running
from projections.tables import cases, obligations


def clocks_until(connection: Connection, until: int) -> Sequence[Any]:
    """Running time limits that end before `until` (ms), with what their acts depend on."""
    found = (
        select(
            cases.c.case_id,
            cases.c.rules,
            cases.c.track,
            cases.c.source,
            cases.c.paused_at,
            obligations.c.kind,
            obligations.c.opened_at,
            obligations.c.due_at,
            obligations.c.acted_at,
        )
        .join(cases, cases.c.cid == obligations.c.cid)
        .where(running, obligations.c.due_at < until)
    )
    return connection.execute(found).all()


def periods_ended(connection: Connection, until: int) -> Sequence[Any]:
    """Cases in which nobody asked for a review before `until` (ms), and that is not on record."""
    found = select(cases.c.case_id, cases.c.rules, cases.c.asking_until).where(
        asking, cases.c.asking_until < until
    )
    return connection.execute(found).all()
