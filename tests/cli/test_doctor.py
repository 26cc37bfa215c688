"""What the doctor finds, and what it makes of it."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place
from web.cli.doctor import AMISS, FINE


def _findings(linkage: Linkage) -> dict[str, str]:
    found = json.loads(linkage("doctor", "--json").stdout)["findings"]
    return {one["check"]: one["level"] for one in found}


def test_a_sound_place_has_no_problem(fire: str, linkage: Linkage) -> None:
    result = linkage("doctor")
    found = _findings(linkage)

    assert result.exit_code == 0, result.output
    assert {"settings", "sqlite", "kek", "store", "dense", "rules", "model"} <= set(found)
    assert "problem" not in found.values()


def test_an_empty_place_is_told_what_to_do(linkage: Linkage) -> None:
    result = linkage("doctor")

    assert result.exit_code == 1
    assert "linkage migrate" in result.stdout


def test_a_wrong_setting_is_a_finding_too(
    linkage: Linkage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKAGE_PORT", "many")

    assert _findings(linkage) == {"settings": "problem"}
    assert linkage("doctor").exit_code == 1


def test_variables_of_the_event_library_are_said_to_have_no_effect(
    centre: None, linkage: Linkage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERSISTENCE_MODULE", "eventsourcing.sqlite")

    result = linkage("doctor")

    assert result.exit_code == 0
    assert "PERSISTENCE_MODULE" in result.stdout


def test_every_finding_can_be_said_in_both_languages() -> None:
    for texts in (FINE, AMISS):
        assert all(text.en and text.zh for text in texts.values())


@pytest.mark.parametrize("database", ["sqlite"])
def test_a_read_model_that_is_missing_is_found(fire: str, linkage: Linkage, place: Place) -> None:
    for path in place.data_dir.glob("read.*"):
        path.unlink()

    assert _findings(linkage)["model"] == "warning"


def test_nobody_keeping_time_is_found_until_somebody_does(
    forgotten: str, linkage: Linkage, done: Callable[..., Result]
) -> None:
    # given that a unit should be on scene since hours, and nobody urged it
    assert _findings(linkage)["timekeeping"] == "warning"
    assert "nobody keeps time" in linkage("doctor").stdout
    # when
    done("worker", "--once")
    # then
    assert _findings(linkage)["timekeeping"] == "ok"


def test_it_speaks_chinese(centre: None, asked: Asked, linkage: Linkage) -> None:
    assert "正常" in linkage("doctor", "--lang", "zh").stdout
