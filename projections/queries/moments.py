"""The moments of a case and of a dispatch, and the stretches between two that have a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import Column as SqlColumn

from projections.queries.errors import QueryError
from projections.tables import cases, dispatches

OF_CASE: Final[Mapping[str, SqlColumn[int]]] = {
    "received": cases.c.received_at,
    "recorded": cases.c.recorded_at,
    "screened": cases.c.screened_at,
    "accepted": cases.c.accepted_at,
    "replied": cases.c.replied_at,
    "closed": cases.c.closed_at,
    "visited": cases.c.visited_at,
}
OF_DISPATCH: Final[Mapping[str, SqlColumn[int]]] = {
    "dispatched": dispatches.c.dispatched_at,
    "signed": dispatches.c.signed_at,
    "arrived": dispatches.c.arrived_at,
    "ended": dispatches.c.ended_at,
    "feedback": dispatches.c.feedback_at,
}
MOMENTS: Final = (*OF_CASE, *OF_DISPATCH)


class Stretch(NamedTuple):
    """From one moment to another, under a heading."""

    start: str
    end: str
    zh: str
    en: str


STRETCHES: Final[Mapping[str, Stretch]] = {
    "register": Stretch("received", "recorded", "接报到登记", "Received to recorded"),
    "screen": Stretch("received", "screened", "接报到梳理", "Received to screened"),
    "dispatch": Stretch("received", "dispatched", "接报到派单", "Received to dispatched"),
    "sign": Stretch("dispatched", "signed", "派单到签收", "Dispatched to signed for"),
    "arrive": Stretch("dispatched", "arrived", "派单到到场", "Dispatched to arrived"),
    "respond": Stretch("received", "arrived", "接报到到场", "Received to arrived"),
    "handle": Stretch("dispatched", "ended", "派单到处置结束", "Dispatched to handling ended"),
    "feedback": Stretch("ended", "feedback", "处置结束到反馈", "Handling ended to feedback"),
    "reply": Stretch("received", "replied", "接报到答复", "Received to replied"),
    "close": Stretch("received", "closed", "接报到办结", "Received to closed"),
    "visit": Stretch("closed", "visited", "办结到回访", "Closed to return visit"),
}
"""The response times that have a name, as `linkage percentiles --clock NAME` takes it."""


def stretch(name: str) -> Stretch:
    """Errors: `QueryError` clock-unknown."""
    if name not in STRETCHES:
        raise QueryError("clock-unknown", clock=name, known=list(STRETCHES))
    return STRETCHES[name]


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """Two moments; counted once for each dispatch when one of them is a dispatch's."""

    start: SqlColumn[int]
    end: SqlColumn[int]
    of_dispatches: bool


def between(start: str, end: str) -> Between:
    """Errors: `QueryError` moment-unknown."""
    return Between(_moment(start), _moment(end), start in OF_DISPATCH or end in OF_DISPATCH)


def _moment(name: str) -> SqlColumn[int]:
    found = OF_CASE.get(name)
    if found is None:
        found = OF_DISPATCH.get(name)
    if found is None:
        raise QueryError("moment-unknown", moment=name, known=list(MOMENTS))
    return found
