"""A town on each database, and the read model that follows it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from application.settings import Settings
from projections.projector import Projector
from projections.reading import read_engine
from projections.rebuild import ensure
from projections.tables import metadata
from tests.projections.town import Town


@pytest.fixture
def settings(data_dir: Path, database_url: str) -> Settings:
    return Settings(data=data_dir, database_url=database_url)


@pytest.fixture
def seed() -> int:
    """What chance brings; a test may name others."""
    return 1


@pytest.fixture
def town(settings: Settings, seed: int) -> Iterator[Town]:
    """A store with units and no cases; nothing follows it yet."""
    town = Town(settings, seed)
    yield town
    town.desk.close()


@pytest.fixture
def projector(town: Town) -> Iterator[Projector]:
    """Follows the town's log, over a read model built when there were no cases."""
    ensure(town.settings)
    projector = Projector(town.settings, town.desk.log)
    yield projector
    projector.close()


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """Connections for queries."""
    engine = read_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def content(engine: Engine) -> Callable[[], dict[str, list[tuple]]]:
    """A function that gives every row of the read model."""
    return lambda: all_rows(engine)


def all_rows(engine: Engine) -> dict[str, list[tuple]]:
    """Every row, by table."""
    with engine.connect() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
        }
