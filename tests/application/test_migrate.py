"""What migrating puts on record, once, and what it refuses to change."""

from collections.abc import Iterator

import pytest

from application import migrate as migrating
from application.desk import Desk
from application.migrate import migrate
from application.registry import Units
from application.rulebook import load_shipped, shipped_texts
from application.settings import Settings
from domain.errors import RulesExist
from domain.units.state import CENTRE

Texts = dict[str, str]


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Texts]:
    """The shipped rule sets, to be changed as a later version of the service might have them."""
    changed = dict(shipped_texts())
    monkeypatch.setattr(migrating, "shipped_texts", lambda: changed)
    return changed  # type: ignore[return-value]


def test_the_shipped_rule_sets_are_in_force(desk: Desk) -> None:
    for name, rules in load_shipped().items():
        assert desk.rules.active(name) == rules
        assert desk.rules.get(rules.ref) == rules


def test_the_centre_itself_is_a_unit(desk: Desk) -> None:
    assert Units(desk.log)[CENTRE].name == desk.settings.centre_name


def test_a_new_version_of_a_rule_set_is_in_force_and_the_old_one_stays(
    desk: Desk, on_files: Settings, texts: Texts
) -> None:
    old = desk.rules.get("national@4")
    texts["national@5"] = texts["national@4"].replace("version = 4", "version = 5", 1)
    migrate(on_files)
    again = Desk(on_files)
    assert again.rules.active("national").version == 5
    assert again.rules.get("national@4") == old
    again.close()


def test_a_version_on_record_is_never_changed(on_files: Settings, texts: Texts) -> None:
    texts["national@4"] = texts["national@4"].replace("span = 60", "span = 59", 1)
    with pytest.raises(RulesExist) as refusal:
        migrate(on_files)
    assert refusal.value.data == {"rules": "national@4"}


def test_another_wording_of_its_comments_is_no_change(
    desk: Desk, on_files: Settings, texts: Texts
) -> None:
    head = desk.log.head()
    texts["national@4"] += "\n# 本地核对：2026年\n"
    migrate(on_files)
    assert desk.log.head() == head
