"""A case leaves by the command line as a bundle, and is decided on there."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from application.desk import Desk
from application.proofs.trust import admit_witness, name_signer
from application.settings import Settings
from tests.bundled import LOG, STRANGER, WITNESS, sign
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place
from tests.tampering import change
from web.cli.verifybundle import _moment, _read

Done = Callable[..., Result]
DISPATCHED = "WHERE topic = 'case.dispatched'"


@pytest.fixture
def settings(place: Place) -> Settings:
    return Settings(data=place.data_dir, database_url=place.database_url)


@pytest.fixture
def signed(settings: Settings, centre: None) -> Callable[[], int]:
    """A function that signs for all there is; the log knows whose signatures are its own."""
    with closing(Desk(settings)) as desk:
        name_signer(desk, str(LOG.verifier), "root")
        admit_witness(desk, str(WITNESS.verifier), "root")

    def now() -> int:
        with closing(Desk(settings)) as desk:
            return sign(desk)

    return now


def test_a_case_leaves_once_it_is_signed_for_and_is_found_genuine(
    fire: str, signed: Callable[[], int], linkage: Linkage, asked: Asked, tmp_path: Path
) -> None:
    out = tmp_path / "fire.bundle.json"
    leaving = ("export", "case", fire, "--as", "zhou", "--out", str(out))

    waiting = linkage(*leaving, "--purpose", "法院调取", "--wait", "0")
    assert waiting.exit_code == 1
    assert f"--record 3 --out {out}" in waiting.stderr
    assert not out.exists()

    size = signed()
    told = asked(*leaving, "--record", "3")
    assert (told["number"], told["records"], told["size"]) == (fire, 3, size)
    assert out.stat().st_mode & 0o077 == 0

    found = asked("verify", str(out), "--key", str(LOG.verifier), "--key", str(WITNESS.verifier))
    assert (found["genuine"], found["number"], found["exported_by"]) == (True, fire, "zhou")
    assert (list(found["witnesses"]), found["unchecked"]) == ([WITNESS.name], [])
    by_own_word = linkage("verify", str(out))
    assert (by_own_word.exit_code, "--key KEY" in by_own_word.stderr) == (0, True)


def test_only_ones_own_export_is_written_and_only_to_a_new_file(
    fire: str, signed: Callable[[], int], linkage: Linkage, done: Done, tmp_path: Path
) -> None:
    out, other = tmp_path / "fire.bundle.json", tmp_path / "other.bundle.json"
    linkage("export", "case", fire, "--as", "zhou", "--out", str(out), "--purpose", "x", "--wait=0")
    signed()

    theirs = linkage("export", "case", fire, "--as", "chen", "--out", str(out), "--record", "3")
    no_purpose = linkage("export", "case", fire, "--as", "chen", "--out", str(other))
    desk = linkage("export", "case", fire, "--as", "zhang", "--out", str(other), "--purpose", "x")
    done("export", "case", fire, "--as", "zhou", "--out", str(out), "--record", "3")
    again = linkage("export", "case", fire, "--as", "zhou", "--out", str(out), "--purpose", "x")

    assert "is no export of chen's" in theirs.stderr
    assert "[reason-missing]" in no_purpose.stderr
    assert "[not-your-role]" in desk.stderr
    assert "is there already" in again.stderr
    assert {one.exit_code for one in (theirs, no_purpose, desk, again)} == {1}
    assert not other.exists()


def test_what_is_refused_is_told_in_a_sentence(
    fire: str, signed: Callable[[], int], linkage: Linkage, settings: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "fire.bundle.json"
    leaving = ("export", "case", fire, "--as", "zhou", "--out", str(out))
    linkage(*leaving, "--purpose", "x", "--wait", "0")
    signed()
    linkage(*leaving, "--record", "3")
    whole = out.read_bytes()

    stranger = linkage("verify", str(out), "--key", str(STRANGER.verifier))
    out.write_bytes(whole.replace(b"zh", b"zz", 1))
    changed = linkage("verify", str(out), "--lang", "zh")
    out.write_bytes(whole)
    change(settings, f"UPDATE stored_events SET recorded_at = recorded_at + 1 {DISPATCHED}")
    rewritten = linkage("verify", str(out))
    change(settings, "UPDATE stored_events SET originator_id = 'gone' WHERE topic LIKE 'case.%'")
    gone = linkage("verify", str(out))

    assert {one.exit_code for one in (stranger, changed, rewritten, gone)} == {1}
    assert "not signed by the log" in stranger.stderr
    assert "已被改动" in changed.stderr
    assert "not what the log holds here now: record 2." in rewritten.stderr
    assert "record 1, 2, 3." in gone.stderr


def test_a_time_beyond_all_calendars_is_told_as_the_witness_wrote_it() -> None:
    assert _read(_moment(2**64 - 1)) == str(2**64 - 1)
