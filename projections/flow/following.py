"""Keeps the file of ways level with the log: nearby by following, from far by filling it anew."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from application.log import Log
from application.settings import Settings
from application.store.driver import sqlite3
from application.store.rows import Row
from projections.errors import ModelMissing
from projections.flow.file import Standing, WaysFile
from projections.flow.runs import packed_runs, runs_of, unpack
from projections.folding_pool import over_log

NEAR: Final = 5_000  # records that are followed while somebody waits for the page
CASE: Final = "case."
JOURNAL: Final = "-journal"  # of a turn that was broken off, and of no use to another file

Tell = Callable[[int, int], object]

_log = logging.getLogger(__name__)


class Progress(NamedTuple):
    """How many records of how many are in by now."""

    done: int
    total: int

    @property
    def per_cent(self) -> int:
        """Of a bar."""
        return self.done * 100 // max(1, self.total)


class Ways:
    """The file of one place. Each process of it has its own; a lock lets one of them write."""

    def __init__(self, settings: Settings, log: Log) -> None:
        """Nothing is opened yet."""
        self._settings, self._log = settings, log
        self.path = settings.data / "flow.db"
        self._fresh = settings.data / "flow.fresh.db"
        self._lock = settings.data / "flow.lock"

    # --- for pages: never long ---

    def look(self) -> Progress | None:
        """Bring it level if that is soon done; else somebody fills it meanwhile: how far that is.

        None: it can be asked, though it may stand at an earlier record than the last.
        """
        head = self._log.head()
        standing = self.standing()
        behind = head - (standing.seq if standing else 0)
        if behind <= NEAR:
            self._at_once(standing, head)
            return None
        threading.Thread(target=self._in_peace, name="flow", daemon=True).start()
        return None if standing else self._progress(head)

    def standing(self) -> Standing | None:
        """Up to which record it has followed this log; None where it has to be filled anew."""
        with suppress(ModelMissing, sqlite3.OperationalError), self.opened() as file:
            standing = file.standing()
            return standing if standing and self._is_of_this_log(standing) else None
        return None

    @contextmanager
    def opened(self) -> Iterator[WaysFile]:
        """To be asked. Errors: `ModelMissing`."""
        try:
            file = WaysFile(self.path)
        except sqlite3.OperationalError as error:
            raise ModelMissing(str(self.path)) from error
        try:
            yield file
        finally:
            file.close()

    # --- for whoever can wait ---

    def level(self, tell: Tell) -> None:
        """Bring it level, however long it takes."""
        with self._held(LOCK_EX):
            head, standing = self._log.head(), self.standing()
            if standing is None or head - standing.seq > NEAR:
                self._fill(head, tell)
            else:
                self._follow(standing, head)

    def _at_once(self, standing: Standing | None, head: int) -> None:
        """Unless another process is at it: then that one will have done it soon."""
        if standing is not None and standing.seq == head:
            return
        with suppress(BlockingIOError), self._held(LOCK_EX | (LOCK_NB if standing else 0)):
            standing = self.standing()
            if standing is None:
                self._fill(head, _quiet)
            else:
                self._follow(standing, head)

    def _in_peace(self) -> None:
        try:
            with self._held(LOCK_EX | LOCK_NB):
                self._fill(self._log.head(), _quiet)
        except BlockingIOError:
            return
        except Exception:
            _log.exception("the ways of cases could not be gathered")
            raise

    # --- under the lock ---

    def _fill(self, head: int, tell: Tell) -> None:
        def told(done: int, total: int) -> None:
            self._lock.write_text(f"{done} {total}", encoding="ascii")
            tell(done, total)

        fill(self._settings, self._log, self._fresh, head, told)
        self.path.with_name(self.path.name + JOURNAL).unlink(missing_ok=True)
        self._fresh.replace(self.path)

    def _follow(self, standing: Standing, head: int) -> None:
        rows = self._log.after(standing.seq, head - standing.seq)
        streams = dict.fromkeys(row.stream for row in rows if row.topic.startswith(CASE))
        runs = [run for stream in streams for run in runs_of(self._log.stream(stream, head))]
        with self.opened() as file:
            file.connection.execute("BEGIN IMMEDIATE")
            file.forget(sorted({run.cid for run in runs}))
            file.add(runs)
            file.stands(_at(rows[-1]) if rows else standing)
            file.connection.execute("COMMIT")

    def _is_of_this_log(self, standing: Standing) -> bool:
        rows = self._log.after(standing.seq - 1, 1) if standing.seq else []
        return not standing.seq or (bool(rows) and _at(rows[0]) == standing)

    def _progress(self, head: int) -> Progress:
        try:
            done, total = self._lock.read_text(encoding="ascii").split()
            return Progress(int(done), int(total))
        except (OSError, ValueError):
            return Progress(0, head)

    @contextmanager
    def _held(self, how: int) -> Iterator[None]:
        """Errors: `BlockingIOError` where another holds it and nobody waits."""
        with self._lock.open("a") as lock:
            flock(lock, how)
            try:
                yield
            finally:
                lock.truncate(0)
                flock(lock, LOCK_UN)


@contextmanager
def ways_as_of(settings: Settings, log: Log, upto: int, tell: Tell) -> Iterator[WaysFile]:
    """The ways as they were at a position; gone when the block is left."""
    with TemporaryDirectory(prefix="linkage-flow-") as folder:
        path = Path(folder) / "flow.db"
        fill(settings, log, path, upto, tell)
        file = WaysFile(path)
        try:
            yield file
        finally:
            file.close()


def fill(
    settings: Settings, log: Log, path: Path, upto: int, tell: Tell, processes: int | None = None
) -> None:
    """A fresh file of all ways up to a position; with no `processes` all is done in this one."""
    file, done = WaysFile.fresh(path), 0
    try:
        for count, packed in over_log(settings, upto, packed_runs, processes):
            file.add(unpack(packed))
            done += count
            tell(done, upto)
        rows = log.after(upto - 1, 1) if upto else []
        file.finish(_at(rows[0]) if rows else Standing(0, "", 0))
    finally:
        file.close()


def _at(row: Row) -> Standing:
    return Standing(row.seq, row.stream, row.recorded)


def _quiet(_: int, __: int) -> None:
    """Nobody listens."""
