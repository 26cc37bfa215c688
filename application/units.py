"""Commands on units: load → decide → save."""

from typing import NamedTuple

from application.codec import decode
from application.desk import Desk
from application.registry import Units, unit_stream
from domain.units import decisions
from domain.units.events import UnitEvent, UnitFounded
from domain.units.state import CENTRE, Unit, fold


class Said(NamedTuple):
    """All that can be said of a unit and be changed."""

    name: str
    name_en: str
    level: str
    parent: str
    unit_class: str
    places: tuple[str, ...]


def found_unit(desk: Desk, event: UnitFounded) -> None:
    """Put a unit on record; the same again changes nothing. Errors: `UnitExists`, `UnitUnknown`."""
    unit = _load(desk, event.code)
    if event.code == CENTRE and unit.version:
        return
    _save(desk, event.code, unit, decisions.found(unit, event, Units(desk.log)))


def rename_unit(desk: Desk, code: str, name: str, name_en: str, by: str) -> None:
    """Give it another name. Errors: `UnitUnknown`."""
    unit = _load(desk, code)
    _save(desk, code, unit, decisions.rename(unit, name, name_en, desk.clock(), by))


def move_unit(desk: Desk, code: str, level: str, parent: str, by: str) -> None:
    """Put it elsewhere. Errors: `UnitUnknown`, `UnitInCircle`."""
    unit = _load(desk, code)
    events = decisions.move(unit, level, parent, Units(desk.log), desk.clock(), by)
    _save(desk, code, unit, events)


def classify_unit(desk: Desk, code: str, unit_class: str, by: str) -> None:
    """Put it in another class of comparison. Errors: `UnitUnknown`."""
    unit = _load(desk, code)
    _save(desk, code, unit, decisions.classify(unit, unit_class, desk.clock(), by))


def change_unit(desk: Desk, code: str, said: Said, by: str) -> None:
    """All of it at once or nothing; what is as it was is no change.

    Errors: `UnitUnknown`, `UnitInCircle`, `CentreStays`, `FieldMissing`.
    """
    unit, at = _load(desk, code), desk.clock()
    events = [
        *decisions.rename(unit, said.name, said.name_en, at, by),
        *decisions.move(unit, said.level, said.parent, Units(desk.log), at, by),
        *decisions.classify(unit, said.unit_class, at, by),
        *decisions.look_after(unit, said.places, at, by),
    ]
    _save(desk, code, unit, events)


def dissolve_unit(desk: Desk, code: str, reason: str, by: str) -> None:
    """Give it no more dispatches. Errors: `UnitUnknown`, `ReasonMissing`."""
    unit = _load(desk, code)
    _save(desk, code, unit, decisions.dissolve(unit, reason, desk.clock(), by))


def restore_unit(desk: Desk, code: str, by: str) -> None:
    """Let it take dispatches again. Errors: `UnitUnknown`."""
    unit = _load(desk, code)
    _save(desk, code, unit, decisions.restore(unit, desk.clock(), by))


def unit_history(desk: Desk, code: str) -> list[UnitEvent]:
    """What was done with a unit, in order."""
    return [decode(row.topic, row.state) for row in desk.log.stream(unit_stream(code))]


def _load(desk: Desk, code: str) -> Unit:
    unit = fold(unit_history(desk, code))
    unit.code = unit.code or code
    return unit


def _save(desk: Desk, code: str, unit: Unit, events: list[UnitEvent]) -> None:
    if events:
        desk.append(unit_stream(code), unit.version, events)
