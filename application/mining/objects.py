"""What events are about: objects with what changed of them over time, and links that say how."""

from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from application.mining.leaving import Kind, Value

CASE: Final = "case"
UNIT: Final = "unit"
DISPATCH: Final = "dispatch"
OBLIGATION: Final = "obligation"
AGREEMENT: Final = "agreement"
RULE_SET: Final = "rule-set"
HANDLER: Final = "handler"

TYPES: Final[dict[str, dict[str, Kind]]] = {
    CASE: {
        "track": "string",
        "kind": "string",
        "channel": "string",
        "category": "string",
        "level": "string",
        "dispute_class": "string",
        "people": "integer",
        "stage": "string",
        "outcome": "string",
    },
    UNIT: {"name": "string", "name_en": "string", "level": "string", "class": "string"},
    DISPATCH: {"role": "string", "zone": "string", "stage": "string"},
    OBLIGATION: {"kind": "string", "rule": "string", "due": "time", "state": "string"},
    AGREEMENT: {"written": "boolean", "effective": "time", "state": "string"},
    RULE_SET: {"name": "string", "version": "string"},
    HANDLER: {},
}
"""Every type of object with its attributes and their kinds."""

ALWAYS: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
"""From when on an attribute holds that never changes, as the format's authors write it."""


class Link(NamedTuple):
    """To which object, and how it stands to it."""

    to: str
    qualifier: str


Links = dict[str, str]
"""Objects with how something stands to them; to each in one way, since readers keep one only."""


class Change(NamedTuple):
    """From when on an attribute has this value."""

    name: str
    value: Value | datetime
    since: datetime = ALWAYS


class Thing(msgspec.Struct):
    """An object."""

    id: str
    type: str
    changes: list[Change] = msgspec.field(default_factory=list)
    links: Links = msgspec.field(default_factory=dict)

    def has(self, name: str, value: Value | datetime | None, since: datetime = ALWAYS) -> None:
        """Note a value, if it is one and another than before.

        What was entered late changes nothing before what stood already: so the last value is the
        one the object has at the end, whoever puts changes in the order of their times.
        """
        if value in (None, ""):
            return
        last = next((one for one in reversed(self.changes) if one.name == name), None)
        if last is None or value != last.value:
            self.changes.append(Change(name, value, max(since, last.since) if last else since))

    def stands(self, to: str, qualifier: str) -> None:
        """Link it to another."""
        self.links.setdefault(to, qualifier)


class Event(NamedTuple):
    """Something that happened; linked to one object at least: its case."""

    id: str
    type: str
    at: datetime
    attributes: dict[str, Value | datetime]
    links: Links


def named(kind: str, *parts: object) -> str:
    """The id of an object, which no other of any type has."""
    return "/".join((kind, *map(str, parts)))
