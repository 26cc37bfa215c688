"""The duty desk's board: how much there is, what is late, and what has to be done first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    Subquery,
    case,
    distinct,
    exists,
    func,
    select,
)

from domain.case.words import Stage
from projections.conditions import closing, running
from projections.queries.filters import ms
from projections.queries.open_cases import (
    EVERYTHING,
    WAITING,
    View,
    Wanted,
    newest_urgent,
    page,
    stage_in,
    view_of,
)
from projections.queries.viewer import Conditions, Viewer
from projections.tables import cases, obligations, position

SOON: Final = timedelta(minutes=30)
"""How far ahead the board warns, unless told otherwise."""

MOST_URGENT: Final = 20
"""So many of the latest urgent cases are told apart from those a page has shown already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """Counts of cases.

    `received_before` was received yesterday by this time of day; `waiting_since`, milliseconds,
    is when the one that waits longest came in or was reopened; `unsigned` are those under way
    that no unit has signed for yet. The day's closing rate is
    `closed` / `due_to_close`: those closed today, of them and those still open past their limit.
    """

    received: int
    received_before: int
    waiting: int
    waiting_since: int | None
    under_way: int
    unsigned: int
    due_soon: int
    overdue: int
    urgent: int
    closed: int
    due_to_close: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The tiles; a page of open cases by what is due first, of `total`; the latest urgent ones."""

    tiles: Tiles
    rows: Sequence[Any] = ()
    total: int = 0
    urgent: Sequence[tuple[str, str, str]] = ()


def board(
    connection: Connection,
    *,
    viewer: Viewer,
    now: datetime,
    today: datetime,
    soon: timedelta = SOON,
    wanted: Wanted = EVERYTHING,
) -> Board:
    """The board at `now`; `today` is when the local day began, aware."""
    view = view_of(viewer, public=wanted.public)
    found = page(connection, view, wanted, now=now, soon=soon)
    counted = dict(connection.execute(_tiles(view, now, today, soon)).mappings().one())
    counted["due_to_close"] += counted["closed"]
    latest = newest_urgent(connection, view, limit=MOST_URGENT)
    return Board(tiles=Tiles(**counted), rows=found.rows, total=found.total, urgent=latest)


def seen_up_to(connection: Connection) -> int:
    """The position of the log up to which the board shows what happened."""
    found: int = connection.execute(select(position.c.seq)).scalar_one()
    return found


def _tiles(view: View, now: datetime, today: datetime, soon: timedelta) -> Select[*tuple[Any, ...]]:
    """All counts in one statement, by the names of `Tiles`; "due_to_close" without the closed."""
    day = timedelta(days=1)
    return select(
        *_open(view, ms(now), ms(now + soon)).columns,
        _waiting_since(view.visible).label("waiting_since"),
        _count(view, _received(view, today, now)).label("received"),
        _count(view, _received(view, today - day, now - day)).label("received_before"),
        _count(view, view.counted.c.closed_at >= ms(today)).label("closed"),
        _past_closing(view.visible, ms(now)).label("due_to_close"),
    )


def _received(view: View, since: datetime, until: datetime) -> ColumnElement[bool]:
    return view.counted.c.received_at.between(ms(since), ms(until))


def _count(view: View, condition: ColumnElement[bool]) -> ScalarSelect[int]:
    """Cases, open or not; several units may have a part in one."""
    rows = func.count() if view.counted is cases else func.count(distinct(view.counted.c.cid))
    found = select(rows).select_from(view.counted).where(condition, *view.countable)
    return found.scalar_subquery()


def _open(view: View, now: int, soon: int) -> Subquery:
    """The counts of open cases, in one pass."""
    counts = {
        "waiting": view.part("waiting", now, soon),
        "under_way": view.part("under_way", now, soon),
        "unsigned": [stage_in(frozenset({Stage.DISPATCHED}))],
        "due_soon": view.part("soon", now, soon),
        "overdue": view.part("overdue", now, soon),
        "urgent": view.part("urgent", now, soon),
    }
    found = select(*(func.count(case((what, 1))).label(name) for name, [what] in counts.items()))
    seen = found.select_from(view.rows).where(*view.visible)
    return seen.subquery("opened")


def _waiting_since(visible: Conditions) -> ScalarSelect[int]:
    began = case((cases.c.reopened > 0, cases.c.changed_at), else_=cases.c.received_at)
    waiting = select(func.min(began)).where(stage_in(WAITING), *visible)
    return waiting.scalar_subquery()


def _past_closing(visible: Conditions, now: int) -> ScalarSelect[int]:
    """A case past its limit for closing is overdue, and only few are: those are looked into."""
    past = exists().where(
        obligations.c.cid == cases.c.cid, running, obligations.c.due_at < now, closing
    )
    found = select(func.count()).select_from(cases).where(cases.c.due_at < now, past, *visible)
    return found.scalar_subquery()
