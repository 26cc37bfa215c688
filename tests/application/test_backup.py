"""A backup holds everything but the key-encryption key, and shows whoever touched it."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from pyotp import TOTP

from application.accounts import Account, Accounts
from application.backup import FILES, BackupError, back_up, restore, verify
from application.backup.tables import restore_accounts
from application.clock import system_clock
from application.desk import Act, Desk
from application.files.keeping import Kept
from application.files.taking import take
from application.keys import make_engine
from application.migrate import migrate
from application.numbers import new_case_id
from application.presence import NotMigrated
from application.sealing import build
from application.settings import Settings
from application.store.driver import sqlite3
from application.store.rows import EVENTS
from domain.case.events import Actor
from domain.case.intake import Receive, Screen
from tests.application.lost import lose_files
from tests.conftest import Place
from tests.tampering import disarm

DESK = Actor("zhang", "centre", "operator")


@pytest.fixture
def settings(data_dir: Path, database_url: str) -> Settings:
    return Settings(data=data_dir, database_url=database_url)


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    """A desk with a case whose form had a key."""
    migrate(settings)
    desk = Desk(settings)
    case_id = new_case_id()
    values = {"number": "", "track": "hotline", "channel": "phone", "title": "路灯不亮"}
    command = build(desk.keys, Receive, case_id, {**values, "name": "陈某"})
    assert isinstance(command, Receive)
    desk.receive(command, Act(by=DESK, key="form-1"), case_id)
    yield desk
    desk.close()


def attach(desk: Desk, name: str = "照片.txt", data: bytes = b"three lamps") -> Kept:
    """A file on the first case."""
    case_id = desk.find("QS" + str(system_clock().year) + "-00001")
    file = take(BytesIO(data), name, 1 << 20)
    desk.batch([], Act(by=DESK), case_id, [file])
    return Kept(case_id, file.sha256)


@pytest.fixture
def copy(desk: Desk, settings: Settings, tmp_path: Path) -> Path:
    """A backup of it."""
    folder = tmp_path / "copy"
    back_up(settings, folder)
    return folder


def test_it_says_how_far_it_goes_and_proves_itself(copy: Path, desk: Desk) -> None:
    manifest = verify(copy)

    assert manifest.seq == desk.log.head()
    assert set(manifest.files) == set(FILES)


def test_only_its_owner_reads_it(copy: Path) -> None:
    assert copy.stat().st_mode & 0o077 == 0
    assert [path.name for path in copy.iterdir() if path.stat().st_mode & 0o077] == []


def test_the_key_encryption_key_is_not_in_it(copy: Path, settings: Settings) -> None:
    kek = (settings.data / "kek").read_bytes().strip()

    assert not [path for path in copy.iterdir() if kek in path.read_bytes()]


def test_it_is_made_while_others_write(desk: Desk, settings: Settings, tmp_path: Path) -> None:
    case_id = desk.find("QS" + str(system_clock().year) + "-00001")
    told: list[int] = []

    def meanwhile(done: int, _: int) -> None:
        told.append(done)
        if len(told) == 1:
            desk.execute(case_id, Screen(), Act(by=DESK))

    manifest = back_up(settings, tmp_path / "copy", meanwhile)

    assert manifest.seq in (desk.log.head(), desk.log.head() - 1)
    assert verify(tmp_path / "copy") == manifest


def test_restored_elsewhere_it_is_the_same_log(
    copy: Path, desk: Desk, settings: Settings, new_place: Callable[[], Place]
) -> None:
    other = _elsewhere(settings, new_place())

    restore(other, copy)

    restored = Desk(other)
    assert restored.log.after(0, 1000) == desk.log.after(0, 1000)
    again = restored.receive(
        Receive(number="", track="hotline", channel="phone", title="路灯不亮"),  # type: ignore[arg-type]
        Act(by=DESK, key="form-1"),
    )
    assert again.repeated
    loaded = restored.load(again.case_id)
    name = loaded.history[0].name  # type: ignore[attr-defined]
    assert restored.keys.open(again.case_id, "name", name).text == "陈某"
    restored.close()


def _elsewhere(settings: Settings, place: Place) -> Settings:
    shutil.copy(settings.data / "kek", place.data_dir / "kek")
    return Settings(data=place.data_dir, database_url=place.database_url)


def test_a_log_from_either_database_is_restored_to_the_other(
    copy: Path, desk: Desk, settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = "" if settings.database_url else request.getfixturevalue("new_postgresql_url")()
    (tmp_path / "other").mkdir()
    other = _elsewhere(settings, Place(tmp_path / "other", url))

    restore(other, copy)

    restored = Desk(other)
    assert restored.log.after(0, 1000) == desk.log.after(0, 1000)
    restored.close()


def test_accounts_come_along_and_sessions_do_not(
    desk: Desk, settings: Settings, tmp_path: Path, new_place: Callable[[], Place]
) -> None:
    accounts = Accounts(settings)
    accounts.add(Account("li", "李国强", "leader", "centre"), "long enough 1")
    _, token = accounts.log_in("li", "long enough 1")
    accounts.close()
    back_up(settings, tmp_path / "copy")
    other = _elsewhere(settings, new_place())

    restore(other, tmp_path / "copy")

    restored = Accounts(other)
    assert restored.log_in("li", "long enough 1")[0].name == "李国强"
    assert restored.session(token) is None
    restored.close()


def test_attached_files_come_along_sealed(
    desk: Desk, settings: Settings, tmp_path: Path, new_place: Callable[[], Place]
) -> None:
    kept = attach(desk)
    manifest = back_up(settings, tmp_path / "copy")
    assert manifest.files_missing == 0
    everything = b"".join(path.read_bytes() for path in (tmp_path / "copy").iterdir())
    assert b"three lamps" not in everything
    other = _elsewhere(settings, new_place())

    restore(other, tmp_path / "copy")

    with closing(Desk(other)) as restored:
        assert restored.files.read(kept) == b"three lamps"


def test_files_that_are_not_there_are_counted_and_stop_no_backup(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    attach(desk)
    attach(desk, data=b"another")
    lose_files(settings)

    assert back_up(settings, tmp_path / "copy").files_missing == 2


def test_a_backup_from_before_there_were_files_is_restored(
    copy: Path, desk: Desk, settings: Settings, new_place: Callable[[], Place]
) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    del manifest["files"]["files.db"], manifest["files"]["messages.db"], manifest["files_missing"]
    manifest["format"] = "linkage-backup/1"
    (copy / "manifest.json").write_text(json.dumps(manifest))
    (copy / "files.db").unlink()
    (copy / "messages.db").unlink()
    other = _elsewhere(settings, new_place())

    restore(other, copy)

    migrate(other)
    with closing(Desk(other)) as restored:
        assert restored.log.head() == desk.log.head()
        kept = attach(restored)
        assert restored.files.read(kept) == b"three lamps"


def test_where_a_store_is_nothing_is_restored(copy: Path, settings: Settings) -> None:
    with pytest.raises(BackupError) as refused:
        restore(settings, copy)

    assert refused.value.code == "store-not-empty"


@pytest.mark.parametrize(("kek", "code"), [(None, "kek-missing"), (b"A" * 43 + b"=", "other-kek")])
def test_without_the_right_key_encryption_key_nothing_is_restored(
    copy: Path, new_place: Callable[[], Place], kek: bytes | None, code: str
) -> None:
    place = new_place()
    if kek is not None:
        (place.data_dir / "kek").write_bytes(kek)
        (place.data_dir / "kek").chmod(0o600)

    with pytest.raises(BackupError) as refused:
        restore(Settings(data=place.data_dir, database_url=place.database_url), copy)

    assert refused.value.code == code


def test_without_a_store_there_is_nothing_to_back_up(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NotMigrated):
        back_up(settings, tmp_path / "copy")

    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("database", ["sqlite"])
class TestWhoeverTouchedABackup:
    """A backup is the same files whatever database it was taken from."""

    @pytest.mark.parametrize(
        ("statement", "code"),
        [
            (f"UPDATE {EVENTS} SET state = '{{}}' WHERE rowid = 2", "event-altered"),
            (f"UPDATE {EVENTS} SET recorded_at = 0 WHERE rowid = 2", "event-altered"),
            (f"UPDATE {EVENTS} SET topic = 'unit.moved' WHERE rowid = 2", "event-altered"),
            (f"DELETE FROM {EVENTS} WHERE rowid = 2", "seq-not-dense"),
            (f"DELETE FROM {EVENTS} WHERE topic = 'case.received'", "log-altered"),
        ],
    )
    def test_an_altered_log_is_found_even_when_the_manifest_was_made_to_fit(
        self, copy: Path, statement: str, code: str
    ) -> None:
        with sqlite3.connect(copy / "events.db") as log:
            disarm(log)
            log.execute(statement)
        log.close()
        _make_fit(copy, "events.db")

        with pytest.raises(BackupError) as found:
            verify(copy)

        assert found.value.code == code

    @pytest.mark.parametrize("name", FILES)
    def test_a_changed_file_is_found(self, copy: Path, name: str) -> None:
        content = bytearray((copy / name).read_bytes())
        content[-1] ^= 1
        (copy / name).write_bytes(content)

        with pytest.raises(BackupError) as found:
            verify(copy)

        assert found.value.code == "file-changed"

    @pytest.mark.parametrize("name", FILES)
    def test_a_missing_file_is_found(self, copy: Path, name: str) -> None:
        (copy / name).unlink()

        with pytest.raises(BackupError) as found:
            verify(copy)

        assert found.value.code == "file-missing"

    def test_a_copy_that_was_not_finished_is_no_backup(self, copy: Path) -> None:
        (copy / "manifest.json").unlink()

        with pytest.raises(BackupError) as found:
            verify(copy)

        assert found.value.code == "no-backup"

    @pytest.mark.parametrize("text", ["", "{}", '{"format": "linkage-backup/2"}'])
    def test_a_manifest_of_another_kind_is_refused(self, copy: Path, text: str) -> None:
        (copy / "manifest.json").write_text(text)

        with pytest.raises(BackupError) as found:
            verify(copy)

        assert found.value.code == "other-format"

    def test_a_log_full_of_noise_is_damaged(self, copy: Path) -> None:
        (copy / "events.db").write_bytes(b"noise" * 10_000)
        _make_fit(copy, "events.db")

        with pytest.raises(BackupError) as found:
            verify(copy)

        assert found.value.code == "file-damaged"


def _make_fit(copy: Path, name: str) -> None:
    """Write the digest of the changed file into the manifest."""
    manifest = json.loads((copy / "manifest.json").read_text())
    content = (copy / name).read_bytes()
    manifest["files"][name] = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    (copy / "manifest.json").write_text(json.dumps(manifest))


def test_one_time_codes_and_recovery_codes_come_along(
    desk: Desk, settings: Settings, tmp_path: Path, new_place: Callable[[], Place]
) -> None:
    accounts = Accounts(settings)
    accounts.add(Account("li", "李国强", "leader", "centre"), "long enough 1")
    phone = TOTP(accounts.codes.offer("li"))
    recovery = accounts.codes.take_up("li", phone.now())
    accounts.close()
    back_up(settings, tmp_path / "copy")
    other = _elsewhere(settings, new_place())

    restore(other, tmp_path / "copy")

    restored = Accounts(other)
    account, token = restored.log_in("li", "long enough 1")
    assert account.totp
    assert restored.session(token) is None
    restored.enter_code(token, recovery[0])
    restored.close()


def test_a_copy_made_before_there_were_codes_is_restored_too(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    earlier = f"sqlite:///{tmp_path / 'earlier.db'}"
    engine = make_engine(earlier)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE accounts (username TEXT, name TEXT, role TEXT, unit TEXT, password TEXT,"
            " disabled BOOLEAN, failures INTEGER, locked_until BIGINT)"
        )
        connection.exec_driver_sql(
            "INSERT INTO accounts VALUES ('li', '李国强', 'leader', 'centre', 'x', 0, 2, 0)"
        )
    engine.dispose()

    restore_accounts(settings, tmp_path / "earlier.db")

    accounts = Accounts(settings)
    assert accounts.get("li") == Account("li", "李国强", "leader", "centre")
    accounts.close()
