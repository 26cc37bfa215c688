"""Readings are found by their own index, which a place made before has after migrating."""

from contextlib import closing

import psycopg

from application.log import Log
from application.migrate import migrate
from application.settings import Settings
from application.store.driver import sqlite3
from application.store.readings import INDEX, latest
from application.store.rows import EVENTS

NAME = f"{EVENTS}_readings"


def test_a_place_made_before_there_was_an_index_gets_it(settings: Settings) -> None:
    execute(settings, f"DROP INDEX {NAME}")
    migrate(settings)
    migrate(settings)  # again: nothing changes
    assert NAME in INDEX
    execute(settings, f"DROP INDEX {NAME}")  # it was there


def test_a_query_for_readings_goes_by_the_index(settings: Settings) -> None:
    with closing(Log(settings)) as log:
        explained = latest(Explained(log.reader), (0, 1), 1, 10)  # type: ignore[arg-type]
    assert any(NAME in str(step) for step in explained)


class Explained:
    """Gives the plan of a query, padded to the width of a row."""

    def __init__(self, reader: object) -> None:
        self._reader = reader

    def select(self, sql: str, params: list[object]) -> list[tuple[object, ...]]:
        reader = self._reader
        plan = "EXPLAIN QUERY PLAN " if "sqlite" in type(reader).__module__ else "EXPLAIN "
        steps = reader.select(plan + sql, params)  # type: ignore[attr-defined]
        return [(str(step), 0, 0, 0, 0, 0) for step in steps]


def execute(settings: Settings, sql: str) -> None:
    if settings.database_url:
        with psycopg.connect(settings.database_url, autocommit=True) as connection:
            connection.execute(sql)
        return
    with closing(sqlite3.connect(settings.events_path)) as connection:
        connection.execute(sql)
