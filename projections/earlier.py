"""Files of what the log came to at earlier positions: folded once, kept a while, few at a time.

They hold nothing the live ones do not, and are made again from the log when they are gone. All
kinds of them share one folder, its room, and the one process that folds.
"""

import fcntl
import logging
import multiprocessing
import os
import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import ClassVar, Final

import msgspec

from application.settings import MEGABYTE, Settings
from projections.flow.file import SHAPE as SHAPE_OF_WAYS
from projections.sqlite_file import remove
from projections.tables import SHAPE

AT_ONCE: Final = 10_000  # events folded while somebody waits for the answer
POLITE: Final = 10  # how far a process that folds stands back behind those that answer
SUFFIX: Final = ".db"
MODEL: Final = f"{SHAPE}-"
WAYS: Final = f"ways-{SHAPE_OF_WAYS}-"
KINDS: Final = (MODEL, WAYS)  # how the names of today's files begin

_log = logging.getLogger(__name__)


class Folding(msgspec.Struct, frozen=True):
    """How far the one that is being folded has come; `failed` says why it came to nothing."""

    seq: int
    done: int = 0
    total: int = 0
    failed: str = ""
    kind: str = MODEL


class Earlier(ABC):
    """Those of one kind and place; several processes may ask at once, one of them folds."""

    kind: ClassVar[str]

    def __init__(self, settings: Settings) -> None:
        """Nothing is made before it is asked for."""
        self._settings = settings
        self._folder = settings.as_of_path
        self._most = settings.as_of_mb * MEGABYTE
        self._guard = threading.Lock()
        self._aside: BaseProcess | None = None

    @abstractmethod
    def fill(self, path: Path, seq: int) -> None:
        """Make the file, of everything up to a position."""

    def ask(self, seq: int) -> Folding | None:
        """None when it can be read; else how far it is, after folding was begun or awaited."""
        if self._path(seq).exists():
            return None
        failed = self._take_failure(seq)
        if failed is not None:
            return failed
        if seq <= AT_ONCE:
            self.fold(seq)
        else:
            self._fold_aside(seq)
        return None if self._path(seq).exists() else self._progress() or self._at(seq)

    def _path(self, seq: int) -> Path:
        return self._folder / f"{self.kind}{seq}{SUFFIX}"

    def _at(self, seq: int, done: int = 0, total: int = 0, failed: str = "") -> Folding:
        return Folding(seq, done, total, failed, self.kind)

    def _progress(self) -> Folding | None:
        try:
            return msgspec.json.decode((self._folder / "folding.json").read_bytes(), type=Folding)
        except (OSError, msgspec.DecodeError):
            return None

    def _take_failure(self, seq: int) -> Folding | None:
        """Said once: whoever asks again lets it be tried again."""
        found = self._progress()
        if found is None or not found.failed or (found.seq, found.kind) != (seq, self.kind):
            return None
        (self._folder / "folding.json").unlink(missing_ok=True)
        return found

    def _fold_aside(self, seq: int) -> None:
        """In a process of its own, one at a time, which ends with the one that asked."""
        with self._guard:
            if self._aside is None or not self._aside.is_alive():
                context = multiprocessing.get_context("spawn")
                self._aside = context.Process(
                    target=_aside, args=(type(self), self._settings, seq), daemon=True
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
        try:
            self.fill(fresh, seq)
            fresh.rename(self._path(seq))
        except Exception as error:  # noqa: BLE001 - whatever it is, who waits is told
            _log.exception("what stood at %d can't be folded", seq)
            self._note(self._at(seq, failed=type(error).__name__))
        else:
            (self._folder / "folding.json").unlink(missing_ok=True)
        finally:
            remove(str(fresh))

    def _clear(self) -> None:
        """What an interrupted one, or another version, left."""
        for path in self._folder.iterdir():
            if path.suffix == ".fresh" or _is_old(path):
                remove(str(path))

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
        self._note(self._at(seq, done, total))

    def _note(self, folding: Folding) -> None:
        note = self._folder / "folding.note"
        note.write_bytes(msgspec.json.encode(folding))
        note.replace(self._folder / "folding.json")


def _is_old(path: Path) -> bool:
    return path.suffix == SUFFIX and not path.name.startswith(KINDS)


def _aside(kind: type[Earlier], settings: Settings, seq: int) -> None:
    os.nice(POLITE)
    kind(settings).fold(seq)
