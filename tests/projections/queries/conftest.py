"""A read model with nothing in it, on each database, to be filled row by row."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from application.settings import Settings
from application.store.driver import sqlite3
from projections import schema


@pytest.fixture
def model(data_dir: Path, database_url: str) -> Iterator[Connection]:
    """A connection to empty tables with all their indexes."""
    settings = Settings(data=data_dir, database_url=database_url)
    if database_url:
        engine = create_engine(settings.sqlalchemy_url)
        made = [*schema.tables_postgres(), *schema.keys_postgres(), *schema.indexes_postgres()]
    else:
        engine = create_engine(f"sqlite:///{data_dir / 'read.db'}", module=sqlite3)
        made = [*schema.tables_sqlite(), *schema.indexes_sqlite()]
    with engine.connect() as connection:
        for statement in made:
            connection.exec_driver_sql(statement)
        yield connection
    engine.dispose()


@pytest.fixture
def sqlite_model(tmp_path: Path) -> Iterator[Connection]:
    """The same on SQLite alone, for tests of how it answers."""
    engine = create_engine(f"sqlite:///{tmp_path / 'model.db'}", module=sqlite3)
    with engine.connect() as connection:
        for statement in (*schema.tables_sqlite(), *schema.indexes_sqlite()):
            connection.exec_driver_sql(statement)
        yield connection
    engine.dispose()
