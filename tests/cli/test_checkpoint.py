"""Signer, checkpoint and witness at the terminal, from the first key to a caught rollback."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from application.migrate import migrate
from application.proofs.notes import NOTE, Note, VerifierKey
from application.settings import Settings
from application.signing.holding import alone
from application.signing.running import Turns
from application.signing.state import STATE, folder_of
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place
from tests.tampering import change
from web.cli.signer import _turn, signer

Done = Callable[..., Result]


def signer_of(place: Place) -> Path:
    return place.data_dir.with_name(f"{place.data_dir.name}-signer")


def test_from_a_key_to_a_cosigned_checkpoint_and_a_rollback_that_is_refused(
    centre: None, place: Place, linkage: Linkage, done: Done, asked: Asked, tmp_path: Path
) -> None:
    assert "linkage signer init" in linkage("checkpoint", "show").output
    done("signer", "init", "--origin", "qs.example/log")
    done("signer", "init", "--if-missing")
    assert linkage("signer", "init").exit_code == 1
    done("checkpoint", "trust", "signer")
    first = asked("signer", "run", "--once")["signed"]
    assert asked("signer", "show")["size"] == first["size"]
    assert done("checkpoint", "show").stdout == first["note"]
    assert asked("checkpoint", "trust")["signers"] == [asked("signer", "show")["key"]]
    _witness(place, done, asked, tmp_path)
    _refused(place, linkage, asked)


def _witness(place: Place, done: Done, asked: Asked, tmp_path: Path) -> None:
    own, stick = str(tmp_path / "auditor"), str(tmp_path / "stick")
    done("witness", "init", "audit.example", str(signer_of(place) / "log.vkey"), "--folder", own)
    key = asked("witness", "show", "--folder", own)["key"]
    done(
        "witness", "follow", str(VerifierKey("other.example/log", NOTE, bytes(32))), "--folder", own
    )
    assert [one["size"] for one in asked("witness", "show", "--folder", own)["logs"]] == [0, 0]
    assert "not seen yet" in done("witness", "show", "--folder", own).output
    done("checkpoint", "admit", key)
    done("checkpoint", "push", stick)
    seen = asked("witness", "run", stick, "--once", "--folder", own)
    assert (seen["before"], seen["new"]) == (0, True)
    assert "audit.example" in done("checkpoint", "cosign", *_files(stick)).output
    assert asked("checkpoint", "list")[0]["witnesses"] == [VerifierKey.parse(key).name]
    assert len(Note.parse(asked("checkpoint", "show")["note"]).lines) == 2
    done("checkpoint", "print", "--out", str(tmp_path / "code.svg"))
    assert "<svg" in (tmp_path / "code.svg").read_text()
    done("checkpoint", "drop", "audit.example", "--reason", "left")
    assert asked("checkpoint", "trust")["witnesses"] == {}


def _files(stick: str) -> list[str]:
    return [str(file) for file in (Path(stick) / "cosignatures").iterdir()]


def _refused(place: Place, linkage: Linkage, asked: Asked) -> None:
    size = asked("signer", "run", "--once")["signed"]["size"]
    settings = Settings(data=place.data_dir, database_url=place.database_url)
    seq = "notification_id" if place.database_url else "rowid"
    change(settings, f"DELETE FROM stored_events WHERE {seq} >= {size}")
    answer = linkage("signer", "run", "--once")
    assert answer.exit_code == 1
    assert "REFUSED" in answer.output
    assert "[shorter]" in answer.output


def test_a_second_signer_at_work_ends_none_and_a_crash_at_its_beginning_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, on_files = CliRunner(), Settings(data=tmp_path / "data")
    migrate(on_files)
    monkeypatch.setenv("LINKAGE_DATA", str(on_files.data))
    monkeypatch.setattr("application.signing.signer.PATIENCE", 0.05)
    assert run.invoke(signer, ["init"]).exit_code == 0
    folder = folder_of(on_files)
    (folder / STATE).unlink()
    assert run.invoke(signer, ["init"]).exit_code == 0
    with closing(Turns(on_files)) as turns:
        with alone(folder):
            assert _turn(turns, whole=False) is None
        done = _turn(turns, whole=False)
    assert done is not None
    assert done.signed.new
    (folder / STATE).unlink()
    assert run.invoke(signer, ["init"]).exit_code == 1  # it signed: its state must be brought back


def test_keys_that_are_none_are_refused_in_words(centre: None, linkage: Linkage) -> None:
    for told in (["trust", "a+b+c"], ["admit", "a+b+c"]):
        answer = linkage("checkpoint", *told)
        assert answer.exit_code == 1
        assert "[key-malformed]" in answer.output
    assert linkage("signer", "run", "--once").exit_code == 1
    unknown = linkage("checkpoint", "drop", "nobody", "--reason", "x")
    assert (unknown.exit_code, "[witness-unknown]" in unknown.output) == (1, True)
    assert json.loads(linkage("checkpoint", "list", "--json").stdout) == []
