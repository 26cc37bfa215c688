"""Which of the cases somebody was told of they may see now, and which limits they were told of."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from projections.queries.viewer import Viewer, of_few_cases
from projections.tables import cases, obligations


def visible(connection: Connection, case_ids: Sequence[str], *, viewer: Viewer) -> set[str]:
    """Those that exist for the viewer, of a few."""
    if not case_ids:
        return set()
    some = select(cases.c.case_id).where(cases.c.case_id.in_(case_ids), *of_few_cases(viewer))
    return set(connection.execute(some).scalars())


def limits(
    connection: Connection, told: Collection[tuple[str, int]]
) -> dict[tuple[str, int], list[str]]:
    """Kinds of the limits of few cases that end at a moment: by case and moment, milliseconds."""
    if not told:
        return {}
    case_ids, moments = (sorted(set(part)) for part in zip(*told, strict=True))
    wanted = (
        select(cases.c.case_id, obligations.c.due_at, obligations.c.kind)
        .join(obligations, obligations.c.cid == cases.c.cid)
        .where(cases.c.case_id.in_(case_ids), obligations.c.due_at.in_(moments))
        .distinct()
        .order_by(obligations.c.kind)
    )
    found: dict[tuple[str, int], list[str]] = {}
    for case_id, due, kind in connection.execute(wanted):
        found.setdefault((case_id, due), []).append(kind)
    return found
