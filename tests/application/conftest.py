"""A migrated place for what stands around the log: settings, accounts, units, rule sets."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from application.desk import Desk
from application.settings import Settings
from tests.conftest import Place
from tests.furnished import FurnishedPlaces


@pytest.fixture
def settings(data_dir: Path, database_url: str, migrated_places: FurnishedPlaces) -> Settings:
    """The settings of a migrated place, on each database."""
    migrated_places.copy_to(Place(data_dir, database_url))
    return Settings(data=data_dir, database_url=database_url)


@pytest.fixture
def on_files(data_dir: Path, migrated_places: FurnishedPlaces) -> Settings:
    """The settings of a migrated place of files."""
    migrated_places.copy_to(Place(data_dir, ""))
    return Settings(data=data_dir)


@pytest.fixture
def desk(on_files: Settings) -> Iterator[Desk]:
    """The desk of a centre that keeps its records in files."""
    with closing(Desk(on_files)) as desk:
        yield desk
