"""The register of readings: who opened or took away what, when and what for, the last first."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from application.clock import from_ms, to_ms
from application.codec import decode
from application.log import Log
from application.store.readings import latest
from application.store.rows import Row
from domain.case.events import DataExported, DataRead
from domain.duty.events import NoteRead
from domain.units import CENTRE

LOOKED_AT: Final = 5_000  # at once, so that no answer takes long
AT_ONCE: Final = 500
NOTE: Final = "note"


class Wanted(NamedTuple):
    """Whose readings, and recorded when; `until` is meant without itself."""

    user: str = ""
    unit: str = ""
    stream: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Reading(NamedTuple):
    """Somebody opened sealed texts, or took a copy away (`taken` says what of)."""

    seq: int
    stream: str
    version: int
    topic: str
    recorded: datetime
    user: str
    unit: str
    role: str
    fields: tuple[str, ...]
    purpose: str
    records: tuple[int, ...] = ()
    until: datetime | None = None
    taken: str = ""

    @property
    def of_case(self) -> bool:
        """Of a case; else of the note one shift left to the next."""
        return self.topic.startswith("case.")


class Found(NamedTuple):
    """What there was; `further` is the position from which to go on, 0 at the end."""

    readings: list[Reading]
    further: int


def readings(log: Log, wanted: Wanted, before: int = 0) -> Iterator[Reading]:
    """All that are wanted, at positions up to `before`, without end."""
    before = before or log.head()
    while rows := latest(log.reader, _span(wanted), before, AT_ONCE):
        yield from (one for one in map(_reading, rows) if _fits(one, wanted))
        before = rows[-1].seq - 1


def found(log: Log, wanted: Wanted, before: int = 0, most: int = LOOKED_AT) -> Found:
    """The latest that are wanted, of so many looked at."""
    before, looked, hits = before or log.head(), 0, list[Reading]()
    while looked < most:
        rows = latest(log.reader, _span(wanted), before, AT_ONCE)
        hits += [one for one in map(_reading, rows) if _fits(one, wanted)]
        if len(rows) < AT_ONCE:
            return Found(hits, 0)
        looked, before = looked + len(rows), rows[-1].seq - 1
    return Found(hits, before)


def _span(wanted: Wanted) -> tuple[int, int]:
    """In milliseconds, both ends meant too."""
    since = 0 if wanted.since is None else to_ms(wanted.since)
    return since, EVER if wanted.until is None else to_ms(wanted.until) - 1


EVER: Final = 253_402_300_799_000  # the last second of the year 9999


def _reading(row: Row) -> Reading:
    event, recorded = decode(row.topic, row.state), from_ms(row.recorded)
    where = (row.seq, row.stream, row.version, row.topic, recorded)
    if isinstance(event, NoteRead):
        return Reading(*where, event.by, CENTRE, "", (NOTE,), "", (event.shift,))
    who = (event.by.user, event.by.unit, event.by.role)
    if isinstance(event, DataExported):
        return Reading(*where, *who, (), event.purpose, taken=event.what)
    assert isinstance(event, DataRead)  # noqa: S101 - the query gives nothing else
    return Reading(*where, *who, event.fields, event.purpose, event.records, event.until)


def _fits(one: Reading, wanted: Wanted) -> bool:
    return (
        wanted.user in ("", one.user)
        and wanted.unit in ("", one.unit)
        and wanted.stream in ("", one.stream)
    )
