"""Who asks, and which rows exist for them; an accusation does not exist for the accused."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column as SqlColumn
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
)

from domain.case.failings import OF_REPORTERS, Failing
from domain.case.rights import BEYOND_UNITS, READING
from domain.case.words import Role
from domain.units import CENTRE
from projections.tables import cases, dispatches, failings, obligations, parts, units

Conditions = list[ColumnElement[bool]]

_FEW = 20
_against = cases.alias("against")  # made once: a copy of all its columns


@dataclass(frozen=True, slots=True)
class Viewer:
    """An account's role and unit, and who it is; made by `viewer_of`.

    `above` and `below` are the units above and below the own one, the centre left out. `unseen` are
    cases, by `cid`, that don't exist for them by now, whatever an earlier model says.
    """

    role: str
    unit: str
    user: str = ""
    above: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()
    unseen: frozenset[int] = frozenset()

    @property
    def of_unit(self) -> bool:
        """Sees only what their own unit, or for a leader one below it, has a part in."""
        return self.role not in BEYOND_UNITS and self.unit != CENTRE

    @property
    def part(self) -> tuple[str, ...]:
        """The units whose matters somebody of a unit sees: a leader those of units below too."""
        below = self.below if self.role == Role.LEADER else ()
        return (self.unit, *sorted(below))

    @property
    def sees_answers(self) -> bool:
        """May see what single reporters answered at return visits: the centre, not the units."""
        return self.role in READING and not self.of_unit

    @property
    def barred(self) -> frozenset[str]:
        """The accused whose matters do not exist for this viewer.

        As `domain.case.rights.barred` has it for one case: against the centre a matter is sealed
        for the superior body, so neither the centre's desk nor any unit sees it.
        """
        line = {*self.above, *self.below, self.unit or CENTRE}
        return frozenset(line - {CENTRE} if self.role in BEYOND_UNITS else line | {CENTRE})


THE_SERVICE = Viewer(Role.AUDITOR, "")
"""Who works on the service's own host, where nothing is hidden."""


def viewer_of(connection: Connection, role: str, unit: str, user: str = "") -> Viewer:
    """The viewer behind an account."""
    if unit in ("", CENTRE) or role not in READING:
        return Viewer(role, unit, user)
    found = connection.execute(select(units.c.code, units.c.parent))
    parents = {row.code: row.parent for row in found}
    below = {code for code in parents if unit in _line(code, parents)}
    own = {unit}
    return Viewer(role, unit, user, _line(unit, parents) - own, frozenset(below - own))


def _line(unit: str, parents: Mapping[str, str]) -> frozenset[str]:
    """The unit and those above it."""
    line: set[str] = set()
    while unit and unit != CENTRE and unit not in line:
        line.add(unit)
        unit = parents.get(unit, "")
    return frozenset(line)


def of_cases(viewer: Viewer) -> Conditions:
    """The conditions on `cases`: units see those they received, were sent or owe something in."""
    own = [cases.c.cid.in_(_own(viewer.part))] if viewer.of_unit else []
    return [*_allowed(viewer, cases.c.cid), *own]


def of_open_cases(viewer: Viewer) -> Conditions:
    """The same for open cases, which an index has, and another one for each unit."""
    some = cases.c.cid.in_(open_with(viewer.part)) if viewer.of_unit else cases.c.open
    return [some, *_allowed(viewer, cases.c.cid)]


def of_parts(viewer: Viewer) -> Conditions:
    """The conditions on `parts`: each unit has its own, so a leader may find a case twice."""
    return [parts.c.unit.in_(viewer.part), *_allowed(viewer, parts.c.cid)]


def of_few_cases(viewer: Viewer) -> Conditions:
    """The same on a statement that has few cases to look at already, each looked up by itself."""
    mine = exists().where(parts.c.cid == cases.c.cid, parts.c.unit.in_(viewer.part))
    return [*_allowed(viewer, cases.c.cid), *([mine] if viewer.of_unit else [])]


def of_dispatches(viewer: Viewer) -> Conditions:
    """The conditions on `dispatches`: units see their own."""
    own = [dispatches.c.unit.in_(viewer.part)] if viewer.of_unit else []
    return [*_allowed(viewer, dispatches.c.cid), *own]


def of_obligations(viewer: Viewer) -> Conditions:
    """The conditions on `obligations`: units see what they owe themselves."""
    own = [obligations.c.holder.in_(viewer.part)] if viewer.of_unit else []
    return [*_allowed(viewer, obligations.c.cid), *own]


def of_failings(viewer: Viewer) -> Conditions:
    """The conditions on `failings`: units see their own, as far as no reporter's word is in it.

    Of a complaint about the centre only inspection and audit learn.
    """
    conditions = _allowed(viewer, failings.c.cid)
    if viewer.of_unit:
        open_to_units = failings.c.kind.not_in(sorted(OF_REPORTERS))
        conditions += [failings.c.unit.in_(viewer.part), open_to_units]
    elif viewer.role not in BEYOND_UNITS:
        pressed = failings.c.kind == literal_column(f"'{Failing.PRESSURE_UPHELD}'")
        conditions.append(not_(and_(pressed, failings.c.unit == literal_column(f"'{CENTRE}'"))))
    return conditions


def open_with(units_of_viewer: tuple[str, ...]) -> Select[int]:
    """The open cases, by `cid`, in which these units have a part."""
    return _own(units_of_viewer).where(parts.c.open)


def _own(units_of_viewer: tuple[str, ...]) -> Select[int]:
    return select(parts.c.cid).where(parts.c.unit.in_(units_of_viewer))


def _allowed(viewer: Viewer, cid: SqlColumn[int]) -> Conditions:
    if viewer.role not in READING:
        return [false()]
    unseen = hidden(viewer)
    return [] if unseen is None else [cid.not_in(unseen)]


def hidden(viewer: Viewer) -> Select[int] | None:
    """Cases, by `cid`, that do not exist for a viewer who reads; None where there are none."""
    if not (viewer.barred or viewer.user):
        return None
    accusing = _accusing(viewer.barred, viewer.user)
    if not viewer.unseen:
        return accusing
    named = select(_against.c.cid).where(_against.c.cid.in_(sorted(viewer.unseen)))
    return select(accusing.union_all(named).subquery().c.cid)


def _accusing(barred: frozenset[str], user: str) -> Select[int]:
    """Cases in which one of these is accused; few, and found by an index of their own."""
    named = _against.c.accused
    known = exists().where(units.c.code.in_(sorted(barred)), holds_code(named, units.c.code))
    # The centre is no unit of the register, and who has no relatives needs no look at it.
    alone = [holds_code(named, literal(code)) for code in sorted(barred)]
    found = (
        or_(false(), *alone)
        if len(alone) <= _FEW
        else or_(known, holds_code(named, literal(CENTRE)))
    )
    by_name = holds_code(_against.c.accused_staff, literal(user))
    return select(_against.c.cid).where(named != literal_column("''"), or_(by_name, found))


def holds_code(codes: ColumnElement[str], code: ColumnElement[str]) -> ColumnElement[bool]:
    """The codes between commas hold this one; told without patterns, in which "_" is any sign."""
    return func.replace(codes, "," + code + ",", "") != codes
