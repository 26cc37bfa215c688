"""The list of erasures kept outside of the log: what a backup made before them must not bring back.

One JSON object a line, numbered from 1, only added to. It names cases, keys and legal bases and
nothing of anybody's data. Kept where backups are kept, it outlives the loss of log and keys.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Final

import msgspec

from application.desk import Desk
from application.keys.kek import sync_folder
from application.settings import Settings
from domain.case.events import DataErased
from domain.privacy.events import ErasedListed

NAME: Final = "erasures.jsonl"


class Outside(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One erasure as the list tells it."""

    n: int
    case: str
    number: str
    record: int
    person: str
    keys: tuple[str, ...]
    at: datetime
    basis: str
    by: str

    @property
    def place(self) -> tuple[str, str, tuple[str, ...]]:
        """Which erasure it is, in whatever list."""
        return self.case, self.person, self.keys


class ListBroken(Exception):
    """A list that can't be relied on; `line` says where."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(str(path), line)
        self.path, self.line = path, line


def list_path(settings: Settings) -> Path:
    """Where the list is: outside of the data folder if the settings say so."""
    return Path(settings.erasures_file) if settings.erasures_file else settings.data / NAME


def read(path: Path) -> list[Outside]:
    """All of a list; [] where there is none. Errors: `ListBroken`."""
    if not path.exists():
        return []
    return _parsed(path, path.read_bytes())


def _parsed(path: Path, data: bytes) -> list[Outside]:
    found: list[Outside] = []
    for line, text in enumerate(data.splitlines(), start=1):
        try:
            one = msgspec.json.decode(text, type=Outside)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise ListBroken(path, line) from None
        if one.n != line:
            raise ListBroken(path, line)
        found.append(one)
    return found


def merged(lists: Iterable[list[Outside]]) -> list[Outside]:
    """What stands in any of them, each once."""
    found = {one.place: one for several in lists for one in several}
    return list(found.values())


def bring_up(desk: Desk, path: Path) -> int:
    """Let the list hold whatever the register has; how many entries it has then.

    Errors: `ListBroken`, `OSError`.
    """
    erased = desk.register.now().erased.values()
    if not erased and not path.exists():
        return 0
    with _locked(path) as file:
        known = _parsed(path, _whole_lines(file))
        there = {one.place for one in known}
        new = [one for one in erased if (one.case, one.person, one.keys) not in there]
        for number, one in enumerate(new, start=len(known) + 1):
            file.write(msgspec.json.encode(_entry(desk, number, one)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
        return len(known) + len(new)


def add(path: Path, entries: Iterable[Outside]) -> None:
    """Add what is not there yet, numbered anew. Errors: `ListBroken`, `OSError`."""
    with _locked(path) as file:
        known = _parsed(path, _whole_lines(file))
        there = {one.place for one in known}
        new = [one for one in entries if one.place not in there]
        for number, one in enumerate(new, start=len(known) + 1):
            file.write(msgspec.json.encode(msgspec.structs.replace(one, n=number)) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _whole_lines(file: IO[bytes]) -> bytes:
    """What was written whole; a last line that a full disk or a crash cut off is taken away.

    Whoever wrote that one knows it from elsewhere, and it is written again.
    """
    data = file.read()
    rest = data.rpartition(b"\n")[2]
    if not rest:
        return data
    with suppress(msgspec.DecodeError, msgspec.ValidationError):
        msgspec.json.decode(rest, type=Outside)
        file.write(b"\n")  # whole, but for the end an editor left out
        return data
    file.truncate(len(data) - len(rest))
    return data[: len(data) - len(rest)]


def _entry(desk: Desk, number: int, one: ErasedListed) -> Outside:
    event = desk.load(one.case).history[one.record - 1]
    told = event if isinstance(event, DataErased) else None
    return Outside(
        n=number,
        case=one.case,
        number=one.number,
        record=one.record,
        person=one.person,
        keys=one.keys,
        at=one.at,
        basis=told.basis if told else "",
        by=told.by.user if told else "",
    )


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    """The file, for one writer at a time; it is on the disk with its name."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    sync_folder(path.parent)
