"""A centre's records on each database, with a few people and units to work with."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from application.clock import system_clock
from application.desk import Desk
from application.settings import Settings
from application.units import found_unit
from domain.units.events import UnitFounded
from tests.conftest import Place
from tests.furnished import FurnishedPlaces

UNITS = {"police": "派出所", "clinic": "卫生院", "justice": "司法所"}


@pytest.fixture
def settings(data_dir: Path, database_url: str, migrated_places: FurnishedPlaces) -> Settings:
    """The settings of a migrated place."""
    migrated_places.copy_to(Place(data_dir, database_url))
    return Settings(data=data_dir, database_url=database_url)


def found_units(desk: Desk) -> None:
    """Put the town's units on record."""
    for code, name in UNITS.items():
        event = UnitFounded(
            at=system_clock(), by="wu", code=code, name=name, level="town", parent="centre"
        )
        found_unit(desk, event)


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    """The desk of a centre whose units are on record."""
    desk = Desk(settings)
    found_units(desk)
    yield desk
    desk.close()


@pytest.fixture
def open_desk(settings: Settings) -> Iterator[Callable[[], Desk]]:
    """A function that opens one more desk on the same records, as another process would."""
    opened: list[Desk] = []

    def one_more() -> Desk:
        opened.append(Desk(settings))
        return opened[-1]

    yield one_more
    for desk in opened:
        desk.close()
