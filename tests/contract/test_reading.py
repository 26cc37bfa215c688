"""What can be read from the log: types checked, older shapes lifted, whole commits only."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

import msgspec
import pytest
from eventsourcing.persistence import MapperDeserialisationError

from application import codec
from application.desk import Act, Desk
from application.registry import unit_stream
from application.settings import Settings
from domain.case import events as e
from domain.case.record import Note
from domain.errors import CaseUnknown
from tests.contract.records import DESK, handle, put, receive, received, stored


class OldNote(e.Fact, frozen=True, kw_only=True):
    """A remark as an earlier version of the service might have written it."""

    words: str


@pytest.fixture
def lifted() -> Iterator[None]:
    """For a while remarks of the older shape can be read."""

    def lift(old: OldNote) -> e.Noted:
        return e.Noted(at=old.at, by=old.by, label=old.words)

    codec.upcast("case.noted@0", OldNote, lift)
    yield
    codec._DECODERS.pop("case.noted@0")


def old_note() -> bytes:
    """The stored bytes of an older remark."""
    note = OldNote(at=codec.decode("case.noted", NOTE).at, by=DESK, words="旧写法")
    return msgspec.json.encode(note)


NOTE = b'{"at":"2025-06-10T02:00:00Z","by":["zhang","centre","operator"],"label":"x"}'


def test_an_older_shape_is_lifted_when_it_is_read(
    desk: Desk, settings: Settings, lifted: None
) -> None:
    case_id = received(desk)
    put(settings, case_id, 2, "case.noted@0", old_note())
    loaded = desk.load(case_id)
    assert isinstance(loaded.history[1], e.Noted)
    assert loaded.history[1].label == "旧写法"
    assert stored(settings)[-1].state == old_note()  # nothing stored is rewritten


@pytest.mark.parametrize("topic", ["case.exploded", "os:system", "case.noted@7", ""])
def test_an_unknown_topic_is_refused_and_nothing_imported(
    desk: Desk, settings: Settings, topic: str
) -> None:
    case_id = received(desk)
    put(settings, case_id, 2, topic, NOTE)
    with pytest.raises(MapperDeserialisationError, match="unknown topic"):
        desk.load(case_id)
    with pytest.raises(MapperDeserialisationError):
        desk.execute(case_id, Note(label="x"), Act(by=DESK))


@pytest.mark.parametrize(
    "state",
    [
        b"",
        b"{",
        b"[]",
        b'{"at":"2025-06-10T02:00:00Z","by":["zhang","centre","operator"],"label":7}',
        b'{"at":"2025-06-10T02:00:00Z","by":["zhang","centre","operator"],"colour":"red"}',
        b'{"at":"soon","by":["zhang","centre","operator"]}',
        b'{"by":["zhang","centre","operator"]}',
        b'{"_type_":"datetime_iso","_data_":"2025-06-10T02:00:00Z"}',
    ],
)
def test_bytes_of_another_shape_are_refused(desk: Desk, settings: Settings, state: bytes) -> None:
    case_id = received(desk)
    put(settings, case_id, 2, "case.noted", state)
    with pytest.raises(MapperDeserialisationError, match=r"case\.noted"):
        desk.load(case_id)


def test_a_case_is_read_as_it_stood_at_any_position(desk: Desk) -> None:
    first = receive(desk)
    handle(desk, first.case_id)
    rows = desk.load(first.case_id).rows
    for version, row in enumerate(rows, start=1):
        assert desk.load(first.case_id, upto=row.seq).case.version == version
    with pytest.raises(CaseUnknown):
        desk.load(first.case_id, upto=first.seq - 1)


def test_a_case_is_read_as_it_was_known_at_any_time(settings: Settings, desk: Desk) -> None:
    start = desk.clock()
    case_id = received(desk)
    later = Desk(settings, clock=lambda: start + timedelta(hours=1))
    later.execute(case_id, Note(label="x"), Act(by=DESK))
    assert desk.load_at(case_id, start + timedelta(minutes=59)).case.version == 1
    assert desk.load_at(case_id, start + timedelta(hours=1)).case.version == 2
    with pytest.raises(CaseUnknown):
        desk.load_at(case_id, start - timedelta(hours=1))
    later.close()


@pytest.mark.parametrize("name", ["police", "centre"])
def test_what_is_no_case_is_not_loaded_as_one(desk: Desk, name: str) -> None:
    with pytest.raises(CaseUnknown):
        desk.load(unit_stream(name))


def test_while_one_writes_others_see_whole_commits_in_order(
    desk: Desk, open_desk: Callable[[], Desk]
) -> None:
    case_id = received(desk)
    done, seen = threading.Event(), list[int]()

    def read() -> None:
        reader = open_desk()
        while not done.is_set():
            seen.append(len(reader.log.stream(case_id)))

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(40):
        desk.batch([Note(label=f"{number}"), Note(label="…")], Act(by=DESK), case_id)
    done.set()
    thread.join()
    assert seen == sorted(seen)
    assert all(length % 2 == 1 for length in seen)


def test_the_log_is_read_in_order_piece_by_piece(desk: Desk) -> None:
    for _ in range(4):
        handle(desk, received(desk))
    head, position, pieces = desk.log.head(), 0, []
    while rows := desk.log.after(position, 7):
        pieces.append(len(rows))
        assert [row.seq for row in rows] == list(range(position + 1, position + len(rows) + 1))
        position = rows[-1].seq
    assert position == head
    assert set(pieces[:-1]) == {7}


def test_aggregates_are_read_whole_in_the_order_in_which_they_began(desk: Desk) -> None:
    cases = [received(desk) for _ in range(5)]
    for case in reversed(cases):
        handle(desk, case)
    upto = desk.log.head()
    receive(desk)
    found = [row for after in range(0, upto, 3) for row in desk.log.begun(after, after + 3, upto)]
    order = list(dict.fromkeys(row.stream for row in found))
    assert order == list(dict.fromkeys(row.stream for row in desk.log.after(0, upto)))
    assert [row.version for row in found if row.stream == cases[0]] == list(
        range(1, 1 + sum(row.stream == cases[0] for row in found))
    )
    assert sorted(row.seq for row in found) == list(range(1, upto + 1))
    assert [stream for stream, _ in groupby(found, attrgetter("stream"))] == order
