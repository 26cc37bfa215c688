"""`linkage erase`, `retention` and `key`: by one, by another, and each with what comes next."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from application.custody import copying
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place

Done = Callable[..., Result]
ASK = ("--person", "all", "--basis", "consent-withdrawn", "--reason", "本人撤回同意")


@pytest.fixture
def number(centre: None, done: Done, asked: Asked) -> str:
    """A matter whose reporter gave a name."""
    fields = ("track=emergency", "channel=phone", "title=老街起火", "name=陈小明")
    return str(asked("case", "new", "--as", "zhang", *fields)["number"])


def test_one_asks_another_decides_and_nobody_alone(
    number: str, done: Done, asked: Asked, linkage: Linkage
) -> None:
    record = asked("erase", "ask", number, *ASK, "--as", "chen")["record"]
    assert [one["number"] for one in asked("erase", "list")["waiting"]] == [number]
    alone = linkage("erase", "decide", number, str(record), "--as", "chen")
    assert (alone.exit_code, "another person" in alone.output) == (1, True)
    done("erase", "refuse", number, str(record), "--reason", "本人改变主意", "--as", "chen")
    record = asked("erase", "ask", number, *ASK, "--as", "zhang")["record"]
    told = done("erase", "decide", number, str(record), "--as", "chen")
    assert "1 keys" in told.stdout
    assert [one["erased"] for one in asked("erase", "show", number)["people"]] == [True]
    assert "all gone" in done("erase", "list").stdout
    assert [one["number"] for one in asked("erase", "list")["erased"]] == [number]
    assert asked("erase", "finish") == {"count": 0, "left": 0}
    assert asked("erase", "outside")["count"] == 1


def test_keys_that_cannot_be_destroyed_now_are_told(
    number: str, asked: Asked, linkage: Linkage, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = asked("erase", "ask", number, *ASK, "--as", "zhang")["record"]
    with monkeypatch.context() as full:
        full.setattr("application.keys.Keyring.destroy", _disk_full)
        told = linkage("erase", "decide", number, str(record), "--as", "chen")
    assert told.exit_code == 1
    assert "linkage erase finish" in told.output
    assert asked("erase", "finish") == {"count": 1, "left": 0}


def _disk_full(*_: object) -> int:
    raise OSError(28, "No space left on device")


def test_a_hold_stands_against_it(number: str, done: Done, linkage: Linkage) -> None:
    done("erase", "hold", number, "--reason", "诉讼", "--authority", "县法院", "--as", "li")
    assert "诉讼" in done("erase", "show", number).stdout
    assert "Held: nothing may be erased" in done("erase", "list").stdout
    held = linkage("erase", "ask", number, *ASK, "--as", "zhang")
    assert (held.exit_code, "Hold 1" in held.output) == (1, True)
    done("erase", "lift", number, "1", "--reason", "已判决", "--as", "chen")
    done("erase", "ask", number, *ASK, "--as", "zhang")


def test_rules_are_issued_by_one_and_confirmed_by_another(
    number: str, done: Done, asked: Asked, linkage: Linkage, tmp_path: Path
) -> None:
    assert "nobody of the centre has confirmed" in done("retention", "due").stdout
    assert asked("retention", "due") == {"confirmed": False, "due": [], "proposed": 0}
    assert asked("retention", "--dry-run") == asked("retention", "due")
    file = tmp_path / "retention.toml"
    text = done("retention", "rules", "--text").stdout
    file.write_text(text.replace("years = 10", "years = 15"))
    assert asked("retention", "issue", str(file), "--as", "li") == {"version": 2}
    own = linkage("retention", "confirm", "2", "--as", "li")
    assert own.exit_code == 1
    done("retention", "confirm", "2", "--as", "chen")
    assert asked("retention", "rules")["version"] == 2
    assert "period-over" in done("retention", "rules").stdout
    file.write_text(text.replace('of = "long"', 'of = "ages"'))
    wrong = linkage("retention", "issue", str(file), "--check")
    assert (wrong.exit_code, "ages" in wrong.output) == (1, True)
    assert linkage("retention", "due", "--propose").exit_code == 2


def test_the_key_is_copied_tried_rotated_and_found_again(
    number: str,
    done: Done,
    asked: Asked,
    linkage: Linkage,
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(copying, "COST", 1 << 4)
    assert "No sealed copy" in done("key", "show").stdout
    copy, said = str(tmp_path / "copy"), "correct horse battery\n"
    done("key", "copy", copy, "--custodian", "档案室", input=said * 2)
    assert "3 keys" not in done("key", "drill", copy, input=said).stdout
    wrong = linkage("key", "drill", copy, input="another passphrase\n")
    assert (wrong.exit_code, "does not open" in wrong.output) == (1, True)
    assert "档案室" in done("key", "show").stdout
    assert asked("key", "rotate", "--prepare")["path"].endswith("kek.next")
    before = asked("key", "show")["kek"]
    assert asked("key", "rotate")["old"] == before
    assert linkage("key", "rotate").exit_code == 1
    assert asked("key", "forget-old")["kek"] == before

    copy, phrase = str(tmp_path / "new"), tmp_path / "phrase"
    phrase.write_text(said)
    done("key", "copy", copy, "--custodian", "档案室", "--passphrase-file", str(phrase))
    (place.data_dir / "kek").unlink()
    assert linkage("case", "show", number).exit_code == 1
    done("key", "recover", copy, "--passphrase-file", str(phrase), "--as", "root")
    done("case", "show", number)
