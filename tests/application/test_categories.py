"""The centre's own categories: begun with those shipped, changed at once, never taken back."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from application import migrate as migrating
from application.categories import (
    add_category,
    category_history,
    change_category,
    retire_category,
)
from application.desk import Desk
from application.migrate import migrate
from application.rulebook import load_categories, shipped
from application.settings import Settings
from domain.rules.categories import Category

NEW = Category(code="A77", name="充电", name_en="Charger", tracks=("emergency",), parent="A")


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    """The desk of a migrated centre, on each database."""
    with closing(Desk(settings)) as desk:
        yield desk


def test_a_centre_begins_with_those_that_are_shipped(desk: Desk) -> None:
    assert desk.categories.now().nodes() == load_categories()


def test_migrating_again_changes_none(desk: Desk, settings: Settings) -> None:
    change_category(desk, Category(code="A01", name="民房", name_en="x", tracks=("hotline",)), "wu")
    head = desk.log.head()
    migrate(settings)
    assert desk.log.head() == head
    assert desk.categories.now().known["A01"].name == "民房"


def test_another_shipped_file_changes_nothing_in_a_centre_that_has_its_own(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = shipped("categories.toml").replace("房屋火灾", "别的火灾")
    monkeypatch.setattr(migrating, "shipped", lambda _: other)
    migrate(settings)
    assert desk.categories.now().known["A01"].name == "房屋火灾"


def test_a_store_made_before_categories_were_in_the_log_gets_them(
    data_dir: object, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Desk(settings)) as desk:
        monkeypatch.setattr("application.categories.STREAM", "0" * 32)
        monkeypatch.setattr("application.categorybook.STREAM", "0" * 32)
        assert desk.categories.now().nodes() == ()
        migrate(settings)
        assert desk.categories.now().nodes() == load_categories()


def test_what_one_process_changes_the_others_see_at_once(desk: Desk, settings: Settings) -> None:
    with closing(Desk(settings)) as other:
        assert "A77" not in other.categories.now().known
        add_category(desk, NEW, "wu")
        assert other.categories.now().known["A77"] == NEW
        retire_category(other, "A77", "wu")
        assert not desk.categories.now().offered("A77")


def test_they_are_folded_again_only_after_they_changed(desk: Desk) -> None:
    before = desk.categories.now()
    assert desk.categories.now() is before
    add_category(desk, NEW, "wu")
    assert desk.categories.now() is not before


def test_who_changed_what_stays_on_record(desk: Desk) -> None:
    add_category(desk, NEW, "wu")
    retire_category(desk, "A77", "li")
    assert [one.by for one in category_history(desk)] == ["system", "wu", "li"]
