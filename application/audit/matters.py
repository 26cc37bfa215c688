"""The matters and units that audit sheets speak of, as far as they exist for whoever speaks."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from application.desk import Desk
from application.opening import look
from application.registry import Units
from domain import errors
from domain.audit.words import INSPECTION
from domain.case.command import Context
from domain.case.events import Actor
from domain.case.rights import barred, may_see
from domain.case.state import Case
from domain.case.words import Role
from domain.units import CENTRE


class Matter(NamedTuple):
    """A case, and the context somebody looks at it in."""

    case: Case
    ctx: Context

    @property
    def number(self) -> str:
        """Its file number."""
        return self.case.number


def matter_named(desk: Desk, name: str, by: Actor, records: Iterable[int] = ()) -> Matter:
    """A case that exists for somebody, with these of its records.

    Errors: `CaseUnknown`, `NoSuchEvent`.
    """
    work, ctx = look(desk, desk.find(name), by)
    if not may_see(work.case, ctx):
        raise errors.CaseUnknown(case=name)
    for version in records:
        if not 0 < version <= len(work.history):
            raise errors.NoSuchEvent(event=version)
    return Matter(work.case, ctx)


def barred_units(matter: Matter, unit: str) -> frozenset[str]:
    """That unit, where the matter accuses it or one in its line, and so must not come before it."""
    head = Actor("", unit, Role.LEADER)
    accused = barred(matter.case, replace(matter.ctx, by=head))
    return frozenset({unit}) if accused else frozenset()


def line_of(desk: Desk, unit: str) -> frozenset[str]:
    """The unit, those above it, and the centre: whose leaders answer for it."""
    units, line = Units(desk.log), {CENTRE}
    while unit and unit not in line and unit in units:
        line.add(unit)
        unit = units[unit].parent
    return frozenset(line)


def require_unit(desk: Desk, code: str) -> None:
    """A unit, the centre or the inspection office. Errors: `UnitUnknown`."""
    if code not in (CENTRE, INSPECTION) and code not in Units(desk.log):
        raise errors.UnitUnknown(unit=code)
