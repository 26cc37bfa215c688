"""Whether the database itself keeps the log append-only, and from whom."""

from contextlib import closing
from typing import NamedTuple

from application.settings import Settings


class Kept(NamedTuple):
    """Guards that are missing, and tables whose rows the service's own role could change."""

    missing: list[str]
    alterable: list[str]


def append_only(settings: Settings) -> Kept:
    """As it stands now; whoever has a SQLite file has its triggers too."""
    if settings.database_url:
        from application.store import owning, postgres  # noqa: PLC0415 - only where it is used

        with postgres.connect(settings.database_url) as server:
            missing = [guard.name for guard in owning.missing_guards(server)]
            return Kept(missing, owning.alterable(server))
    from application.store import sqlite  # noqa: PLC0415

    with closing(sqlite.connect(str(settings.events_path))) as file:
        file.execute("PRAGMA query_only=1")
        return Kept([guard.name for guard in sqlite.missing_guards(file)], [])
