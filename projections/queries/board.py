"""The duty desk's board: how much there is, what is late, and what has to be done first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    ScalarSelect,
    Select,
    Subquery,
    case,
    exists,
    func,
    select,
)

from domain.case.words import Stage
from projections.queries.filters import ms
from projections.queries.measures import closing
from projections.queries.viewer import Conditions, Viewer, of_few_cases
from projections.tables import cases, obligations, running

SOON: Final = timedelta(minutes=30)
"""How far ahead the board warns, unless told otherwise."""

MOST_ROWS: Final = 200

WAITING: Final = frozenset({Stage.RECEIVED, Stage.SCREENED})
ON_THE_WAY: Final = frozenset({Stage.DISPATCHED, Stage.SIGNED})
AT_WORK: Final = frozenset({Stage.ARRIVED, Stage.HANDLED, Stage.MEDIATING})

_SHOWN = (
    cases.c.cid,
    cases.c.number,
    cases.c.track,
    cases.c.channel,
    cases.c.category,
    cases.c.place,
    cases.c.title,
    cases.c.lead_unit,
    cases.c.supports,
    cases.c.stage,
    cases.c.sign_off,
    cases.c.reopened,
    cases.c.received_at,
    cases.c.dispatched_at,
    cases.c.paused_at,
    cases.c.due_at,
    cases.c.due_kind,
    cases.c.due_holder,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """Counts of cases.

    `received_before` was received yesterday by this time of day; `waiting_since`, milliseconds,
    is when the one that waits longest came in or was reopened. The day's closing rate is
    `closed` / `due_to_close`: those closed today, of them and those still open past their limit.
    """

    received: int
    received_before: int
    waiting: int
    waiting_since: int | None
    under_way: int
    on_the_way: int
    at_work: int
    due_soon: int
    overdue: int
    closed: int
    due_to_close: int


@dataclass(frozen=True, slots=True)
class Board:
    """The tiles, and open cases by what is due first; `more` when there are more than `rows`."""

    tiles: Tiles
    rows: Sequence[RowMapping]
    more: bool


def board(
    connection: Connection,
    *,
    viewer: Viewer,
    now: datetime,
    today: datetime,
    soon: timedelta = SOON,
    limit: int = MOST_ROWS,
) -> Board:
    """The board at `now`; `today` is when the local day began, aware."""
    rows = first_due(connection, viewer=viewer, limit=limit + 1)
    tiles = _tiles(of_few_cases(viewer), now, today, soon)
    return Board(
        Tiles(**connection.execute(tiles).mappings().one()), rows[:limit], len(rows) > limit
    )


def first_due(connection: Connection, *, viewer: Viewer, limit: int) -> Sequence[RowMapping]:
    """Open cases by what is due first, those without a running time limit last."""
    found = select(*_SHOWN).where(cases.c.open, *of_few_cases(viewer))
    due = found.where(cases.c.due_at.is_not(None)).order_by(cases.c.due_at, cases.c.cid)
    rows = connection.execute(due.limit(limit)).mappings().all()
    if len(rows) == limit:
        return rows
    rest = found.where(cases.c.due_at.is_(None)).order_by(cases.c.cid.desc())
    return [*rows, *connection.execute(rest.limit(limit - len(rows))).mappings()]


def _tiles(
    visible: Conditions, now: datetime, today: datetime, soon: timedelta
) -> Select[*tuple[Any, ...]]:
    """All counts in one statement, by the names of `Tiles`."""
    day = timedelta(days=1)
    closed = _count(cases.c.closed_at >= ms(today), *visible)
    past_closing = _past_closing(visible, ms(now))
    return select(
        *_open(visible, ms(now), ms(now + soon)).columns,
        _waiting_since(visible).label("waiting_since"),
        _count(_received(today, now), *visible).label("received"),
        _count(_received(today - day, now - day), *visible).label("received_before"),
        closed.label("closed"),
        (closed + past_closing).label("due_to_close"),
    )


def _received(since: datetime, until: datetime) -> ColumnElement[bool]:
    return cases.c.received_at.between(ms(since), ms(until))


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(cases).where(*conditions).scalar_subquery()


def _open(visible: Conditions, now: int, soon: int) -> Subquery:
    """The counts of open cases, in one pass."""
    waiting = _in(WAITING)
    counts = {
        "waiting": waiting,
        "under_way": ~waiting,
        "on_the_way": _in(ON_THE_WAY),
        "at_work": _in(AT_WORK),
        "due_soon": cases.c.due_at.between(now, soon),
        "overdue": cases.c.due_at < now,
    }
    found = select(*(func.count(case((what, 1))).label(name) for name, what in counts.items()))
    return found.where(cases.c.open, *visible).subquery("opened")


def _in(stages: Collection[Stage]) -> ColumnElement[bool]:
    return cases.c.stage.in_(sorted(stage.value for stage in stages))


def _waiting_since(visible: Conditions) -> ScalarSelect[int]:
    began = case((cases.c.reopened > 0, cases.c.changed_at), else_=cases.c.received_at)
    waiting = select(func.min(began)).where(cases.c.open, _in(WAITING), *visible)
    return waiting.scalar_subquery()


def _past_closing(visible: Conditions, now: int) -> ScalarSelect[int]:
    """A case past its limit for closing is overdue, and only few are: those are looked into."""
    past = exists().where(
        obligations.c.cid == cases.c.cid, running, obligations.c.due_at < now, closing
    )
    return _count(cases.c.open, cases.c.due_at < now, past, *visible)
