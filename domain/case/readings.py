"""查阅: which sealed texts of a case stand open to somebody, for how long, and since what is said.

Whoever wants to read says what for, once for a case, and that is put on record. It opens what they
may see of the case for a while, also what comes in by then. What somebody typed themselves they
know: for the same while it is shown to them without asking.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from domain.case import events as e
from domain.case.events import Actor, Fact
from domain.sealed import Sealed

OPEN_FOR: Final = timedelta(hours=1)
"""About as long as somebody sits over one matter; asked more often, people press unread."""

QUIET: Final[frozenset[type[Fact]]] = frozenset({e.DataRead, e.DataExported})
"""Somebody read the case or took a copy: nothing of the matter itself has moved."""

MATTER: Final = "matter"  # whose texts are no single person's
FILES: Final = "files"  # names and contents of files
QUERY_CODE: Final = "query_code"  # by which reporters ask and answer; opened by this name only


class Place(NamedTuple):
    """Where a sealed text was written: version of the event, and the field as people know it."""

    version: int
    field: str


def places(history: Sequence[Fact]) -> Mapping[Sealed, Place]:
    """Every sealed text of a case; one that a correction brought stands under the field it mends.

    A file is found under its name, see `file_place` for one that has none.
    """
    return {
        value: Place(version, _field(event, name))
        for version, event in enumerate(history, start=1)
        for name in event.__struct_fields__
        if isinstance(value := getattr(event, name), Sealed)
    }


def _field(event: Fact, name: str) -> str:
    if isinstance(event, e.Attached):
        return FILES
    return event.field if isinstance(event, e.Corrected) else name


def people(history: Sequence[Fact]) -> list[str]:
    """Of whom a case holds personal data, in the order they came in; the matter is nobody."""
    found = (box.key.rpartition(".")[0] for box in places(history))
    return [person for person in dict.fromkeys(found) if person != MATTER]


def file_place(history: Sequence[Fact], file: e.Attached) -> Place | None:
    """Where a file was added."""
    same = (file.sha256, file.step)
    found = (
        version
        for version, one in enumerate(history, start=1)
        if isinstance(one, e.Attached) and (one.sha256, one.step) == same
    )
    return next((Place(version, FILES) for version in found), None)


def standing_open(history: Sequence[Fact], by: Actor, now: datetime) -> list[e.DataRead]:
    """This person's readings that have not run out."""
    return [
        event
        for event in history
        if isinstance(event, e.DataRead)
        and event.by.user == by.user
        and event.until is not None
        and event.at <= now < event.until
    ]


def opens(reading: e.DataRead, place: Place) -> bool:
    """Whether a reading opens the text: what it names, or the whole case where it names nothing."""
    if not reading.records:
        return True
    return place.version in reading.records and place.field in reading.fields


def opens_code(reading: e.DataRead) -> bool:
    """Whether it opens the query code, with which one could answer in the reporter's place."""
    return QUERY_CODE in reading.fields


def only_read_since(history: Sequence[Fact], version: int) -> bool:
    """Whether nothing but readings and copies was recorded after that version."""
    if not 0 < version <= len(history):
        return False
    return all(type(event) in QUIET for event in history[version:])
