"""A unit as its events left it."""

from collections.abc import Sequence
from typing import assert_never, cast

from msgspec import Struct

from domain.units import events as e

CENTRE = "centre"


class Unit(Struct):
    """单位: `parent` is the code of the unit above, "" at the top; `level` one of the rule set."""

    code: str = ""
    name: str = ""
    name_en: str = ""
    level: str = ""
    parent: str = ""
    unit_class: str = ""
    places: tuple[str, ...] = ()
    dissolved: bool = False
    version: int = 0


Known = (
    e.UnitFounded
    | e.UnitRenamed
    | e.UnitMoved
    | e.UnitClassed
    | e.UnitPlacesChanged
    | e.UnitDissolved
    | e.UnitRestored
)


def evolve(unit: Unit, event: e.UnitEvent) -> Unit:
    """Fold one more event in."""
    unit.version += 1
    known = cast("Known", event)
    match known:
        case e.UnitFounded():
            unit.code, unit.name, unit.name_en = known.code, known.name, known.name_en
            unit.level, unit.parent = known.level, known.parent
            unit.unit_class, unit.places = known.unit_class, known.places
        case e.UnitRenamed():
            unit.name, unit.name_en = known.name, known.name_en
        case e.UnitMoved():
            unit.level, unit.parent = known.level, known.parent
        case e.UnitClassed():
            unit.unit_class = known.unit_class
        case e.UnitPlacesChanged():
            unit.places = known.places
        case e.UnitDissolved():
            unit.dissolved = True
        case e.UnitRestored():
            unit.dissolved = False
        case _:
            assert_never(known)
    return unit


def fold(events: Sequence[e.UnitEvent]) -> Unit:
    """Fold a whole history."""
    unit = Unit()
    for event in events:
        evolve(unit, event)
    return unit
