"""The log as an object-centric event log (OCEL 2.0): what happened, to which objects, and how.

Objects are cases, their dispatches, time limits and agreements, the units, the rule sets, and
handlers as pseudonyms of this one export. Times carry their zone; every link says what it means.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple, Protocol

from application.codec import decode
from application.desk import Desk
from application.exporting.recording import record
from application.log import Log
from application.mining.objects import (
    HANDLER,
    RULE_SET,
    UNIT,
    Event,
    Thing,
    named,
)
from application.mining.pseudonyms import Pseudonyms
from application.mining.reading import Tell, matters
from application.mining.telling import Shared
from application.mining.wanted import Wanted
from application.registry import unit_stream
from domain.units.state import Unit, fold

FORM: Final = "ocel2"
VERSION_MARK: Final = "@"


class Writer(Protocol):
    """One of the forms the log is written in."""

    def event(self, event: Event) -> None: ...
    def thing(self, thing: Thing) -> None: ...
    def finish(self) -> None: ...


class Written(NamedTuple):
    """How much was written, and up to which position of the log."""

    cases: int
    events: int
    objects: int
    until: int


def export_ocel(
    desk: Desk, writer: Writer, until: int, wanted: Wanted, by: str, tell: Tell
) -> Written:
    """Put on record that it is done, then write the wanted cases as they stood at `until`."""
    record(desk, FORM, until, wanted, by)
    shared = Shared(Pseudonyms())
    cases = events = objects = 0
    for matter in matters(desk.log, until, wanted, tell):
        told = shared.tell(matter)
        for event in told.events:
            writer.event(event)
        for thing in told.things:
            writer.thing(thing)
        cases, events, objects = cases + 1, events + len(told.events), objects + len(told.things)
    for thing in _in_common(desk.log, until, shared):
        writer.thing(thing)
        objects += 1
    writer.finish()
    return Written(cases, events, objects, until)


def _in_common(log: Log, until: int, shared: Shared) -> Iterator[Thing]:
    yield from _units(log, until, shared.units)
    for ref in sorted(shared.rule_sets):
        name, _, version = ref.partition(VERSION_MARK)
        thing = Thing(named(RULE_SET, ref), RULE_SET)
        thing.has("name", name)
        thing.has("version", version)
        yield thing
    for who in sorted(shared.handlers):
        yield Thing(named(HANDLER, who), HANDLER)


def _units(log: Log, until: int, codes: set[str]) -> Iterator[Thing]:
    """The units with a part in it; which belongs to which, as far as both have one."""
    for code in sorted(codes):
        unit = _unit_at(log, until, code)
        thing = _unit_thing(code, unit)
        if unit.parent in codes:
            thing.stands(named(UNIT, unit.parent), "part of")
        yield thing


def _unit_at(log: Log, until: int, code: str) -> Unit:
    rows = log.stream(unit_stream(code), until)
    return fold([decode(row.topic, row.state) for row in rows])


def _unit_thing(code: str, unit: Unit) -> Thing:
    thing = Thing(named(UNIT, code), UNIT)
    thing.has("name", unit.name)
    thing.has("name_en", unit.name_en)
    thing.has("level", unit.level)
    thing.has("class", unit.unit_class)
    return thing
