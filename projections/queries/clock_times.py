"""How long what is owed takes: each kind of time limit from its start until it was met.

Of the limits that fell due in a period, as the rates have them; what is still open has taken no
time yet and is counted beside. Of each kind only the times themselves are read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    cast,
    func,
    select,
)

from projections.conditions import failing, met, unmet
from projections.queries.filters import OF_CASES, Filters, equals, in_class, narrow, within
from projections.queries.tallies import percentile
from projections.queries.viewer import Conditions, Viewer, of_obligations
from projections.tables import cases, obligations

SHOWN: Final = (50, 90, 95)
KNOWN: Final = {
    **OF_CASES,
    "unit": equals(obligations.c.holder),
    "unit_class": in_class(obligations.c.holder),
}

BESIDE: Final = obligations.join(cases, cases.c.cid == obligations.c.cid)
TOOK: Final[ColumnElement[int]] = obligations.c.met_at - obligations.c.opened_at
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


def clock_times(
    connection: Connection, kinds: Iterable[str], asked: Question, shown: Sequence[int] = SHOWN
) -> list[Took]:
    """Each of these kinds of which something fell due. Errors: `QueryError`."""
    waiting = _unmet(connection, asked)
    times = _some(connection, asked) if _narrowed(asked) else {}
    found = []
    for kind in kinds:
        took = sorted(times.get(kind, []) if _narrowed(asked) else _all(connection, kind, asked))
        places = tuple(percentile(took, place) for place in shown) if took else ()
        running_on, never = (waiting.get((kind, state), 0) for state in ("open", "lapsed"))
        found.append(Took(kind, len(took), running_on, never, places))
    return [one for one in found if one.met or one.open or one.never]


def conditions(asked: Question) -> Conditions:
    filters, now = asked.filters, asked.now
    until = now if filters.until is None else min(filters.until, now)
    filters = replace(filters, until=until)
    within_period = within(obligations.c.due_at, filters)
    return [*within_period, *of_obligations(asked.viewer), *narrow(filters, KNOWN)]


def source(asked: Question) -> Any:
    """Cases are looked up only where they are asked about."""
    return BESIDE if asked.filters.given().keys() & OF_CASES.keys() else obligations


def _narrowed(asked: Question) -> bool:
    """Whether so much is left out that what counts is found row by row."""
    return asked.viewer.of_unit or bool(asked.filters.given())


def _all(connection: Connection, kind: str, asked: Question) -> list[int]:
    """Of one kind, along its index; all come as one text: a row for each would take too long."""
    times = func.aggregate_strings(cast(TOOK, Text), ",")
    found = select(times).where(met, obligations.c.kind == kind, *conditions(asked))
    told = connection.execute(found).scalar_one()
    return _Times.decode(f"[{told or ''}]")


def _some(connection: Connection, asked: Question) -> dict[str, list[int]]:
    """By kind."""
    found: dict[str, list[int]] = {}
    rows = select(obligations.c.kind, TOOK).select_from(source(asked))
    for kind, took in connection.execute(rows.where(met, *conditions(asked))):
        found.setdefault(kind, []).append(took)
    return found


def _unmet(connection: Connection, asked: Question) -> dict[tuple[str, str], int]:
    """How many are still open, or ended so, by kind and state."""
    by = (obligations.c.kind, obligations.c.state)
    found = select(*by, func.count()).select_from(source(asked))
    found = found.where(failing, unmet, *conditions(asked)).group_by(*by)
    return {(kind, state): count for kind, state, count in connection.execute(found)}
