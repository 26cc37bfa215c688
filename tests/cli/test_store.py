"""`migrate` and `rebuild`, and what every command says where there is nothing to work on."""

from collections.abc import Callable

import pytest
from click.testing import Result

from application.store.driver import sqlite3
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place


def test_migrating_makes_a_store_and_again_changes_nothing(asked: Asked) -> None:
    first, again = asked("migrate"), asked("migrate")

    assert first["made"] is True
    assert again == {"made": False, "seq": first["seq"]}


@pytest.mark.parametrize(
    "command",
    [
        ("serve",),
        ("worker", "--once"),
        ("user", "list"),
        ("case", "show", "QS2026-00001"),
        ("replay", "QS2026-00001"),
        ("ledger", "cases"),
        ("rates",),
        ("percentiles", "--clock", "arrive"),
        ("rebuild",),
        ("backup", "copy"),
    ],
)
def test_without_a_store_a_command_says_how_to_make_one(
    linkage: Linkage, command: tuple[str, ...]
) -> None:
    result = linkage(*command)

    assert result.exit_code == 1
    assert "linkage migrate" in result.stderr


def test_a_rebuilt_read_model_is_as_the_log_says(fire: str, asked: Asked) -> None:
    before = asked("migrate")["seq"]
    rebuilt = asked("rebuild")

    assert rebuilt["events"] == before
    assert asked("migrate")["seq"] == before + 1  # that it was rebuilt is on record
    assert asked("rebuild", "--compare") == {"different": 0, "rows": []}


@pytest.mark.parametrize("database", ["sqlite"])
def test_a_row_nobody_recorded_is_found_by_comparing(
    fire: str, linkage: Linkage, place: Place
) -> None:
    connection = sqlite3.connect(place.data_dir / "read.db")
    connection.execute("UPDATE cases SET title = 'another'")
    connection.commit()
    connection.close()

    result = linkage("rebuild", "--compare")

    assert result.exit_code == 1
    assert "1 rows are not as the log says" in result.stdout
    assert "another" in result.stdout


def test_a_worker_follows_the_log_to_its_end(
    fire: str,
    done: Callable[..., Result],
    asked: Asked,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LINKAGE_PROJECTOR", "worker")
    asked("case", "do", fire, "SignFor", "--as", "wang", "dispatch=1")

    done("worker", "--once")

    assert asked("ledger", "dispatches")[0]["stage"] == "signed"


def test_a_database_that_does_not_answer_is_no_traceback(
    linkage: Linkage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKAGE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nowhere")

    for command in ("migrate", "rebuild", "demo"):
        result = linkage(command)
        assert result.exit_code == 1
        assert "does not answer" in result.stderr


def test_a_setting_that_does_not_exist_is_refused_with_the_nearest_one(
    linkage: Linkage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKAGE_WORKER", "2")

    result = linkage("migrate")

    assert result.exit_code == 1
    assert "LINKAGE_WORKERS" in result.stderr
