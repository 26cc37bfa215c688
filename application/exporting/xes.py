"""The log as an event stream by case (XES, IEEE 1849): one trace for each case, in order of time.

Handlers are pseudonyms of this one export; nothing in it names a person.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import IO, Final, NamedTuple
from xml.sax.saxutils import quoteattr

from application.desk import Desk
from application.exporting.recording import record
from application.mining.leaving import Value
from application.mining.objects import HANDLER, UNIT, Event, Thing, named
from application.mining.pseudonyms import Pseudonyms
from application.mining.reading import Matter, Tell, matters
from application.mining.telling import Shared
from application.mining.wanted import Wanted

FORM: Final = "xes"
STANDARD: Final = "http://www.xes-standard.org/"
EXTENSIONS: Final = (
    ("Concept", "concept"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
    ("Time", "time"),
)
HEAD: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="{STANDARD}">
"""
GLOBALS: Final = """<global scope="trace">
<string key="concept:name" value=""/>
</global>
<global scope="event">
<string key="concept:name" value=""/>
<string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
</global>
<classifier name="Activity" scope="event" keys="concept:name"/>
"""
END: Final = "</log>\n"


class Written(NamedTuple):
    """How much was written, and up to which position of the log."""

    cases: int
    events: int
    until: int


def export_xes(
    desk: Desk, file: IO[bytes], until: int, wanted: Wanted, by: str, tell: Tell
) -> Written:
    """Put on record that it is done, then write the wanted cases as they stood at `until`."""
    record(desk, FORM, until, wanted, by)
    shared = Shared(Pseudonyms())
    cases = events = 0
    file.write("".join((HEAD, *_extensions(), GLOBALS)).encode())
    for matter in matters(desk.log, until, wanted, tell):
        file.write("".join(_trace(matter, shared)).encode())
        cases, events = cases + 1, events + len(matter.facts)
    file.write(END.encode())
    return Written(cases, events, until)


def _extensions() -> Iterator[str]:
    for name, prefix in EXTENSIONS:
        yield f'<extension name="{name}" prefix="{prefix}" uri="{STANDARD}{prefix}.xesext"/>\n'


def _trace(matter: Matter, shared: Shared) -> Iterator[str]:
    told = shared.tell(matter)
    yield "<trace>\n"
    yield _attribute("concept:name", matter.case.number)
    yield from (_attribute(name, value) for name, value in _last(told.things[0]).items())
    for event in sorted(told.events, key=lambda event: event.at):
        yield "<event>\n"
        yield from _event(event)
        yield "</event>\n"
    yield "</trace>\n"


def _last(case: Thing) -> dict[str, Value | datetime]:
    """The attributes of a case as they stand at the end."""
    return {change.name: change.value for change in case.changes}


def _event(event: Event) -> Iterator[str]:
    yield _attribute("concept:name", event.type)
    yield _attribute("lifecycle:transition", "complete")
    yield _attribute("time:timestamp", event.at)
    for key, qualifier, kind in (
        ("org:resource", "done by", HANDLER),
        ("org:group", "done for", UNIT),
    ):
        for to, how in event.links.items():
            if how == qualifier:
                yield _attribute(key, to.removeprefix(named(kind, "")))
    for name, value in event.attributes.items():
        yield _attribute("org:role" if name == "acting_role" else name, value)


def _attribute(key: str, value: Value | datetime) -> str:
    """One element: its tag says what kind of value it is."""
    if isinstance(value, bool):
        return _element("boolean", key, str(value).lower())
    if isinstance(value, int):
        return _element("int", key, str(value))
    if isinstance(value, datetime):
        return _element("date", key, value.isoformat(timespec="milliseconds"))
    return _element("string", key, value)


def _element(tag: str, key: str, value: str) -> str:
    return f"<{tag} key={quoteattr(key)} value={quoteattr(value)}/>\n"
