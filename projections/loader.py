"""How a fresh read model is filled beside the live one and takes its place, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from application.settings import Settings
from projections.folding import Folded
from projections.writer import Writer

Follow = Callable[[Writer], None]


class Filler(Protocol):
    """A fresh read model."""

    @property
    def pack(self) -> Callable[[Folded], bytes]:
        """How rows are made ready, by a process that has time for it."""

    def add(self, packed: bytes) -> None:
        """Load rows in bulk."""

    def finish(self, seq: int) -> None:
        """Make indexes; the tables hold all events up to `seq`."""


class Loader(Filler, Protocol):
    """One that is to be the live one; only one is made at a time."""

    def switch(self, follow: Follow) -> None:
        """Let it follow the log while nobody else writes, then put it in the live one's place."""


@contextmanager
def open_loader(settings: Settings) -> Iterator[Loader]:
    """A loader on the database the settings name; when it wasn't switched in, nothing remains."""
    if settings.database_url:
        from projections.loader_postgres import postgres_loader  # noqa: PLC0415 - only where used

        with postgres_loader(settings.database_url) as loader:
            yield loader
    else:
        from projections.files import Files  # noqa: PLC0415
        from projections.loader_sqlite import sqlite_loader  # noqa: PLC0415

        with sqlite_loader(Files(settings.read_path)) as loader:
            yield loader
