"""Which of the cases somebody was told of they may see now."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from projections.queries.viewer import Viewer, of_few_cases
from projections.tables import cases


def visible(connection: Connection, case_ids: Sequence[str], *, viewer: Viewer) -> set[str]:
    """Those that exist for the viewer, of a few."""
    if not case_ids:
        return set()
    some = select(cases.c.case_id).where(cases.c.case_id.in_(case_ids), *of_few_cases(viewer))
    return set(connection.execute(some).scalars())
