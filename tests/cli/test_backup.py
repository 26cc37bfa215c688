"""Backup and restore from the command line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from application.clock import system_clock
from domain.assessment.periods import Quarter
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place


def test_a_backup_is_proved_and_proved_again(fire: str, asked: Asked, tmp_path: Path) -> None:
    before = asked("migrate")["seq"]
    made = asked("backup", str(tmp_path / "copy"))

    assert made["seq"] == before
    assert asked("backup", str(tmp_path / "copy"), "--check") == made
    assert asked("migrate")["seq"] == before + 1  # that a copy was made is on record


def test_a_folder_with_something_in_it_is_no_place_for_a_backup(
    fire: str, linkage: Linkage, tmp_path: Path
) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "note").touch()

    result = linkage("backup", str(tmp_path / "copy"))

    assert result.exit_code == 1
    assert "not empty" in result.stderr


def test_a_backup_restored_elsewhere_is_the_same_centre(
    fire: str,
    asked: Asked,
    done: Callable[..., Result],
    place: Place,
    new_place: Callable[[], Place],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = asked("replay", fire), asked("ledger", "cases"), asked("user", "list")
    done("backup", str(tmp_path / "copy"))
    other = new_place()
    monkeypatch.setenv("LINKAGE_DATA", str(other.data_dir))
    monkeypatch.setenv("LINKAGE_DATABASE_URL", other.database_url)
    shutil.copy(place.data_dir / "kek", other.data_dir / "kek")

    restored = done("restore", str(tmp_path / "copy"))

    assert "The list of erasures has none" in restored.stdout
    assert (asked("replay", fire), asked("ledger", "cases"), asked("user", "list")) == before
    opened = asked("case", "show", fire, "--as", "zhang", "--open", "核对")
    assert opened["history"][0]["event"]["name"] == "陈某"


def test_without_the_key_encryption_key_nothing_is_restored(
    fire: str,
    done: Callable[..., Result],
    linkage: Linkage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done("backup", str(tmp_path / "copy"))
    monkeypatch.setenv("LINKAGE_DATA", str(tmp_path / "elsewhere"))
    monkeypatch.delenv("LINKAGE_DATABASE_URL")

    result = linkage("restore", str(tmp_path / "copy"))

    assert result.exit_code == 1
    assert "key-encryption key" in result.stderr
    assert not (tmp_path / "elsewhere" / "events.db").exists()


def test_a_store_is_never_restored_over(
    fire: str, done: Callable[..., Result], linkage: Linkage, tmp_path: Path
) -> None:
    done("backup", str(tmp_path / "copy"))

    result = linkage("restore", str(tmp_path / "copy"), "--lang", "zh")

    assert result.exit_code == 1
    assert "已有数据库" in result.stderr


def test_an_auditors_copy_counts_the_same_and_opens_nothing(
    fire: str,
    asked: Asked,
    done: Callable[..., Result],
    linkage: Linkage,
    new_place: Callable[[], Place],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given a quarter as it stands, and a backup without the key to its sealed texts
    quarter = Quarter.of(system_clock().date()).label
    before = asked("score", quarter)
    done("backup", str(tmp_path / "copy"))
    refused = linkage("restore", str(tmp_path / "copy"), "--without-key")
    other = new_place()
    monkeypatch.setenv("LINKAGE_DATA", str(other.data_dir))
    monkeypatch.setenv("LINKAGE_DATABASE_URL", other.database_url)

    # when it is restored on a machine that has never seen the key
    done("restore", str(tmp_path / "copy"), "--without-key")

    # then every figure is the same, and no sealed text is read
    assert asked("score", quarter) == before
    opened = linkage("case", "show", fire, "--as", "zhang", "--open", "核对")
    assert "陈某" not in opened.output
    assert refused.exit_code == 1  # a store is there


def test_a_copy_to_audit_is_not_made_where_the_key_is(
    fire: str,
    done: Callable[..., Result],
    linkage: Linkage,
    place: Place,
    new_place: Callable[[], Place],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done("backup", str(tmp_path / "copy"))
    other = new_place()
    monkeypatch.setenv("LINKAGE_DATA", str(other.data_dir))
    monkeypatch.setenv("LINKAGE_DATABASE_URL", other.database_url)
    shutil.copy(place.data_dir / "kek", other.data_dir / "kek")

    refused = linkage("restore", str(tmp_path / "copy"), "--without-key")

    assert refused.exit_code == 1
    assert "without --without-key" in refused.stderr
