"""Read models as they stood at earlier positions: folded once, kept for a while, few at a time.

Each is a file of its own, whichever database the log is in. They hold nothing the live read model
does not, and are made again from the log when they are gone.
"""

import fcntl
import logging
import multiprocessing
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection, Engine

from application.settings import MEGABYTE, Settings
from projections.loader_sqlite import SqliteLoader
from projections.reading import file_engine
from projections.rebuild import load
from projections.sqlite_file import remove
from projections.tables import SHAPE

AT_ONCE: Final = 10_000  # events folded while somebody waits for the answer
POLITE: Final = 10  # how far a process that folds stands back behind those that answer
SUFFIX: Final = ".db"

_log = logging.getLogger(__name__)


class Folding(msgspec.Struct, frozen=True):
    """How far the one that is being folded has come; `failed` says why it came to nothing."""

    seq: int
    done: int = 0
    total: int = 0
    failed: str = ""


class Snapshots:
    """Those of one place; several processes may ask at once, one of them folds."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is made before it is asked for."""
        self._settings = settings
        self._folder = settings.as_of_path
        self._most = settings.as_of_mb * MEGABYTE
        self._engines: dict[Path, Engine] = {}
        self._guard = threading.Lock()
        self._aside: BaseProcess | None = None

    def ask(self, seq: int) -> Folding | None:
        """None when it can be read; else how far it is, after folding was begun or awaited."""
        if self._path(seq).exists():
            return None
        failed = self._take_failure(seq)
        if failed is not None:
            return failed
        if seq <= AT_ONCE:
            fold(self._settings, seq)
        else:
            self._fold_aside(seq)
        return None if self._path(seq).exists() else self._progress() or Folding(seq)

    @contextmanager
    def read(self, seq: int) -> Iterator[Connection]:
        """A connection to one that is there; that it is of use is noted."""
        path = self._path(seq)
        os.utime(path)
        with self._engine(path).connect() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        with self._guard:
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()

    def _path(self, seq: int) -> Path:
        return self._folder / f"{SHAPE}-{seq}{SUFFIX}"

    def _engine(self, path: Path) -> Engine:
        with self._guard:
            for gone in [known for known in self._engines if not known.exists()]:
                self._engines.pop(gone).dispose()
            if path not in self._engines:
                self._engines[path] = file_engine(str(path))
            return self._engines[path]

    def _progress(self) -> Folding | None:
        try:
            return msgspec.json.decode((self._folder / "folding.json").read_bytes(), type=Folding)
        except (OSError, msgspec.DecodeError):
            return None

    def _take_failure(self, seq: int) -> Folding | None:
        """Said once: whoever asks again lets it be tried again."""
        found = self._progress()
        if found is None or found.seq != seq or not found.failed:
            return None
        (self._folder / "folding.json").unlink(missing_ok=True)
        return found

    def _fold_aside(self, seq: int) -> None:
        """In a process of its own, one at a time, which ends with the one that asked."""
        with self._guard:
            if self._aside is None or not self._aside.is_alive():
                context = multiprocessing.get_context("spawn")
                self._aside = context.Process(
                    target=_aside, args=(self._settings, seq), daemon=True
                )
                self._aside.start()

    # --- by whoever folds ---

    def fold(self, seq: int) -> None:
        """Fold it, unless it is there or somebody folds already; then make room."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / "folding.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if not self._path(seq).exists():
                self._fold(seq)
                self._make_room(seq)

    def _fold(self, seq: int) -> None:
        self._clear()
        fresh = self._folder / f"{seq}.fresh"
        loader = SqliteLoader(str(fresh))
        try:
            load(self._settings, loader, seq, lambda done, total: self._tell(seq, done, total), 0)
            loader.close()
            fresh.rename(self._path(seq))
        except Exception as error:  # noqa: BLE001 - whatever it is, who waits is told
            _log.exception("the read model as of %d can't be folded", seq)
            self._note(Folding(seq, failed=type(error).__name__))
        else:
            (self._folder / "folding.json").unlink(missing_ok=True)
        finally:
            loader.close()
            remove(str(fresh))

    def _clear(self) -> None:
        """What an interrupted one, or another version, left."""
        for path in self._folder.iterdir():
            if path.suffix == ".fresh" or self._is_old(path):
                remove(str(path))

    def _is_old(self, path: Path) -> bool:
        return path.suffix == SUFFIX and not path.name.startswith(f"{SHAPE}-")

    def _make_room(self, kept: int) -> None:
        """Those nobody asked for longest go first, until the rest fit; the new one stays."""
        with suppress(FileNotFoundError):
            files = sorted(self._folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
            room = sum(path.stat().st_size for path in files)
            for path in files:
                if room > self._most and path != self._path(kept):
                    room -= path.stat().st_size
                    remove(str(path))

    def _tell(self, seq: int, done: int, total: int) -> None:
        self._note(Folding(seq, done, total))

    def _note(self, folding: Folding) -> None:
        note = self._folder / "folding.note"
        note.write_bytes(msgspec.json.encode(folding))
        note.replace(self._folder / "folding.json")


def fold(settings: Settings, seq: int) -> None:
    """Fold one, in this process."""
    snapshots = Snapshots(settings)
    snapshots.fold(seq)


def _aside(settings: Settings, seq: int) -> None:
    os.nice(POLITE)
    fold(settings, seq)
