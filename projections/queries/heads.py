"""What heads have to see to: acts that wait for them, and what is late or due by unit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, RowMapping, Select, and_, func, or_, select
from sqlalchemy import case as when

from projections.conditions import running
from projections.queries.filters import ms
from projections.queries.viewer import Conditions, Viewer, of_few_cases, of_obligations
from projections.tables import cases, obligations, waiting

FEW: Final = 6
MOST: Final = 200

_SHOWN: Final = (
    *(waiting.c[name] for name in ("kind", "ref", "unit", "about", "since")),
    *(cases.c[name] for name in ("case_id", "number", "title", "paused_at", "version")),
    func.coalesce(waiting.c.due_at, cases.c.due_at).label("due_at"),
    when((waiting.c.due_at.is_not(None), waiting.c.about), else_=cases.c.due_kind).label(
        "due_kind"
    ),
    when((waiting.c.due_at.is_not(None), waiting.c.unit), else_=cases.c.due_holder).label(
        "due_holder"
    ),
)
_beside: Final = waiting.join(cases, cases.c.cid == waiting.c.cid)


class Waiting(NamedTuple):
    """Acts of one kind, those that wait longest first; `total` counts those not shown too."""

    kind: str
    rows: Sequence[RowMapping]
    total: int


class UnitDue(NamedTuple):
    """What a unit owes: overdue now, since when the oldest, and due today or tomorrow."""

    unit: str
    overdue: int
    oldest: int | None
    soon: int


def waiting_for(
    connection: Connection, kinds: Sequence[str], *, viewer: Viewer, limit: int = FEW
) -> list[Waiting]:
    """The acts of these kinds that the viewer may see, in the order of `kinds`."""
    visible = _visible(viewer)
    counted = _counts(connection, kinds, visible)
    return [
        Waiting(kind, _rows(connection, kind, visible, limit) if kind in counted else (), total)
        for kind in kinds
        for total in (counted.get(kind, 0),)
    ]


def _counts(connection: Connection, kinds: Sequence[str], visible: Conditions) -> Mapping[str, int]:
    counted = (
        select(waiting.c.kind, func.count())
        .select_from(_beside)
        .where(waiting.c.kind.in_(kinds), *visible)
        .group_by(waiting.c.kind)
    )
    return {row[0]: row[1] for row in connection.execute(counted)}


def _rows(
    connection: Connection, kind: str, visible: Conditions, limit: int
) -> Sequence[RowMapping]:
    found = (
        select(*_SHOWN)
        .select_from(_beside)
        .where(waiting.c.kind == kind, *visible)
        .order_by(waiting.c.since, waiting.c.cid, waiting.c.n)
        .limit(limit)
    )
    return connection.execute(found).mappings().all()


def _visible(viewer: Viewer) -> Conditions:
    """Of a unit's matters its head sees what concerns the unit or one below it."""
    own = [waiting.c.unit.in_(viewer.part)] if viewer.of_unit else []
    return [*of_few_cases(viewer), *own]


def due_by_unit(
    connection: Connection, *, viewer: Viewer, now: datetime, today: datetime, until: datetime
) -> list[UnitDue]:
    """Units that owe something now; `today` to `until` are the days that count as soon, aware."""
    found = connection.execute(_due_by_unit(viewer, ms(now), ms(today), ms(until)))
    return [UnitDue(*row) for row in found]


def _due_by_unit(viewer: Viewer, now: int, today: int, until: int) -> Select[Any]:
    due = obligations.c.due_at
    late, soon = due < now, and_(due >= today, due < until)
    return (
        select(
            obligations.c.holder,
            func.count(when((late, 1))),
            func.min(when((late, due))),
            func.count(when((soon, 1))),
        )
        .where(running, due < until, or_(late, soon), *of_obligations(viewer))
        .group_by(obligations.c.holder)
    )
