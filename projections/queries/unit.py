"""What a unit has in hand: its dispatches by what is due first, and what it registered itself."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, select

from projections.conditions import of_units, running
from projections.queries.viewer import (
    Viewer,
    of_dispatches,
    of_few_cases,
    of_obligations,
    open_with,
)
from projections.tables import cases, dispatches, obligations

MOST: Final = 100
"""So many of a kind are shown; the ledgers hold all of them."""

FOLLOW_UP: Final = "follow_up"
OF_DISPATCHES: Final = ("sign", "arrive", "handle", "feedback", FOLLOW_UP)

_SHOWN = (
    cases.c.number,
    cases.c.title,
    cases.c.place,
    cases.c.track,
    cases.c.category,
    cases.c.paused_at,
    cases.c.reopened,
)
_SENT = (
    dispatches.c.cid,
    dispatches.c.n,
    dispatches.c.role,
    dispatches.c.stage,
    dispatches.c.dispatched_at,
    dispatches.c.feedback_at,
    dispatches.c.ruling_needed,
)
_NEVER = float("inf")


class InHand(NamedTuple):
    """One dispatch of the unit; `owed` is its first running time limit, or None."""

    row: RowMapping
    owed: RowMapping | None

    @property
    def to_do(self) -> bool:
        """It waits for the unit: for its feedback, or for what remained after that."""
        return self.row["feedback_at"] is None or self.owed is not None

    @property
    def due(self) -> float:
        """When it is due first; never when nothing runs."""
        return _NEVER if self.owed is None else float(self.owed["due_at"])


class Work(NamedTuple):
    """`to_do` waits for the unit, `given` for the centre, `registered` came in at the unit."""

    to_do: Sequence[InHand]
    given: Sequence[InHand]
    registered: Sequence[RowMapping]


def work(connection: Connection, *, viewer: Viewer) -> Work:
    """The work of the viewer's own unit, what is due first on top, the newest of the rest."""
    owed = _owed(connection, viewer)
    sent = [InHand(row, owed.get(_key(row))) for row in _sent(connection, viewer)]
    to_do = sorted((one for one in sent if one.to_do), key=lambda one: one.due)
    given = [one for one in sent if not one.to_do]
    registered = connection.execute(_registered(viewer)).mappings().all()
    return Work(to_do, given, registered)


def _key(row: RowMapping) -> tuple[int, int, bool]:
    """After the feedback nothing is waited for but what remained."""
    return row["cid"], row["n"], row["feedback_at"] is not None


def _sent(connection: Connection, viewer: Viewer) -> Sequence[RowMapping]:
    """Dispatches of open cases that are still the unit's, the newest first."""
    found = (
        select(*_SENT, *_SHOWN)
        .join(cases, cases.c.cid == dispatches.c.cid)
        .where(*_own(viewer), dispatches.c.cid.in_(open_with((viewer.unit,))), *_kept())
        .order_by(dispatches.c.dispatched_at.desc(), dispatches.c.cid.desc())
        .limit(MOST)
    )
    return connection.execute(found).mappings().all()


def _own(viewer: Viewer) -> list[ColumnElement[bool]]:
    """The unit's own, for its leader too: those of units below it are on the heads' page."""
    return [dispatches.c.unit == viewer.unit, *of_dispatches(viewer)]


def _kept() -> list[ColumnElement[bool]]:
    return [dispatches.c.returned_at.is_(None), dispatches.c.recalled_at.is_(None)]


def _owed(connection: Connection, viewer: Viewer) -> dict[tuple[int, int, bool], RowMapping]:
    """The first running time limit of each dispatch, before its feedback and after."""
    named = obligations.c.kind.in_(OF_DISPATCHES)
    found = (
        select(
            obligations.c.cid,
            obligations.c.ref,
            obligations.c.due_at,
            obligations.c.kind.label("due_kind"),
            obligations.c.holder.label("due_holder"),
        )
        .where(obligations.c.holder == viewer.unit, running, named, *of_obligations(viewer))
        .order_by(obligations.c.due_at.desc())
    )
    rows = connection.execute(found).mappings()
    return {(row["cid"], row["ref"], row["due_kind"] == FOLLOW_UP): row for row in rows}


def _registered(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    return (
        select(*_SHOWN, cases.c.stage, cases.c.ended_as, cases.c.received_at)
        .where(of_units, cases.c.received_by == viewer.unit, *of_few_cases(viewer))
        .order_by(cases.c.received_at.desc(), cases.c.cid.desc())
        .limit(MOST)
    )
