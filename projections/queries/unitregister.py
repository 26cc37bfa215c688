"""All units with everything that is on record of them, by code."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

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


def _parted(places: str) -> tuple[str, ...]:
    return tuple(place for place in places.split(",") if place)
