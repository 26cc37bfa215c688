"""The rows of the board: how near each limit is, and the step that moves the case on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from flask import url_for

from domain.case.rights import HEADS
from domain.case.words import Role
from domain.units import CENTRE
from projections.queries.open_cases import WAITING
from web import deadlines
from web.asking import viewer
from web.auth.who import role
from web.deadlines import Mark
from web.desk.steps import anchor
from web.wording import LazyString, _l

DESK: Final = frozenset({Role.OPERATOR, Role.LEADER, Role.SUPERVISOR})
STEPS: Final[Mapping[str, LazyString]] = {
    "SignOff": _l("Sign off"),
    "Dispatch": _l("Dispatch"),
    "Urge": _l("Urge"),
}


class Action(NamedTuple):
    """A link to the form of a step, open on the page of its case."""

    label: str
    url: str


class Line(NamedTuple):
    """One case of the board."""

    case: Mapping[str, Any]
    mark: Mark | None
    action: Action | None


def lines(rows: list[Mapping[str, Any]], now: datetime) -> list[Line]:
    """The rows as they are shown to the viewer."""
    own = viewer().part if viewer().of_unit else ()
    return [_line(row, deadlines.mark(row, now, own)) for row in rows]


def moves() -> bool:
    """Whether the viewer is of those who send cases on their way."""
    return role() in DESK and not viewer().of_unit


def _line(row: Mapping[str, Any], mark: Mark | None) -> Line:
    step = _step(row, mark) if moves() else ""
    return Line(row, mark, _action(row["number"], step) if step else None)


def _step(row: Mapping[str, Any], mark: Mark | None) -> str:
    """What somebody of the desk would do first; "" when it is not theirs to move."""
    if row["sign_off"]:
        return "SignOff" if role() in HEADS else ""
    if row["stage"] in WAITING:
        return "Dispatch"
    late = mark is not None and mark.colour == "red" and row["due_holder"] != CENTRE
    return "Urge" if late else ""


def _action(number: str, step: str) -> Action:
    at = url_for("desk.case", number=number, step=step, _anchor=anchor(step, 0))
    return Action(str(STEPS[step]), at)
