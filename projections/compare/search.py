"""Compares what an index of words holds with the words of the cases, on either database."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection

from projections.compare.search_postgres import PostgresSearch
from projections.compare.search_sqlite import SqliteSearch
from projections.folding_pool import Begun
from projections.words import Line

Lines = Callable[[], Iterator[Sequence[Line]]]


class PartOfSearch(Protocol):
    """What each process does of it; sent there."""

    def told(self, connection: Connection, lines: Sequence[Line], begun: Begun) -> Any:
        """What the words of the cases that began there come to."""


class Search(Protocol):
    """One moment of the index."""

    def part(self) -> PartOfSearch:
        """What the processes do."""

    def take(self, told: Any) -> None:
        """What one of them told."""

    def wrong(self, lines: Lines) -> Iterable[tuple[int, str | None]]:
        """Cases found by other words than these, or not at all; None: cases that are none.

        `lines` gives all cases once more, and is asked only where something is wrong.
        """


def search_of(connection: Connection, upto: int) -> Search:
    """What the connection sees now; cases began up to that position."""
    if connection.dialect.name == "sqlite":
        return SqliteSearch(connection)
    return PostgresSearch(connection, upto)
