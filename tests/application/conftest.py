"""A migrated place for what stands around the log: settings, accounts, units, rule sets."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from application.desk import Desk
from application.migrate import migrate
from application.settings import Settings


@pytest.fixture
def settings(data_dir: Path, database_url: str) -> Settings:
    """The settings of a migrated place, on each database."""
    settings = Settings(data=data_dir, database_url=database_url)
    migrate(settings)
    return settings


@pytest.fixture
def on_files(data_dir: Path) -> Settings:
    """The settings of a migrated place of files."""
    settings = Settings(data=data_dir)
    migrate(settings)
    return settings


@pytest.fixture
def desk(on_files: Settings) -> Iterator[Desk]:
    """The desk of a centre that keeps its records in files."""
    with closing(Desk(on_files)) as desk:
        yield desk
