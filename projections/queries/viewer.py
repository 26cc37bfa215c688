"""Who asks, and which rows exist for them; an accusation does not exist for the accused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Column as SqlColumn
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    column,
    exists,
    false,
    func,
    literal_column,
    select,
    union,
    values,
)
from sqlalchemy.sql.expression import CompoundSelect

from domain.case.words import Role
from domain.units import CENTRE
from projections.tables import cases, dispatches, obligations, units

Conditions = list[ColumnElement[bool]]

_SEE_CASES = frozenset(Role) - {Role.ADMIN}
# Against the centre itself a matter is sealed for the superior body.
_NOT_OF_THE_CENTRE = frozenset({Role.SUPERVISOR, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Viewer:
    """An account's role and unit; made by `viewer_of`.

    `line` is the unit with those above and below it, the centre left out; `part` is what a
    responder or a leader of a unit is limited to.
    """

    role: str
    unit: str
    line: frozenset[str] = frozenset()
    part: frozenset[str] = frozenset()

    @property
    def of_unit(self) -> bool:
        """Sees only their unit's part: responders, and leaders of a unit."""
        if self.role == Role.RESPONDER:
            return True
        return self.role == Role.LEADER and self.unit not in ("", CENTRE)

    @property
    def sees_answers(self) -> bool:
        """May see what single reporters answered at return visits: the centre, not the units."""
        return self.role in _SEE_CASES and not self.of_unit

    @property
    def accusable(self) -> frozenset[str]:
        """The accused whose matters do not exist for this viewer."""
        return self.line if self.role in _NOT_OF_THE_CENTRE else self.line | {CENTRE}


THE_SERVICE = Viewer(Role.AUDITOR, "")
"""Who works on the service's own host, where nothing is hidden."""


def viewer_of(connection: Connection, role: str, unit: str) -> Viewer:
    """The viewer behind an account."""
    if unit in ("", CENTRE):
        return Viewer(role, unit)
    found = connection.execute(select(units.c.code, units.c.parent))
    parents = {row.code: row.parent for row in found}
    below = _below(unit, parents)
    part = frozenset(below if role == Role.LEADER else {unit})
    return Viewer(role, unit, frozenset(below) | _above(unit, parents), part)


def _above(unit: str, parents: Mapping[str, str]) -> frozenset[str]:
    line: set[str] = set()
    while unit and unit != CENTRE and unit not in line:
        line.add(unit)
        unit = parents.get(unit, "")
    return frozenset(line)


def _below(unit: str, parents: Mapping[str, str]) -> set[str]:
    return {code for code in parents if unit in _above(code, parents)} | {unit}


def of_cases(viewer: Viewer) -> Conditions:
    """The conditions on `cases`."""
    return [
        *_allowed(viewer, cases.c.cid),
        *([cases.c.cid.in_(_own(viewer))] if viewer.of_unit else []),
    ]


def of_dispatches(viewer: Viewer) -> Conditions:
    """The conditions on `dispatches`: units see their own."""
    return [*_allowed(viewer, dispatches.c.cid), *_in_part(viewer, dispatches.c.unit)]


def of_obligations(viewer: Viewer) -> Conditions:
    """The conditions on `obligations`: units see what they owe themselves."""
    return [*_allowed(viewer, obligations.c.cid), *_in_part(viewer, obligations.c.holder)]


def _in_part(viewer: Viewer, unit: SqlColumn[str]) -> Conditions:
    return [unit.in_(sorted(viewer.part))] if viewer.of_unit else []


def _own(viewer: Viewer) -> CompoundSelect[int]:
    """Cases the part has or had a dispatch of, or received."""
    part = sorted(viewer.part)
    sent, received = dispatches.alias("sent"), cases.alias("received")
    return union(
        select(sent.c.cid).where(sent.c.unit.in_(part)),
        select(received.c.cid).where(
            received.c.received_by.in_(part), received.c.received_by != literal_column("'centre'")
        ),
    )


def _allowed(viewer: Viewer, cid: SqlColumn[int]) -> Conditions:
    if viewer.role not in _SEE_CASES:
        return [false()]
    hidden = viewer.accusable
    return [cid.not_in(_accusing(hidden))] if hidden else []


def _accusing(codes: Iterable[str]) -> Select[int]:
    """Cases in which one of these is accused; few, and found by an index of their own."""
    accusing = cases.alias("accusing")
    listed = values(column("code", Text), name="line").data([(code,) for code in sorted(codes)])
    line = listed.cte("line", nesting=True)
    without = func.replace(accusing.c.accused, "," + line.c.code + ",", "")
    return select(accusing.c.cid).where(
        accusing.c.accused != literal_column("''"),
        exists().select_from(line).where(without != accusing.c.accused),
    )
