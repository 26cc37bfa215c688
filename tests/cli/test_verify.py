"""`verify` and `clock`: what is wrong is said in words, with its place, and ends as exit code 1."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from application.desk import Desk
from application.log import Log
from application.logbook import note_settings, notes, told
from application.proofs.logtree import LogTree
from application.settings import Settings
from application.verifying import verify
from projections.writer import open_writer
from tests.application.verifying.conftest import SIGNER, note_of
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place
from tests.tampering import change
from web.verifying.model import Ledgers


@pytest.fixture
def settings(place: Place) -> Settings:
    """As the command line has them."""
    return Settings(data=place.data_dir, database_url=place.database_url)


@pytest.fixture
def checkpoint(fire: str, settings: Settings, tmp_path: Path) -> Path:
    """A checkpoint somebody keeps outside."""
    path = tmp_path / "kept.txt"
    with closing(Log(settings)) as log:
        size = log.head()
        path.write_text(note_of(size, LogTree(settings, log).root(size)))
    return path


KEY = ("--key", str(SIGNER.verifier))


def test_a_sound_log_fits_the_checkpoint_kept_outside(asked: Asked, checkpoint: Path) -> None:
    found = asked("verify", "--all", "--checkpoint", str(checkpoint), *KEY)

    assert found["sound"] is True
    assert (found["covered"], found["later"]) == (found["events"], 0)


def test_a_log_put_back_is_told_by_the_checkpoint_and_by_its_own_ledgers(
    checkpoint: Path, linkage: Linkage, settings: Settings
) -> None:
    change(settings, "DELETE FROM stored_events WHERE topic = 'case.dispatched'")
    ledgers = linkage("verify", "--all")
    outside = linkage("verify", "--all", "--no-ledgers", "--checkpoint", str(checkpoint), *KEY)

    assert (ledgers.exit_code, outside.exit_code) == (1, 1)
    assert "[model-ahead]" in ledgers.stdout
    assert f"events ({checkpoint}) covers more than" in outside.stdout


@pytest.mark.parametrize("long", [False, True])
def test_altered_ledgers_are_told_row_by_row_also_when_proofs_have_a_process_of_their_own(
    fire: str, linkage: Linkage, settings: Settings, monkeypatch: pytest.MonkeyPatch, *, long: bool
) -> None:
    if long:
        monkeypatch.setattr("web.verifying.whole.WORTH_IT", 0)
    ledgers_say(settings, "UPDATE cases SET place = 'somewhere else'")
    change(settings, "UPDATE stored_events SET state_digest = leaf WHERE topic = 'case.received'")

    result = linkage("verify", "--all", "--json")
    found = json.loads(result.stdout)

    assert result.exit_code == 1
    assert [one["code"] for one in found["findings"]] == ["bytes-altered", "model-differs"]
    assert found["findings"][1]["table"] == "cases"


def test_what_is_recorded_while_it_is_verified_is_nothing_wrong(
    fire: str, linkage: Linkage, settings: Settings
) -> None:
    ledgers = Ledgers(settings)
    before = verify(settings)
    assert linkage("case", "do", fire, "Note", "--as", "zhang", "label=电话联系").exit_code == 0
    ledgers.compare(lambda _: None)
    ledgers.add_to(before)

    assert before.sound


def ledgers_say(settings: Settings, statement: str) -> None:
    """Write past the projector."""
    with closing(open_writer(settings)) as writer, writer.turn() as turn:
        turn.write([(statement, ())])
        turn.commit(turn.position)


def test_words_are_in_the_language_spoken(fire: str, linkage: Linkage, settings: Settings) -> None:
    change(settings, "UPDATE stored_events SET state_digest = leaf WHERE topic = 'case.received'")

    assert "内容被改动" in linkage("verify", "--all", "--no-ledgers", "--lang", "zh").stdout
    assert "its content was altered" in linkage("verify", "--all", "--no-ledgers").stdout


def test_what_to_verify_has_to_be_said(linkage: Linkage) -> None:
    result = linkage("verify")

    assert result.exit_code == 2
    assert "--all" in result.stderr


def test_something_that_is_no_bundle_is_refused(linkage: Linkage, tmp_path: Path) -> None:
    (tmp_path / "note").write_text("{}")

    assert linkage("verify", str(tmp_path / "note")).exit_code == 1
    refused = linkage("verify", str(tmp_path / "note"), *KEY)
    assert refused.exit_code == 1
    assert "[form]" in refused.stderr


def test_an_auditor_puts_the_result_on_record(fire: str, asked: Asked, settings: Settings) -> None:
    found = asked("verify", "--all", "--as", "zhou")
    with closing(Desk(settings)) as desk:
        (told,) = notes(desk, "log.verified")

    assert (told.by, told.root) == ("zhou", found["root"])


def test_the_clock_is_shown_and_vouched_for_by_an_administrator_alone(
    fire: str, asked: Asked, linkage: Linkage
) -> None:
    assert asked("clock", "show")["behind"] is False
    assert linkage("clock", "confirm", "--as", "zhang", "--reason", "NTP").exit_code == 1
    assert asked("clock", "confirm", "--as", "root", "--reason", "NTP")["seq"] > 0


def test_with_what_the_service_runs_is_on_record_once_and_without_secrets(
    fire: str, settings: Settings
) -> None:
    running = Settings(
        data=settings.data, database_url=settings.database_url, smtp_password="hush", port=8123
    )
    with closing(Desk(running)) as desk:
        note_settings(desk, "serve")
        note_settings(desk, "serve")
        (stated,) = notes(desk, "log.settings-stated")

    values = {one.name: one.value for one in stated.values}
    assert stated.values == told(running)
    assert (values["port"], values["smtp_password"]) == ("8123", "…")
    assert "hush" not in str(stated)
