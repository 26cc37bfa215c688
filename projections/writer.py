"""How the projector writes, the same on both databases."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from application.settings import Settings
from projections.statements import Statement, Statements


class Turn(Protocol):
    """A transaction in which nobody else writes."""

    position: int

    def write(self, statements: Iterable[Statement]) -> None:
        """Carry out statements, in order."""

    def commit(self, seq: int) -> None:
        """Move the position and make it all durable."""


class Writer(Protocol):
    """One kept connection to the read model, for one process."""

    sql: Statements

    def turn(self) -> AbstractContextManager[Turn]:
        """Wait for one's turn; what is not committed is undone. Errors: `ModelMissing`."""

    def position(self) -> int:
        """The position now, waiting for nobody. Errors: `ModelMissing`."""

    def close(self) -> None:
        """Close the connection."""


def open_writer(settings: Settings) -> Writer:
    """A writer to the read model the settings name; it connects when it is used."""
    if settings.database_url:
        from projections.writer_postgres import PostgresWriter  # noqa: PLC0415 - only where used

        return PostgresWriter(settings.database_url)
    from projections.files import Files  # noqa: PLC0415
    from projections.writer_sqlite import SqliteWriter  # noqa: PLC0415

    return SqliteWriter(Files(settings.read_path))
