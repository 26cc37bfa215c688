"""All units with everything that is on record of them, by code."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from projections.tables import units


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit as it stands; `places` are those it looks after."""

    code: str
    level: str
    parent: str
    unit_class: str
    places: tuple[str, ...]
    dissolved: bool


def unit_register(connection: Connection) -> dict[str, UnitEntry]:
    """Every unit there is or was."""
    shown = (units.c.code, units.c.level, units.c.parent, units.c.unit_class, units.c.places)
    found = connection.execute(select(*shown, units.c.dissolved))
    return {
        code: UnitEntry(code, level, parent, unit_class, _parted(places), bool(dissolved))
        for code, level, parent, unit_class, places, dissolved in found
    }


def _parted(places: str) -> tuple[str, ...]:
    return tuple(place for place in places.split(",") if place)
