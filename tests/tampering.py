"""What whoever runs the server can do to the log: take its guards away, and write as they like."""

from application.settings import Settings
from application.store.driver import sqlite3
from application.store.guards import sqlite_guards
from application.store.rows import APPEND_ONLY


def disarm(file: sqlite3.Connection) -> None:
    """Take the guards of a file away."""
    for guard in sqlite_guards():
        file.execute(f"DROP TRIGGER IF EXISTS {guard.name}")


def change(settings: Settings, *statements: str) -> None:
    """Write past the service and past the guards, which stand again afterwards."""
    if settings.database_url:
        _on_server(settings.database_url, statements)
        return
    file = sqlite3.connect(str(settings.events_path), isolation_level=None)
    try:
        disarm(file)
        for statement in statements:
            file.execute(statement)
        for guard in sqlite_guards():
            file.execute(f"CREATE TRIGGER {guard.name} {guard.body}")
    finally:
        file.close()


def _on_server(url: str, statements: tuple[str, ...]) -> None:
    import psycopg  # noqa: PLC0415 - only where it is used

    with psycopg.connect(url) as server:
        for table in APPEND_ONLY:
            server.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
        for statement in statements:
            server.execute(statement.encode())
        for table in APPEND_ONLY:
            server.execute(
                f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only".encode()
            )
