"""Troubles are named by what drivers and the system say, however deep they lie."""

import errno
from pathlib import Path

import pytest

from application.log import open_reader
from application.migrate import migrate
from application.presence import NotMigrated, Unreachable, head_of, require_store
from application.settings import Settings
from application.store.driver import sqlite3
from application.trouble import trouble


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk-full"),
        (sqlite3.OperationalError("database or disk is full"), "disk-full"),
        (sqlite3.OperationalError("database is locked"), "busy"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "not-allowed"),
        (sqlite3.DatabaseError("file is not a database"), "damaged"),
        (PermissionError(errno.EACCES, "Permission denied"), "not-allowed"),
        (FileNotFoundError(errno.ENOENT, "No such file"), "file-missing"),
        (NotMigrated(), "not-migrated"),
        (Unreachable("connection refused"), "unreachable"),
        (ZeroDivisionError("connection permission denied"), ""),
        (ValueError("database is locked"), ""),
    ],
)
def test_each_has_its_name(error: Exception, name: str) -> None:
    assert trouble(error) == name


def test_a_cause_is_looked_into() -> None:
    deep = RuntimeError("something went wrong")
    deep.__cause__ = OSError(errno.ENOSPC, "No space left on device")

    assert trouble(deep) == "disk-full"


def test_a_missing_store_has_no_head(data_dir: Path, database_url: str) -> None:
    settings = Settings(data=data_dir, database_url=database_url)

    assert head_of(settings) is None
    assert list(data_dir.iterdir()) == []
    with pytest.raises(NotMigrated):
        require_store(settings)


def test_a_store_has_the_position_of_its_last_event(data_dir: Path, database_url: str) -> None:
    settings = Settings(data=data_dir, database_url=database_url)
    migrate(settings)
    reader = open_reader(settings)

    assert require_store(settings) == reader.head() > 0
    reader.close()


def test_a_file_that_is_no_database_is_unreachable(data_dir: Path) -> None:
    (data_dir / "events.db").write_bytes(b"noise" * 1000)

    with pytest.raises(Exception) as found:  # noqa: PT011 - whichever layer meets it first
        head_of(Settings(data=data_dir))

    assert trouble(found.value) in ("damaged", "unreachable")


def test_a_server_that_is_not_there_is_unreachable(data_dir: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:1/nowhere"

    with pytest.raises(Unreachable):
        head_of(Settings(data=data_dir, database_url=url))
