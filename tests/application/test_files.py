"""Files of cases are sealed, kept beside the log, and given back as the log says, on each store."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import update

from application.desk import Act, Desk, Recorded
from application.files.keeping import ALTERED, MISSING, FileGone, Kept, Prepared
from application.files.storing import Store, open_store
from application.files.taking import take
from application.keys import ACTIVE, DESTROYED, make_engine, person_keys
from application.migrate import migrate
from application.numbers import new_case_id
from application.sealing import MATTER, REPORTER, build
from application.settings import Settings
from application.units import found_unit
from domain.case.dispatch import Dispatch, Return
from domain.case.events import Actor, Attached, Dispatched, Received, Returned
from domain.case.intake import Receive, Screen
from domain.case.record import Note
from domain.case.words import DispatchRole
from domain.errors import DomainError
from domain.units.events import UnitFounded

DESK = Actor("zhang", "centre", "operator")
UNIT = Actor("wang", "pcs", "responder")
CLEAR = "桥头路灯不亮，三户门前".encode()
A, B = "a" * 64, "b" * 64


def paper(name: str = "经过.txt", data: bytes = CLEAR) -> Prepared:
    return take(BytesIO(data), name, 1 << 20)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with closing(open_store(settings)) as store:
        yield store


@pytest.fixture
def settings(data_dir: Path, database_url: str) -> Settings:
    settings = Settings(data=data_dir, database_url=database_url)
    migrate(settings)
    return settings


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    with closing(Desk(settings)) as desk:
        for code in ("pcs", "sfs"):
            founded = UnitFounded(
                at=desk.clock(), by="root", code=code, name=code, level="town", parent="centre"
            )
            found_unit(desk, founded)
        yield desk


def received(desk: Desk, *files: Prepared, track: str = "emergency") -> Recorded:
    case_id = new_case_id()
    values = {"number": "", "track": track, "channel": "phone", "title": "路灯不亮"}
    command = build(desk.keys, Receive, case_id, values)
    assert isinstance(command, Receive)
    return desk.receive(command, Act(by=DESK), case_id, files)


def attached(desk: Desk, case_id: str) -> list[Attached]:
    return [event for event in desk.load(case_id).history if isinstance(event, Attached)]


# --- the store ---


def test_what_is_put_is_given_back(store: Store) -> None:
    store.put(A, b"\x00sealed\xff")

    assert store.get(A) == b"\x00sealed\xff"


def test_where_nothing_is_kept_there_is_nothing(store: Store) -> None:
    assert store.get(A) is None
    assert list(store.addresses()) == []


def test_what_is_put_again_takes_the_place_of_what_was_there(store: Store) -> None:
    store.put(A, b"one")
    store.put(A, b"two")

    assert store.get(A) == b"two"


def test_the_store_says_what_it_has(store: Store) -> None:
    store.put(B, b"")
    store.put(A, b"one")

    assert list(store.addresses()) == [A, B]


@pytest.mark.parametrize("database", ["sqlite"])
@pytest.mark.parametrize("address", ["../../etc/passwd", "", "A" * 64, "a" * 63 + "/"])
def test_only_an_address_is_looked_up_in_the_folder(store: Store, address: str) -> None:
    with pytest.raises(ValueError, match="^" + address.replace(".", r"\.") + "$"):
        store.get(address)


@pytest.mark.parametrize("database", ["sqlite"])
def test_what_a_writer_that_died_left_behind_is_no_file(store: Store, settings: Settings) -> None:
    store.put(A, b"one")
    (settings.files_path / "aa" / ".0123456789abcdef").write_bytes(b"half")

    assert list(store.addresses()) == [A]


@pytest.mark.parametrize("database", ["sqlite"])
def test_only_the_service_reads_the_folder(store: Store, settings: Settings) -> None:
    store.put(A, b"one")

    paths = [settings.files_path, *settings.files_path.rglob("*")]
    assert len(paths) == 3
    assert not [path for path in paths if path.stat().st_mode & 0o077]


# --- keeping ---


def test_a_file_is_recorded_with_its_step_or_not_at_all(desk: Desk) -> None:
    case_id = received(desk).case_id

    done = desk.execute(case_id, Screen(), Act(by=DESK), [paper(), paper("其他.txt", b"x")])

    screened, *files = done.events
    assert desk.load(case_id).history[1:] == [screened, *files]
    assert [(file.step, file.size) for file in files if isinstance(file, Attached)] == [
        (2, len(CLEAR)),
        (2, 1),
    ]


def test_a_step_that_is_refused_leaves_neither_event_nor_file(desk: Desk) -> None:
    case_id = received(desk).case_id

    with pytest.raises(DomainError):
        desk.execute(case_id, Return(dispatch=7, reason="不在辖区"), Act(by=DESK), [paper()])

    assert attached(desk, case_id) == []
    assert desk.files.addresses() == []


def test_it_opens_to_what_it_was_and_its_name_too(desk: Desk) -> None:
    case_id = received(desk, paper("照片 “桥头” 𠮷.txt")).case_id

    (event,) = attached(desk, case_id)

    assert desk.files.read(Kept(case_id, event.sha256)) == CLEAR
    assert event.name is not None
    assert desk.keys.open(case_id, "name", event.name).text == "照片 “桥头” 𠮷.txt"


def test_what_came_with_the_receipt_is_the_reporters_and_the_rest_the_matters(desk: Desk) -> None:
    case_id = received(desk, paper()).case_id
    desk.execute(case_id, Note(label="现场"), Act(by=DESK), [paper("二.txt", b"2")])

    names = [event.name for event in attached(desk, case_id)]

    assert [name.key.partition(".")[0] for name in names if name] == [REPORTER, MATTER]


def test_files_alone_belong_to_the_case(desk: Desk) -> None:
    case_id = received(desk).case_id

    desk.batch([], Act(by=DESK), case_id, [paper()])

    assert [event.step for event in attached(desk, case_id)] == [0]


def test_files_alone_are_refused_to_whoever_has_no_part_in_the_case(desk: Desk) -> None:
    case_id = received(desk).case_id

    with pytest.raises(DomainError):
        desk.batch([], Act(by=UNIT), case_id, [paper()])

    assert attached(desk, case_id) == []


def test_who_gives_a_case_back_may_add_why(desk: Desk) -> None:
    case_id = received(desk, track="hotline").case_id
    desk.execute(case_id, Screen(), Act(by=DESK))
    desk.execute(case_id, Dispatch(unit="pcs"), Act(by=DESK))

    done = desk.execute(case_id, Return(dispatch=1, reason="不在辖区"), Act(by=UNIT), [paper()])

    kinds = [type(event) for event in done.events]
    assert (kinds[0], kinds[-1]) == (Returned, Attached)


def test_of_several_units_dispatched_at_once_each_gets_the_files(desk: Desk) -> None:
    case_id = received(desk).case_id
    sent = [
        Dispatch(unit="pcs", zone="seat"),
        Dispatch(unit="sfs", role=DispatchRole.SUPPORT, zone="seat"),
    ]

    done = desk.batch(sent, Act(by=DESK), case_id, [paper()])

    history = desk.load(case_id).history
    steps = [event.step for event in done.events if isinstance(event, Attached)]
    assert [type(history[step - 1]) for step in steps] == [Dispatched, Dispatched]
    assert len(desk.files.addresses()) == 1


def test_a_case_registered_and_dispatched_at_once_has_its_files_with_the_receipt(
    desk: Desk,
) -> None:
    case_id = new_case_id()
    values = {"number": "", "track": "emergency", "channel": "phone", "title": "路灯不亮"}
    receive = build(desk.keys, Receive, case_id, values)

    desk.batch([receive, Dispatch(unit="pcs", zone="seat")], Act(by=DESK), case_id, [paper()])

    history = desk.load(case_id).history
    assert [type(history[e.step - 1]) for e in attached(desk, case_id)] == [Received]


def test_a_form_sent_twice_counts_once_with_its_files(desk: Desk) -> None:
    case_id = received(desk).case_id
    act = Act(by=DESK, key="form-1")
    desk.execute(case_id, Note(label="现场"), act, [paper()])

    again = desk.execute(case_id, Note(label="现场"), act, [paper()])

    assert again.repeated
    assert len(attached(desk, case_id)) == 1


def test_the_same_content_in_two_cases_lies_in_two_places(desk: Desk) -> None:
    received(desk, paper())
    received(desk, paper())

    assert len(desk.files.addresses()) == 2


def test_nothing_of_it_lies_anywhere_in_clear(desk: Desk, settings: Settings) -> None:
    file = paper("陈某的身份证.txt", b"HIDDEN-CONTENT " * 500)
    case_id = received(desk, file).case_id
    (address,) = desk.files.addresses()
    with closing(open_store(settings)) as store:
        stored = store.get(address) or b""

    files = [path for path in settings.data.rglob("*") if path.is_file()]
    everything = b"".join([stored, *(path.read_bytes() for path in files)])

    assert b"HIDDEN-CONTENT" not in everything
    assert "陈某的身份证".encode() not in everything
    assert not [path for path in files if "陈" in path.name or file.sha256 in str(path)]
    assert desk.files.read(Kept(case_id, file.sha256)) == file.data


# --- what becomes of it ---


def test_with_its_key_the_file_is_gone_for_good(desk: Desk, settings: Settings) -> None:
    case_id = received(desk, paper()).case_id
    (event,) = attached(desk, case_id)

    _destroy(settings, case_id, REPORTER)

    with pytest.raises(FileGone) as gone:
        desk.files.read(Kept(case_id, event.sha256))
    assert gone.value.why == DESTROYED


def test_after_erasing_the_same_file_can_be_added_anew(desk: Desk, settings: Settings) -> None:
    case_id = received(desk, paper()).case_id
    _destroy(settings, case_id, REPORTER)

    desk.batch([], Act(by=DESK), case_id, [paper()])

    assert desk.files.state(Kept(case_id, paper().sha256)) == ACTIVE


def _destroy(settings: Settings, case_id: str, person: str) -> None:
    engine = make_engine(settings.keyring_url)
    which = (person_keys.c.case_id == case_id) & (person_keys.c.person == person)
    with engine.begin() as connection:
        connection.execute(update(person_keys).where(which).values(wrapped=None, state=DESTROYED))
    engine.dispose()


@pytest.mark.parametrize(
    "damage",
    [
        lambda box: box[:-1],
        lambda box: box[:60] + bytes([box[60] ^ 1]) + box[61:],
        lambda _: b"",
        lambda _: b"no file of ours",
        lambda box: box.replace(b"reporter.1", b"reporter.x", 1),
        lambda box: b"\xff" * 10 + box[10:],
    ],
)
def test_one_that_was_altered_is_not_given_back(
    desk: Desk, settings: Settings, damage: object
) -> None:
    assert callable(damage)
    case_id = received(desk, paper()).case_id
    (address,) = desk.files.addresses()
    with closing(open_store(settings)) as store:
        store.put(address, damage(store.get(address)))

    assert desk.files.state(Kept(case_id, paper().sha256)) == ALTERED


def test_one_moved_to_another_case_does_not_open_there(desk: Desk, settings: Settings) -> None:
    one, other = received(desk, paper()).case_id, received(desk, paper()).case_id
    here, there = Kept(one, paper().sha256), Kept(other, paper().sha256)
    with closing(open_store(settings)) as store:
        store.put(there.address, store.get(here.address) or b"")

    assert desk.files.state(there) == ALTERED


def test_one_that_is_not_there_is_named_as_missing(desk: Desk) -> None:
    assert desk.files.state(Kept(new_case_id(), A)) == MISSING


def test_a_writer_killed_between_file_and_event_leaves_no_event_without_its_file(
    settings: Settings, desk: Desk
) -> None:
    case_id = received(desk).case_id

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(settings.data), settings.database_url, case_id],
        check=False,
        cwd=Path(__file__).parents[2],
        env={"PATH": os.environ["PATH"]},
    )

    assert killed.returncode == -signal.SIGKILL
    assert attached(desk, case_id) == []
    assert len(desk.files.addresses()) == 1
    desk.batch([], Act(by=DESK), case_id, [paper()])
    assert len(attached(desk, case_id)) == 1


KILLED = """
import os, signal, sys
from io import BytesIO
from pathlib import Path
from application.desk import Act, Desk
from application.files.taking import take
from application.settings import Settings
from domain.case.events import Actor

data, url, case_id = sys.argv[1:]
desk = Desk(Settings(data=Path(data), database_url=url))
desk.put = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
file = take(BytesIO("桥头路灯不亮，三户门前".encode()), "经过.txt", 1 << 20)
desk.batch([], Act(by=Actor("zhang", "centre", "operator")), case_id, [file])
"""
