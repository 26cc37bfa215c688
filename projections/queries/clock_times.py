"""How long what is owed takes: each kind of time limit from its start until it was met.

Of the limits that fell due in a period, as the rates have them; what is still open has taken no
time yet and is counted beside. Of each kind only the times themselves are read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    case,
    cast,
    func,
    select,
)

from projections.queries.filters import OF_CASES, Filters, equals, in_class, narrow, within
from projections.queries.tallies import percentile
from projections.queries.viewer import Conditions, Viewer, of_obligations
from projections.tables import cases, obligations

SHOWN: Final = (50, 90, 95)
PER_PAGE: Final = 100
KNOWN: Final = {
    **OF_CASES,
    "unit": equals(obligations.c.holder),
    "unit_class": in_class(obligations.c.holder),
}

_BESIDE: Final = obligations.join(cases, cases.c.cid == obligations.c.cid)
_TOOK: Final[ColumnElement[int]] = obligations.c.met_at - obligations.c.opened_at
_MET: Final = obligations.c.state == "met"
_BINDING: Final = obligations.c.state != "waived"
_Times = msgspec.json.Decoder(list[int])


class Took(NamedTuple):
    """One kind of time limit.

    `met` were met, in time or late; `open` still run, overdue; `never` ended unmet with their
    case. `percentiles` are those of `SHOWN`, in milliseconds, of the ones met.
    """

    kind: str
    met: int
    open: int
    never: int
    percentiles: tuple[int, ...]


class Question(NamedTuple):
    """Which limits: of whom, of which time; what falls due from `now` on does not count yet."""

    viewer: Viewer
    filters: Filters
    now: datetime


class Rows(NamedTuple):
    """One page of them, what took longest first, and how many there are."""

    rows: Sequence[RowMapping]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """At least one, if only an empty one."""
        return max(1, -(-self.total // PER_PAGE))


STANDING: Final[Mapping[str, ColumnElement[bool]]] = {
    "met": _MET,
    "open": obligations.c.state == "open",
    "lapsed": obligations.c.state == "lapsed",
}


def clock_times(
    connection: Connection, kinds: Iterable[str], asked: Question, shown: Sequence[int] = SHOWN
) -> list[Took]:
    """Each of these kinds of which something fell due. Errors: `QueryError`."""
    conditions, rows = _conditions(asked), _rows(asked)
    found = (_took(connection, kind, rows, conditions, shown) for kind in kinds)
    return [one for one in found if one.met or one.open or one.never]


def rows_of(
    connection: Connection, kind: str, asked: Question, standing: str = "", page: int = 1
) -> Rows:
    """The limits counted, with the events that started and ended each. Errors: `QueryError`."""
    conditions = [obligations.c.kind == kind, *_conditions(asked)]
    if standing:
        conditions.append(STANDING[standing])
    counted = select(func.count()).select_from(_rows(asked)).where(*conditions)
    total = connection.execute(counted).scalar_one()
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    rows = _listed().where(*conditions).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Rows(connection.execute(rows).mappings().all(), total, page)


def _listed() -> Select[Any]:
    """What is still open has taken longest of all."""
    own = ("holder", "state", "opened_at", "due_at", "met_at", "opened_version", "ended_version")
    found: Select[Any] = select(
        cases.c.number, cases.c.title, *(obligations.c[name] for name in own), _TOOK.label("took")
    )
    unmet = case((_MET, 1), else_=0)
    order = (unmet, _TOOK.desc(), obligations.c.due_at, obligations.c.cid, obligations.c.n)
    return found.select_from(_BESIDE).order_by(*order)


def _conditions(asked: Question) -> Conditions:
    filters, now = asked.filters, asked.now
    until = now if filters.until is None else min(filters.until, now)
    filters = replace(filters, until=until)
    within_period = within(obligations.c.due_at, filters)
    return [_BINDING, *within_period, *of_obligations(asked.viewer), *narrow(filters, KNOWN)]


def _rows(asked: Question) -> Any:
    """Cases are looked up only where they are asked about."""
    return _BESIDE if asked.filters.given().keys() & OF_CASES.keys() else obligations


def _took(
    connection: Connection, kind: str, rows: Any, conditions: Conditions, shown: Sequence[int]
) -> Took:
    """All times of one kind come as one text: a row for each would take longer than counting."""
    times = func.aggregate_strings(cast(_TOOK, Text), ",").filter(_MET)
    counts = (func.count().filter(one) for one in STANDING.values())
    asked = select(times, *counts).select_from(rows).where(obligations.c.kind == kind, *conditions)
    row: Sequence[Any] = tuple(connection.execute(asked).one())
    took = sorted(_Times.decode(f"[{row[0] or ''}]"))
    places = tuple(percentile(took, place) for place in shown) if took else ()
    return Took(kind, row[1], row[2], row[3], places)
