"""All units with everything that is on record of them, by code."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from domain.units import Unit
from projections.tables import units


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit as it stands; `places` are those it looks after."""

    code: str
    name: str
    level: str
    parent: str
    unit_class: str
    places: tuple[str, ...]
    dissolved: bool


def unit_register(connection: Connection) -> dict[str, UnitEntry]:
    """Every unit there is or was."""
    one = units.c
    shown = (one.code, one.name, one.level, one.parent, one.unit_class, one.places, one.dissolved)
    return {
        row.code: UnitEntry(*row[:-2], _parted(row.places), bool(row.dissolved))
        for row in connection.execute(select(*shown))
    }


def town(connection: Connection) -> dict[str, Unit]:
    """Every unit as decisions know it, as far as the register says it."""
    return {
        code: Unit(
            code=code,
            name=one.name,
            level=one.level,
            parent=one.parent,
            unit_class=one.unit_class,
            places=one.places,
            dissolved=one.dissolved,
            version=1,
        )
        for code, one in unit_register(connection).items()
    }


def _parted(places: str) -> tuple[str, ...]:
    return tuple(place for place in places.split(",") if place)
