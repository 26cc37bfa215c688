"""Which acts that wait are not the viewer's to take: they, or their unit, are its other side."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from application.records import recorded
from domain.case import events as e
from domain.case.duties import by_whom
from domain.case.events import Fact
from domain.units import CENTRE
from web.auth.who import actor
from web.service import service
from web.wording import LazyString, _l

Row = Mapping[Any, Any]


class Side(NamedTuple):
    """Whose record of that kind an act waits for, by the columns that are its fields; and why not.

    `told` says to that person that the act is somebody else's.
    """

    kind: type[Fact]
    fields: Mapping[str, str]
    told: LazyString


_RETURNED: Final = Side(
    e.Returned,
    {"dispatch": "ref"},
    _l("Somebody else rules on this: you recorded the return."),
)
SIDES: Final[Mapping[str, Side]] = {
    "return": _RETURNED,
    "objection": _RETURNED,
    "extension": Side(
        e.ExtensionAsked,
        {"kind": "about", "ref": "ref"},
        _l("Somebody else decides on this: you asked for the time."),
    ),
    "review": Side(e.OpinionIssued, {}, _l("Somebody else decides on this: you gave the opinion.")),
    "dissatisfaction": Side(e.Visited, {}, _l("Somebody else rules on this: you took the answer.")),
    "contest": Side(
        e.FailingContested,
        {"contest": "ref"},
        _l("Somebody else rules on this: you contested it."),
    ),
}
OF_UNIT: Final = _l("Somebody else rules on this: it is about your own unit.")
# The lists on whose acts nobody rules for their own unit, and which unit is none in that.
UNITS: Final[Mapping[str, str]] = {
    "return": "",
    "objection": "",
    "complaint": CENTRE,
    "contest": CENTRE,
}


def not_theirs(rows: Sequence[Row]) -> dict[int, str]:
    """What to say beside those rows on which somebody else acts, by their place among all."""
    sides = [(SIDES[row["kind"]], row) for row in rows if row["kind"] in SIDES]
    kinds = {side.kind for side, _row in sides}
    known = recorded(service().desk.log, {row["case_id"] for _side, row in sides}, kinds)
    told = ((place, _told(row, known.get(row["case_id"], ()))) for place, row in enumerate(rows))
    return {place: text for place, text in told if text}


def _told(row: Row, history: Sequence[Fact]) -> str:
    who, side = actor(), SIDES.get(row["kind"])
    if row["unit"] == who.unit and who.unit != UNITS.get(row["kind"], who.unit):
        return str(OF_UNIT)
    if side is None:
        return ""
    same = {field: row[column] for field, column in side.fields.items()}
    return str(side.told) if by_whom(history, side.kind, same) == who.user else ""
