"""Where the read model's SQLite file lies, and how a fresh one takes its place.

`read.db` is a link to `read.<n>.db`. A fresh file gets the next number and the link is replaced in
one step: who reads the old file goes on until done and finds the new one at the next look. The
number of a file that was live is never used again, so none meets the write-ahead log of another.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from application.store.driver import sqlite3
from projections.errors import ModelMissing
from projections.sqlite_file import OpenFile, connect, remove

LOOKS = 5  # at a link that is being replaced


class Files:
    """The generations of one read model."""

    def __init__(self, link: Path) -> None:
        """`link` is the name everybody uses."""
        self._link = link
        self._name = str(link)
        self._folder = str(link.parent)

    def current(self) -> str | None:
        """The file the link leads to; None when there is none. A microsecond."""
        try:
            return f"{self._folder}/{os.readlink(self._name)}"  # noqa: PTH115 - ten times as fast
        except FileNotFoundError:
            return None
        except OSError:  # a copied folder may have a plain file
            return self._name

    def fresh(self) -> str:
        """A name no generation had before."""
        last = max(self._generations(), default=0)
        return str(self._link.with_suffix(f".{last + 1}{self._link.suffix}"))

    def switch(self, fresh: str) -> None:
        """Let the link lead to this file, and remove the others."""
        new_link = self._link.with_suffix(".link")
        new_link.unlink(missing_ok=True)
        new_link.symlink_to(Path(fresh).name)
        new_link.replace(self._link)
        flush(self._folder)
        self.remove_all_but(fresh)

    def remove_all_but(self, kept: str | None) -> None:
        """Remove the files of other generations."""
        for number in self._generations():
            path = self._link.with_suffix(f".{number}{self._link.suffix}")
            if str(path) != kept:
                remove(str(path))

    def _generations(self) -> list[int]:
        numbers = [path.suffixes[-2][1:] for path in self._siblings()]
        return [int(number) for number in numbers if number.isdigit()]

    def _siblings(self) -> Iterator[Path]:
        return self._link.parent.glob(f"{self._link.stem}.*{self._link.suffix}")

    def open(self) -> tuple[str, OpenFile]:
        """The current file and a connection to it. Errors: `ModelMissing`."""
        for _ in range(LOOKS):
            path = self.current()
            if path is None:
                break
            try:
                return path, connect(path)
            except sqlite3.OperationalError:
                if path == self.current():
                    raise
        raise ModelMissing(self._name)

    def lock_file(self, purpose: str) -> IO[str]:
        """A file to lock for this purpose; each process opens its own."""
        self._link.parent.mkdir(parents=True, exist_ok=True)
        return self._link.with_suffix(f".{purpose}.lock").open("w")


def flush(path: str) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def held(file: IO[str]) -> Iterator[None]:
    """Hold the lock on a file, waiting for it."""
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
