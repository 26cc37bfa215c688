"""One SQLite file of the read model: how it is opened, and how it goes."""

from pathlib import Path
from urllib.parse import quote

from application.store.driver import sqlite3

WAIT = 10  # seconds for a lock another process holds


class OpenFile(sqlite3.Connection):
    """A connection that knows its file."""

    path: str = ""


def connect(path: str, mode: str = "rw") -> OpenFile:
    """A connection in autocommit mode, to a file that is there unless `mode` is "rwc"."""
    connection = sqlite3.connect(
        f"file:{quote(path)}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=WAIT,
        cached_statements=256,
        factory=OpenFile,
    )
    connection.path = path
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA wal_autocheckpoint=4000")
    return connection


def remove(path: str) -> None:
    """Remove a database file and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(path + suffix).unlink(missing_ok=True)
