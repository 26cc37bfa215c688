"""What may be done with a unit."""

from collections.abc import Mapping
from datetime import datetime

from domain import errors
from domain.units import events as e
from domain.units.state import CENTRE, Unit

Units = Mapping[str, Unit]


def found(unit: Unit, event: e.UnitFounded, units: Units) -> list[e.UnitEvent]:
    """Put a unit on record; the same again changes nothing. Errors: code taken, parent unknown."""
    if unit.version:
        if (unit.name, unit.level, unit.parent) == (event.name, event.level, event.parent):
            return []
        raise errors.UnitExists(unit=event.code)
    if not event.name.strip() or not event.code.strip():
        raise errors.FieldMissing(field="name")
    if event.parent and event.parent not in units:
        raise errors.UnitUnknown(unit=event.parent)
    return [event]


def rename(unit: Unit, name: str, name_en: str, at: datetime, by: str) -> list[e.UnitEvent]:
    """Give it another name."""
    _known(unit)
    if not name.strip():
        raise errors.FieldMissing(field="name")
    if (unit.name, unit.name_en) == (name, name_en):
        return []
    return [e.UnitRenamed(at=at, by=by, name=name, name_en=name_en)]


def move(
    unit: Unit, level: str, parent: str, units: Units, at: datetime, by: str
) -> list[e.UnitEvent]:
    """Put it on another level or below another unit. Errors: unknown parent, a circle."""
    _known(unit)
    if (unit.level, unit.parent) == (level, parent):
        return []
    above = parent
    while above:
        if above == unit.code:
            raise errors.UnitInCircle(unit=unit.code)
        if above not in units:
            raise errors.UnitUnknown(unit=above)
        above = units[above].parent
    if unit.code == CENTRE and parent:
        raise errors.CentreStays
    return [e.UnitMoved(at=at, by=by, level=level, parent=parent)]


def classify(unit: Unit, unit_class: str, at: datetime, by: str) -> list[e.UnitEvent]:
    """Put it in another class of comparison."""
    _known(unit)
    if unit.unit_class == unit_class:
        return []
    return [e.UnitClassed(at=at, by=by, unit_class=unit_class)]


def look_after(unit: Unit, places: tuple[str, ...], at: datetime, by: str) -> list[e.UnitEvent]:
    """Give it other places to look after."""
    _known(unit)
    if unit.places == places:
        return []
    return [e.UnitPlacesChanged(at=at, by=by, places=places)]


def dissolve(unit: Unit, reason: str, at: datetime, by: str) -> list[e.UnitEvent]:
    """Give it no more dispatches."""
    _known(unit)
    if unit.code == CENTRE:
        raise errors.CentreStays
    if not reason.strip():
        raise errors.ReasonMissing
    return [] if unit.dissolved else [e.UnitDissolved(at=at, by=by, reason=reason)]


def restore(unit: Unit, at: datetime, by: str) -> list[e.UnitEvent]:
    """Let it take dispatches again."""
    _known(unit)
    return [e.UnitRestored(at=at, by=by)] if unit.dissolved else []


def _known(unit: Unit) -> None:
    if not unit.version:
        raise errors.UnitUnknown(unit=unit.code)
