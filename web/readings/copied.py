"""The copy somebody gets of the personal data a case holds of them, in the reader's words."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from application.clock import from_ms
from application.keys import ACTIVE, DESTROYED, SealBroken
from domain.case import events as e
from domain.case.readings import OPEN_FOR, places
from domain.case.record import OWN_DATA
from domain.case.sealing import destroyed
from domain.sealed import Sealed
from web import times, words
from web.desk import values
from web.desk.standing import Standing
from web.desk.told import title
from web.service import service
from web.wording import _

NAME_OF_FILE: Final = "name"


class Item(NamedTuple):
    """One text of theirs: the record it stands in, when that was made, what it is, what it says."""

    version: int
    record: str
    at: str
    label: str
    text: str


class Copy(NamedTuple):
    """What is handed over: of which matter, of whom, as of when, on which record of the export."""

    number: str
    title: str
    track: str
    received: str
    person: str
    asked: str
    version: int
    items: list[Item]


def given(now: Standing, person: str) -> tuple[int, e.DataExported] | None:
    """The viewer's own last export of it, while it is no longer ago than a reading stays open."""
    own = (
        (version, event)
        for version, event in enumerate(now.loaded.history, start=1)
        if isinstance(event, e.DataExported)
        and (event.what, event.person, event.by.user) == (OWN_DATA, person, now.ctx.by.user)
        and now.ctx.now < from_ms(now.loaded.rows[version - 1].recorded) + OPEN_FOR
    )
    return max(own, default=None, key=lambda one: one[0])


def copy_of(now: Standing, person: str, version: int) -> Copy:
    """Whoever calls this has put on record that it is given out, at that version."""
    case = now.case
    return Copy(
        number=case.number,
        title=case.title,
        track=words.word(words.TRACK, case.track),
        received=times.stamp(case.received_at),
        person=values.write("person", person, e.DataExported.__name__),
        asked=times.stamp(now.loaded.history[version - 1].at),
        version=version,
        items=list(_items(now, person)),
    )


def _items(now: Standing, person: str) -> Iterator[Item]:
    """Each text under that person's key, those a correction replaced too: they are kept as well."""
    history = now.loaded.history
    gone = destroyed(history)
    for box, place in places(history).items():
        if box.key.rpartition(".")[0] == person:
            event = history[place.version - 1]
            label = values.label(place.field, type(event).__name__)
            erased = box.key in gone  # decided; the key may have a moment left, after a crash
            text = _("(erased)") if erased else _text(now.case.id, place.field, event, box)
            yield Item(place.version, title(event), times.stamp(event.at), label, text)


def _text(case_id: str, field: str, event: e.Fact, box: Sealed) -> str:
    name = NAME_OF_FILE if isinstance(event, e.Attached) else field
    try:
        opened = service().desk.keys.open(case_id, name, box)
    except SealBroken:
        return _("(can't be opened: altered, or sealed with another key)")
    if opened.state == ACTIVE:
        return opened.text
    return _("(erased)") if opened.state == DESTROYED else _("(key lost)")
