"""What stands around the service: other programs' variables, the host's SQLite, the disk."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from application.desk import Act, Desk
from application.migrate import migrate
from application.settings import Settings
from application.store.driver import SAFE, is_safe, sqlite3
from domain.case.record import Note
from tests.contract.conftest import found_units
from tests.contract.records import DESK, handle, query, received, stored

STRAY = {
    "PERSISTENCE_MODULE": "eventsourcing.popo",
    "CENTER_PERSISTENCE_MODULE": "eventsourcing.popo",
    "INFRASTRUCTURE_FACTORY": "eventsourcing.popo:POPOFactory",
    "SQLITE_DBNAME": ":memory:",
    "CENTER_SQLITE_DBNAME": ":memory:",
    "POSTGRES_DBNAME": "elsewhere",
    "POSTGRES_HOST": "192.0.2.1",
    "POSTGRES_SCHEMA": "elsewhere",
    "CREATE_TABLE": "yes",
    "COMPRESSOR_TOPIC": "zlib",
    "CIPHER_TOPIC": "os:system",
    "CIPHER_KEY": "eHh4",
    "IS_SNAPSHOTTING_ENABLED": "yes",
    "AGGREGATE_CACHE_MAXSIZE": "1",
    "MAPPER_TOPIC": "os:system",
    "TRANSCODER_TOPIC": "os:system",
    "ORIGINATOR_ID_TYPE": "uuid",
}


def test_the_librarys_stray_variables_have_no_effect(
    data_dir: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in STRAY.items():
        monkeypatch.setenv(name, value)
    settings = Settings(data=data_dir, database_url=database_url)
    migrate(settings)
    with closing(Desk(settings)) as desk:
        found_units(desk)
        case_id = received(desk)
        handle(desk, case_id)
    monkeypatch.undo()
    with closing(Desk(settings)) as desk:
        assert desk.load(case_id).case.version == 6
    assert stored(settings)[-1].state.startswith(b'{"at":')


def test_the_sqlite_in_use_has_no_write_ahead_log_that_can_lose_its_end() -> None:
    assert is_safe()
    assert sqlite3.sqlite_version_info >= SAFE


CONNECTED = """
SELECT application_name FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def on_files(data_dir: Path) -> Settings:
    """A migrated place of files."""
    settings = Settings(data=data_dir)
    migrate(settings)
    return settings


def test_the_precious_files_are_logged_ahead_and_synced_at_every_commit(
    on_files: Settings,
) -> None:
    assert query(on_files, "PRAGMA journal_mode") == [("wal",)]
    with closing(Desk(on_files)) as desk:
        connection = desk.center.factory.datastore.pool.get_connection()  # type: ignore[attr-defined]
        (synchronous,) = connection._sqlite_conn.execute("PRAGMA synchronous").fetchone()
        assert synchronous == 2
        desk.center.factory.datastore.pool.put_connection(connection)  # type: ignore[attr-defined]


def test_all_that_a_database_url_says_holds_for_readers_and_writers(
    data_dir: Path, new_postgresql_url: Callable[[], str]
) -> None:
    url = new_postgresql_url()
    more = f"{url}{'&' if '?' in url else '?'}application_name=centre&connect_timeout=3"
    settings = Settings(data=data_dir, database_url=more)
    migrate(settings)
    with closing(Desk(settings)) as desk:
        received(desk)
        names = query(replace(settings, database_url=url), CONNECTED)
    assert len(names) >= 2
    assert set(names) == {("centre",)}


def test_the_folder_is_its_owners(on_files: Settings, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "fresh" / "place")
    migrate(settings)
    assert settings.data.stat().st_mode & 0o077 == 0


def test_migrating_again_changes_nothing(settings: Settings) -> None:
    before = stored(settings)
    migrate(settings)
    migrate(settings)
    assert stored(settings) == before


def test_a_reader_cannot_write(on_files: Settings) -> None:
    with closing(Desk(on_files)) as desk:
        case_id = received(desk)
        desk.execute(case_id, Note(label="x"), Act(by=DESK))
        reader = desk.log.reader
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader._connection.execute("DELETE FROM stored_events")  # type: ignore[attr-defined]
