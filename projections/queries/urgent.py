"""Urgent matters that are open: which, and how many of how many."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, select
from sqlalchemy import case as when

from projections.queries.open_cases import urgent
from projections.queries.viewer import Viewer, of_open_cases
from projections.tables import cases

MOST_MATTERS: Final = 20


def urgent_matters(connection: Connection, viewer: Viewer) -> Sequence[Any]:
    """Urgent matters that are open, the latest first, and no more than `MOST_MATTERS`."""
    shown = ("number", "track", "category", "lead_unit", "stage", "due_at")
    found = select(*(cases.c[name] for name in shown)).where(urgent, *of_open_cases(viewer))
    # The sum keeps SQLite from going through all cases there ever were for the few open ones.
    latest = found.order_by((cases.c.cid + 0).desc()).limit(MOST_MATTERS)
    return connection.execute(latest).mappings().all()


def count_urgent(connection: Connection, viewer: Viewer) -> tuple[int, int]:
    """How many of the open matters are urgent, and how many are open."""
    counts = func.count(when((urgent, 1))), func.count()
    found = connection.execute(select(*counts).where(*of_open_cases(viewer))).one()
    return int(found[0]), int(found[1])
