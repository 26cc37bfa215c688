"""An object-centric log as JSON: one line for each event and object, types at the end."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final

import msgspec

from application.exporting.ocel_types import attributes_of
from application.mining.leaving import Kind
from application.mining.objects import TYPES, Event, Thing

SEPARATOR: Final = b",\n"


class JsonWriter:
    """Writes while cases are told; objects wait in a file beside, since events come first."""

    def __init__(self, path: Path) -> None:
        """Write to this file from its start."""
        self._file = path.open("wb")
        self._objects = TemporaryFile(dir=path.parent)  # noqa: SIM115 - closed with the writer
        self._encode = msgspec.json.Encoder().encode
        self._types: dict[str, None] = {}
        self._kinds: dict[str, None] = {}
        self._file.write(b'{"events":[\n')

    def event(self, event: Event) -> None:
        """One line."""
        self._write(self._file, first=not self._types, value=_event(event))
        self._types[event.type] = None

    def thing(self, thing: Thing) -> None:
        """One line, later."""
        self._write(self._objects, first=not self._kinds, value=_object(thing))
        self._kinds[thing.type] = None

    def finish(self) -> None:
        """Objects and types follow."""
        self._file.write(b'\n],"objects":[\n')
        self._objects.seek(0)
        shutil.copyfileobj(self._objects, self._file)
        declared = {kind: TYPES[kind] for kind in self._kinds}
        self._file.write(b'\n],"objectTypes":' + self._encode(_types(declared.items())))
        declared = {name: attributes_of(name) for name in self._types}
        self._file.write(b',"eventTypes":' + self._encode(_types(declared.items())) + b"}\n")

    def close(self) -> None:
        """Close the files."""
        self._objects.close()
        self._file.close()

    def _write(self, file: Any, *, first: bool, value: dict[str, Any]) -> None:
        file.write((b"" if first else SEPARATOR) + self._encode(value))


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": event.type,
        "time": event.at,
        "attributes": [{"name": name, "value": one} for name, one in event.attributes.items()],
        "relationships": _links(event.links),
    }


def _object(thing: Thing) -> dict[str, Any]:
    return {
        "id": thing.id,
        "type": thing.type,
        "attributes": [
            {"name": one.name, "time": one.since, "value": one.value} for one in thing.changes
        ],
        "relationships": _links(thing.links),
    }


def _links(links: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"objectId": to, "qualifier": qualifier} for to, qualifier in links.items()]


def _types(declared: Iterable[tuple[str, dict[str, Kind]]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "attributes": [{"name": one, "type": kind} for one, kind in kinds.items()]}
        for name, kinds in declared
    ]
