"""Which of several processes is at work: whoever holds a lock that dies with its holder."""

import fcntl
from contextlib import suppress
from typing import IO, Final, Protocol

import psycopg

from application.settings import Settings
from projections.files import Files
from projections.writer_postgres import Connection, connect

# What there is to compete for: following the log, and what is done without anybody asking.
WORKER: Final = "worker"
KEEPER: Final = "keeper"
LOCKS: Final = {WORKER: 6_020_743, KEEPER: 6_020_744}


class Lead(Protocol):
    """The right to be the one at work."""

    def take(self) -> bool:
        """Whether this process has it now; asked again, whether it still has."""

    def give_back(self) -> None:
        """Let another have it."""


def open_lead(settings: Settings, work: str = WORKER) -> Lead:
    """The right to this work that all processes of this place compete for."""
    if settings.database_url:
        return PostgresLead(settings.database_url, LOCKS[work])
    return FileLead(Files(settings.read_path), work)


class FileLead:
    """A lock on a file beside the read model."""

    def __init__(self, files: Files, work: str) -> None:
        """Try nothing yet."""
        self._files, self._work = files, work
        self._held: IO[str] | None = None

    def take(self) -> bool:
        """The system frees the lock when the process ends, however it ends."""
        if self._held is None:
            file = self._files.lock_file(self._work)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
            else:
                self._held = file
        return self._held is not None

    def give_back(self) -> None:
        """Closing frees the lock."""
        if self._held is not None:
            self._held.close()
        self._held = None


class PostgresLead:
    """An advisory lock of a session."""

    def __init__(self, url: str, lock: int) -> None:
        """Connect when first tried."""
        self._url, self._lock = url, lock
        self._session: Connection | None = None
        self._has = False

    def take(self) -> bool:
        """The server frees the lock when the session ends. Errors: when it can't be asked."""
        if self._session is None or self._session.closed:
            self._has, self._session = False, connect(self._url)
        ask = b"SELECT true" if self._has else b"SELECT pg_try_advisory_lock(%d)" % self._lock
        found = self._session.execute(ask).fetchone()
        self._has = found == (True,)
        return self._has

    def give_back(self) -> None:
        """Said before closing, since the server takes its time to notice that."""
        if self._session is not None:
            with self._session, suppress(psycopg.OperationalError):
                self._session.execute(b"SELECT pg_advisory_unlock_all()")
        self._session, self._has = None, False
