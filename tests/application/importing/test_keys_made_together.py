"""Keys of many cases made by one write seal and open like those made one by one."""

from pathlib import Path

import pytest

from application.desk import Desk
from application.keys import Keyring
from application.numbers import new_case_id


@pytest.fixture
def database() -> str:
    """Keys are kept apart from the log's database."""
    return "sqlite"


def test_what_a_prepared_key_sealed_opens_after_it_was_forgotten(desk: Desk) -> None:
    case_id = new_case_id()

    desk.keys.prepare([(case_id, "reporter")])
    sealed = desk.keys.seal(case_id, "reporter", "phone", "13800138000")
    desk.keys.prepare(())

    assert sealed.key == "reporter.1"
    assert Keyring(desk.settings).open(case_id, "phone", sealed).text == "13800138000"
    assert desk.keys.seal(case_id, "reporter", "name", "王").key == "reporter.1"


def test_a_prepared_key_is_on_disk_before_it_seals(desk: Desk) -> None:
    case_id = new_case_id()

    desk.keys.prepare([(case_id, "matter")])

    sealed = Keyring(desk.settings).seal(case_id, "matter", "document", "reply")
    assert desk.keys.open(case_id, "document", sealed).text == "reply"


def test_keys_that_could_not_be_written_seal_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(desk.keys._engine, "begin", full)
    with pytest.raises(OSError):  # noqa: PT011 - the disk says no more
        desk.keys.prepare([(new_case_id(), "reporter")])

    assert desk.keys._prepared == {}


def test_each_person_of_each_case_has_a_key_of_their_own(desk: Desk, tmp_path: Path) -> None:
    people = [(new_case_id(), person) for person in ("reporter", "matter")]

    desk.keys.prepare(people)

    assert len({key for _, key in desk.keys._prepared.values()}) == len(people)
