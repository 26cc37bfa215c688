"""Signer, checkpoint and witness at the terminal, from the first key to a caught rollback."""

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from application.proofs.notes import NOTE, Note, VerifierKey
from application.settings import Settings
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place
from tests.tampering import change

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


def test_keys_that_are_none_are_refused_in_words(centre: None, linkage: Linkage) -> None:
    for told in (["trust", "a+b+c"], ["admit", "a+b+c"]):
        answer = linkage("checkpoint", *told)
        assert answer.exit_code == 1
        assert "[key-malformed]" in answer.output
    assert linkage("signer", "run", "--once").exit_code == 1
    unknown = linkage("checkpoint", "drop", "nobody", "--reason", "x")
    assert (unknown.exit_code, "[witness-unknown]" in unknown.output) == (1, True)
    assert json.loads(linkage("checkpoint", "list", "--json").stdout) == []
