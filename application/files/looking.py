"""Looks over all files: those the log names and nobody can give back, and those nobody names."""

from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

from application.codec import decode
from application.files.keeping import Files, Kept
from application.keys import ACTIVE, DESTROYED, Keyring
from application.log import Log
from application.settings import Settings
from application.store.rows import Row

TOPIC = "case.attached"


class Lost(NamedTuple):
    """A file that can't be given back: of which case, by which event, and why."""

    case_id: str
    version: int
    why: str


class Looked(NamedTuple):
    """What was found. `unnamed`: left by a writer that died, or under way this moment."""

    named: int
    lost: list[Lost]
    unnamed: int


def look(settings: Settings, log: Log) -> Looked:
    """Opens every file. Errors: `SettingsError` without the key-encryption key."""
    with closing(Keyring(settings)) as keys, closing(Files(settings, keys)) as files:
        there = set(files.addresses())  # before the log, so that no event is newer than its file
        rows = log.reader.of_topic(TOPIC)
        return Looked(
            named=len(rows),
            lost=list(_lost(rows, files)),
            unnamed=len(there - {kept_of(row).address for row in rows}),
        )


def _lost(rows: list[Row], files: Files) -> Iterator[Lost]:
    for row in rows:
        state = files.state(kept_of(row))
        if state not in (ACTIVE, DESTROYED):
            yield Lost(row.stream, row.version, state)


def kept_of(row: Row) -> Kept:
    """The file an event names."""
    return Kept(row.stream, decode(row.topic, row.state).sha256)
