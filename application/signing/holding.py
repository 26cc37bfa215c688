"""What a signer or witness remembers: one small file, replaced whole, and one only added to."""

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import SEEK_END
from pathlib import Path
from threading import get_ident
from typing import IO

from application.proofs.errors import Refused

PATIENCE = 10  # seconds to wait for another process to be done
LOOK_AGAIN = 0.02  # seconds between two tries to be alone
END = 256 * 1024  # bytes of a file that are read to see its last entries


@contextmanager
def alone(folder: Path, patience: float = 0) -> Iterator[None]:
    """One process at a time works in a folder; waits so many seconds. Errors: `Refused` busy."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as file:
        until = time.monotonic() + patience
        while not _locked(file):
            if time.monotonic() >= until:
                raise Refused("busy", folder=str(folder))
            time.sleep(LOOK_AGAIN)
        yield


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def replace(path: Path, data: bytes) -> None:
    """The file holds the new bytes or the old ones, never a part, also after a power cut.

    Whoever else writes there at the same time writes a file of their own, and a link that
    somebody laid in the way is replaced, not followed.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
    fresh.unlink(missing_ok=True)
    write_new(fresh, data, 0o666)
    fresh.replace(path)
    _sync(path.parent)


def write_new(path: Path, data: bytes, mode: int) -> None:
    """A file that is not there yet, on disk when this returns. Errors: `FileExistsError`."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def begun(path: Path, most: int) -> bytes:
    """The first bytes of a file that others laid there. Errors: `OSError`, also where it is none.

    What only looks like a file, or has no end, holds nobody up.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        return file.read(most)


def add(path: Path, text: str) -> None:
    """One more entry at the end, on disk when this returns."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def write_down(path: Path, entry: str) -> None:
    """Add an entry and a blank line, unless it is the last one already.

    What a crash cut off in the middle stands by itself, and spoils nothing that follows it.
    """
    ended = tail(path)
    if ended.endswith(f"{entry}\n"):
        return
    torn = ended and not ended.endswith("\n\n")
    add(path, f"{BLANK if torn else ''}{entry}\n")


BLANK = "\n\n"


def tail(path: Path) -> str:
    """The end of a file, however long it grew; "" where there is none."""
    try:
        with path.open("rb") as file:
            file.seek(-min(END, file.seek(0, SEEK_END)), SEEK_END)
            return file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
