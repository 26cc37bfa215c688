"""An object-centric log as an SQLite file of its own, with the keys the format asks for.

A table for each type of event and of object. Of an object the first row holds what never changes;
each further row one attribute from a moment on.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from application.exporting.ocel_types import attributes_of
from application.mining.leaving import Kind
from application.mining.objects import ALWAYS, TYPES, Change, Event, Links, Thing
from application.store.driver import sqlite3

AT_ONCE: Final = 20_000  # rows written together
COLUMNS: Final[dict[Kind, str]] = {
    "string": "TEXT",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "time": "TIMESTAMP",
}
# A file that is thrown away where writing it is broken off needs no journal.
BULK: Final = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF;"
SCHEMA: Final = """
CREATE TABLE event_map_type (ocel_type TEXT NOT NULL, ocel_type_map TEXT NOT NULL,
    PRIMARY KEY (ocel_type));
CREATE TABLE object_map_type (ocel_type TEXT NOT NULL, ocel_type_map TEXT NOT NULL,
    PRIMARY KEY (ocel_type));
CREATE TABLE event (ocel_id TEXT NOT NULL, ocel_type TEXT NOT NULL, PRIMARY KEY (ocel_id),
    FOREIGN KEY (ocel_type) REFERENCES event_map_type (ocel_type));
CREATE TABLE object (ocel_id TEXT NOT NULL, ocel_type TEXT NOT NULL, PRIMARY KEY (ocel_id),
    FOREIGN KEY (ocel_type) REFERENCES object_map_type (ocel_type));
CREATE TABLE event_object (ocel_event_id TEXT NOT NULL, ocel_object_id TEXT NOT NULL,
    ocel_qualifier TEXT NOT NULL,
    PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier),
    FOREIGN KEY (ocel_event_id) REFERENCES event (ocel_id),
    FOREIGN KEY (ocel_object_id) REFERENCES object (ocel_id));
CREATE TABLE object_object (ocel_source_id TEXT NOT NULL, ocel_target_id TEXT NOT NULL,
    ocel_qualifier TEXT NOT NULL,
    PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier),
    FOREIGN KEY (ocel_source_id) REFERENCES object (ocel_id),
    FOREIGN KEY (ocel_target_id) REFERENCES object (ocel_id));
"""
LINK_EVENT: Final = "INSERT INTO event_object VALUES (?,?,?)"
LINK_OBJECT: Final = "INSERT INTO object_object VALUES (?,?,?)"

Value = str | int | None


class SqliteWriter:
    """Writes while cases are told."""

    def __init__(self, path: Path) -> None:
        """Make the tables in this file, which is empty."""
        self._connection = sqlite3.connect(str(path), isolation_level=None)
        self._connection.executescript(BULK + SCHEMA)
        self._connection.execute("BEGIN")
        self._known: set[str] = set()
        self._waiting: dict[str, list[tuple[Value, ...]]] = {}
        self._rows = 0

    def event(self, event: Event) -> None:
        """Its rows."""
        declared = attributes_of(event.type)
        self._declare("event", event.type, "ocel_id, ocel_time", declared)
        self._add("INSERT INTO event VALUES (?,?)", (event.id, event.type))
        told = tuple(_value(event.attributes.get(name)) for name in declared)
        self._add(
            _insert("event", event.type, 2 + len(declared)), (event.id, _time(event.at), *told)
        )
        self._link(LINK_EVENT, event.id, event.links)

    def thing(self, thing: Thing) -> None:
        """Its rows: as it always is, then each change."""
        declared = TYPES[thing.type]
        self._declare("object", thing.type, "ocel_id, ocel_time, ocel_changed_field", declared)
        self._add("INSERT INTO object VALUES (?,?)", (thing.id, thing.type))
        sql = _insert("object", thing.type, 3 + len(declared))
        always = {one.name: one for one in thing.changes if one.since == ALWAYS}
        told = (_value(always[name].value if name in always else None) for name in declared)
        self._add(sql, (thing.id, _time(ALWAYS), None, *told))
        for change in thing.changes:
            if change.since != ALWAYS:
                self._add(sql, (thing.id, *_changed(change, declared)))
        self._link(LINK_OBJECT, thing.id, thing.links)

    def finish(self) -> None:
        """All rows are there."""
        self._flush()
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _declare(self, of: str, name: str, columns: str, declared: dict[str, Kind]) -> None:
        """The table of a type, when the first of it comes."""
        table = table_of(of, name)
        if table in self._known:
            return
        self._known.add(table)
        own = "".join(f', "{one}" {COLUMNS[kind]}' for one, kind in declared.items())
        typed = columns.replace("ocel_id", "ocel_id TEXT NOT NULL").replace(
            "ocel_time", "ocel_time TIMESTAMP NOT NULL"
        )
        key = ", PRIMARY KEY (ocel_id)" if of == "event" else ""
        refers = f", FOREIGN KEY (ocel_id) REFERENCES {of} (ocel_id)"
        self._connection.execute(f'CREATE TABLE "{table}" ({typed}{own}{key}{refers})')
        mapped = table.removeprefix(f"{of}_")
        self._connection.execute(f"INSERT INTO {of}_map_type VALUES (?,?)", (name, mapped))  # noqa: S608 - our names

    def _link(self, sql: str, source: str, links: Links) -> None:
        for to, qualifier in links.items():
            self._add(sql, (source, to, qualifier))

    def _add(self, sql: str, row: tuple[Value, ...]) -> None:
        self._waiting.setdefault(sql, []).append(row)
        self._rows += 1
        if self._rows >= AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        for sql, rows in self._waiting.items():
            self._connection.executemany(sql, rows)
        self._waiting, self._rows = {}, 0


def table_of(of: str, name: str) -> str:
    """The table of a type of event or object: "handling-ended" stands in event_HandlingEnded."""
    return f"{of}_{''.join(part.capitalize() for part in name.split('-'))}"


def _insert(of: str, name: str, columns: int) -> str:
    return f'INSERT INTO "{table_of(of, name)}" VALUES ({",".join("?" * columns)})'  # noqa: S608 - our names


def _changed(change: Change, declared: dict[str, Kind]) -> tuple[Value, ...]:
    own = (_value(change.value) if name == change.name else None for name in declared)
    return (_time(change.since), change.name, *own)


def _value(value: Any) -> Value:
    if isinstance(value, datetime):
        return _time(value)
    return int(value) if isinstance(value, bool) else value


def _time(moment: datetime) -> str:
    """With its zone, as text that sorts by time."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"
