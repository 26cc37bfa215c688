"""回访工作单: closed cases whose return visit is due, for whoever may make it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

from projections.conditions import to_visit
from projections.queries.filters import ms
from projections.queries.viewer import Conditions, Viewer, of_cases
from projections.tables import cases

MOST_ROWS: Final = 50
MOST_COUNTED: Final = 1_000
SPANS: Final[Mapping[str, timedelta]] = {"week": timedelta(days=7), "month": timedelta(days=30)}
DUE: Final = ("overdue", *SPANS)
CLASSES: Final = ("1", "2", "3", "none")
ATTEMPTED: Final = ("yes", "no")

_SHOWN: Final = tuple(
    cases.c[name]
    for name in (
        *("cid", "number", "title", "track", "category", "place", "dispute_class", "lead_unit"),
        *("closed_at", "outcome", "attempts", "attempted_at", "reopened"),
        *("paused_at", "due_at", "due_kind", "due_holder"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of them; "" for any. `due`: one of `DUE`; `dispute_class`: one of `CLASSES`."""

    dispute_class: str = ""
    unit: str = ""
    due: str = ""
    attempted: str = ""
    track: str = ""


class Found(NamedTuple):
    """A page of them; `total` counts all, `more` than that where so many aren't counted."""

    rows: Sequence[RowMapping]
    total: int
    more: bool


EVERYTHING: Final = Wanted()


def visits(
    connection: Connection,
    *,
    viewer: Viewer,
    now: datetime,
    called: str = "",
    wanted: Wanted = EVERYTHING,
    skip: int = 0,
) -> Found:
    """Those due first, first; `called` is the viewer's name, by which a handler may be known."""
    conditions = _conditions(viewer, called, wanted, ms(now))
    keys = select(cases.c.cid, cases.c.due_at).where(*conditions)
    some = keys.order_by(cases.c.due_at, cases.c.cid).limit(MOST_COUNTED + 1)
    cids = [row.cid for row in connection.execute(some)]
    found = select(*_SHOWN).where(cases.c.cid.in_(cids[skip : skip + MOST_ROWS]))
    rows = connection.execute(_in_order(found)).mappings().all()
    return Found(rows, min(len(cids), MOST_COUNTED), len(cids) > MOST_COUNTED)


def following(
    connection: Connection,
    *,
    viewer: Viewer,
    now: datetime,
    called: str = "",
    wanted: Wanted = EVERYTHING,
    due: datetime,
    cid: int,
) -> str | None:
    """The number of the case after one that is, or was, due then; None at the end of the list."""
    conditions = _conditions(viewer, called, wanted, ms(now))
    after = (cases.c.due_at > ms(due)) | ((cases.c.due_at == ms(due)) & (cases.c.cid > cid))
    found = _in_order(select(cases.c.number).where(*conditions, after)).limit(1)
    number: str | None = connection.execute(found).scalar_one_or_none()
    return number


def _in_order(found: Select[Any]) -> Select[Any]:
    return found.order_by(cases.c.due_at, cases.c.cid)


def _conditions(viewer: Viewer, called: str, wanted: Wanted, now: int) -> Conditions:
    """To be made, by the centre or the inspection office, and not by whoever had to do with it."""
    return [
        to_visit,
        *_narrowed(wanted, now),  # first what costs least to tell
        _not_barred([viewer.user, called, f"@{viewer.unit}"]),
        *of_cases(viewer),
    ]


def _not_barred(names: list[str]) -> ColumnElement[bool]:
    """None of these codes is in the cell, which then stays as long as it is without them.

    Told by lengths: a planner takes an inequality for true of many rows, as this one is, and an
    equality for true of hardly any.
    """
    rest: ColumnElement[str] = cases.c.visit_barred
    for name in filter(None, names):
        rest = func.replace(rest, f",{name},", "")
    return func.length(rest) >= func.length(cases.c.visit_barred)


def _narrowed(wanted: Wanted, now: int) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.dispute_class:
        asked = "" if wanted.dispute_class == "none" else wanted.dispute_class
        found.append(cases.c.dispute_class == asked)
    if wanted.unit:
        found.append(cases.c.lead_unit == wanted.unit)
    if wanted.track:
        found.append(cases.c.track == wanted.track)
    if wanted.attempted:
        found.append(cases.c.attempts > 0 if wanted.attempted == "yes" else cases.c.attempts == 0)
    return [*found, *_due(wanted.due, now)]


def _due(due: str, now: int) -> list[ColumnElement[bool]]:
    """Overdue, or due from now on within a span."""
    if due == "overdue":
        return [cases.c.due_at < now]
    if due in SPANS:
        return [
            cases.c.due_at >= now,
            cases.c.due_at < now + SPANS[due] // timedelta(milliseconds=1),
        ]
    return []
