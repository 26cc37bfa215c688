"""Open cases by what is due first: for the centre each case's next limit, for a unit its own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)

from domain.case.words import Stage, Track
from projections.conditions import accusing, running
from projections.queries.filters import ms
from projections.queries.viewer import Conditions, Viewer, of_cases, of_open_cases, of_parts
from projections.tables import cases, dispatches, obligations, parts

GRAVE: Final = "grave"  # the level of a matter that screening found to be grave
WAITING: Final = frozenset({Stage.RECEIVED, Stage.SCREENED})
MOST_ROWS: Final = 50
"""On one page of the board, unless told otherwise."""

PARTS: Final = ("waiting", "under_way", "soon", "overdue", "urgent")

_SHOWN = (
    cases.c.cid,
    cases.c.number,
    cases.c.track,
    cases.c.level,
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
    cases.c.version,
)

urgent: Final = or_(cases.c.track == Track.EMERGENCY.value, cases.c.level == GRAVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of the open cases; "" for any. `show` is one of `PARTS`, `mine` an account name.

    `public`: what a screen in a room may show, on which accusations are not even numbers.
    `skip` so many rows, then `most` of them are shown; `last`: past the end the last page is.
    """

    show: str = ""
    track: str = ""
    unit: str = ""
    mine: str = ""
    public: bool = False
    skip: int = 0
    most: int = MOST_ROWS
    last: bool = False

    def start(self, total: int) -> int:
        """Where the rows begin, of so many."""
        return (
            min(self.skip, max(0, total - 1) // self.most * self.most) if self.last else self.skip
        )


EVERYTHING: Final = Wanted()


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Where a viewer's open cases are read from, with the limit that counts for that viewer."""

    rows: FromClause
    due: ColumnElement[Any]
    kind: ColumnElement[Any]
    holder: ColumnElement[Any]
    any_due: ColumnElement[Any]  # the limit to show where none of the viewer's own runs
    visible: Conditions  # that a case is open, too
    counted: Table  # `cases`, or `parts`: what came in and was closed, open or not
    countable: Conditions

    def part(self, show: str, now: int, soon: int) -> Conditions:
        """The conditions of one of `PARTS`, as the tiles count it."""
        waiting = stage_in(WAITING)
        conditions: dict[str, ColumnElement[bool]] = {
            "waiting": waiting,
            "under_way": ~waiting,
            "soon": self.due.between(now, soon),
            "overdue": self.due < now,
            "urgent": urgent,
        }
        return [conditions[show]] if show else []


def view_of(viewer: Viewer, *, public: bool = False) -> View:
    """The centre, inspection and audit follow every clock, a unit those it has to meet itself."""
    named = [~accusing] if public else []
    visible = [*of_open_cases(viewer), *named]
    if viewer.of_unit:
        return _of_units(viewer, visible, public=public)
    due, countable = cases.c.due_at, [*of_cases(viewer), *named]
    return View(cases, due, cases.c.due_kind, cases.c.due_holder, due, visible, cases, countable)


def _of_units(viewer: Viewer, visible: Conditions, *, public: bool) -> View:
    own = obligations
    nearest = func.row_number().over(partition_by=own.c.cid, order_by=(own.c.due_at, own.c.n))
    owed = select(own.c.cid, own.c.due_at, own.c.kind, own.c.holder, nearest.label("turn"))
    first = owed.where(running, own.c.holder.in_(viewer.part)).subquery("first")
    joined = cases.outerjoin(first, and_(first.c.cid == cases.c.cid, first.c.turn == 1))
    due = case((cases.c.paused_at.is_(None), first.c.due_at))
    unnamed = [parts.c.cid.not_in(select(cases.c.cid).where(accusing))] if public else []
    return View(
        joined,
        due,
        func.coalesce(first.c.kind, cases.c.due_kind),
        func.coalesce(first.c.holder, cases.c.due_holder),
        func.coalesce(due, cases.c.due_at),
        visible,
        parts,
        [*of_parts(viewer), *unnamed],
    )


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the rows, and how many there are in all."""

    rows: Sequence[Any]
    total: int


def page(
    connection: Connection,
    view: View,
    wanted: Wanted,
    *,
    now: datetime,
    soon: timedelta,
) -> Page:
    """Those with a running limit by when it ends, then the others, the latest first."""
    conditions = [
        *view.visible,
        *view.part(wanted.show, ms(now), ms(now + soon)),
        *_narrowed(wanted),
    ]
    counted = select(func.count(), func.count(view.due)).select_from(view.rows)
    total, due = connection.execute(counted.where(*conditions)).one()
    found = _rows(connection, view, conditions, (due, wanted.start(total), wanted.most))
    return Page(found, total)


def _rows(
    connection: Connection, view: View, conditions: Conditions, window: tuple[int, int, int]
) -> list[Any]:
    due, offset, limit = window
    found = _select(view).where(*conditions)
    rows: list[Any] = []
    if offset < due:
        first = found.where(view.due.is_not(None)).order_by(view.due, cases.c.cid)
        rows += connection.execute(first.limit(limit).offset(offset)).mappings()
    if len(rows) < limit:
        rest = found.where(view.due.is_(None)).order_by(cases.c.cid.desc())
        skipped = max(0, offset - due)
        rows += connection.execute(rest.limit(limit - len(rows)).offset(skipped)).mappings()
    return rows


def _select(view: View) -> Select[*tuple[Any, ...]]:
    return select(
        *_SHOWN,
        view.any_due.label("due_at"),
        view.kind.label("due_kind"),
        view.holder.label("due_holder"),
        urgent.label("urgent"),
    ).select_from(view.rows)


def newest_urgent(
    connection: Connection, view: View, *, limit: int
) -> Sequence[tuple[str, str, str]]:
    """Number, category and track of the urgent cases that came in last and are still open.

    The sum keeps SQLite from going through all cases there ever were for the few open ones.
    """
    found = select(cases.c.number, cases.c.category, cases.c.track)
    open_ones = found.where(urgent, *view.visible)
    rows = connection.execute(open_ones.order_by((cases.c.cid + 0).desc()).limit(limit))
    return [(row.number, row.category, row.track) for row in rows]


def stage_in(stages: Collection[Stage]) -> ColumnElement[bool]:
    """The case stands at one of these stages."""
    return cases.c.stage.in_(sorted(stage.value for stage in stages))


def _narrowed(wanted: Wanted) -> Conditions:
    found: Conditions = []
    if wanted.track:
        found.append(cases.c.track == wanted.track)
    if wanted.unit:
        found.append(or_(cases.c.lead_unit == wanted.unit, _sent(dispatches.c.unit, wanted.unit)))
    if wanted.mine:
        signed = _sent(dispatches.c.person, wanted.mine)
        found.append(or_(cases.c.receiver == wanted.mine, signed))
    return found


def _sent(column: ColumnElement[str], value: str) -> ColumnElement[bool]:
    """A dispatch of the case that was neither returned nor recalled."""
    live = (dispatches.c.returned_at.is_(None), dispatches.c.recalled_at.is_(None))
    return exists().where(dispatches.c.cid == cases.c.cid, column == value, *live)
