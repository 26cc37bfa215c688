"""Matters that may be the same: place, category and like words, of what the viewer may see."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from projections.queries.likeness import (
    LOOKED_BACK,
    MOST_SHOWN,
    SAME_DAY,
    Draft,
    alike,
    title_likeness,
)
from projections.queries.viewer import THE_SERVICE, Viewer, viewer_of
from tests.projections.queries.given import HOUR, NOW, a_case, a_dispatch, a_unit

FIRE = Draft("老街电动车起火", "老街社区", "A03")


def found(model: Connection, draft: Draft, viewer: Viewer = THE_SERVICE) -> list[str]:
    return [one.row["number"] for one in alike(model, draft, NOW, viewer=viewer)]


def one(model: Connection, number: str, **values: object) -> int:
    usual = {"title": "井盖破损", "place": "新街", "category": "E02"}
    return a_case(model, number, **{**usual, **values})


def test_the_same_place_and_category_or_like_titles_are_shown(model: Connection) -> None:
    one(model, "SAME", title="电瓶车着火", place="老街社区", category="A03")
    one(model, "TITLE", title="老街电动车起火了", place="")
    one(model, "THERE", title="电动车冒烟起火", place="老街社区")
    one(model, "KIND", title="老街电动车自燃", place="东街", category="A03")
    one(model, "PLACE-ONLY", place="老街社区")
    one(model, "KIND-ONLY", category="A03")
    one(model, "OTHER")
    assert found(model, FIRE)[:1] == ["SAME"]
    assert set(found(model, FIRE)) == {"SAME", "TITLE", "THERE", "KIND"}


def test_only_the_same_place_category_and_day_is_strong(model: Connection) -> None:
    one(model, "TODAY", place="老街社区", category="A03", received_at=NOW - SAME_DAY + HOUR)
    one(model, "EARLIER", place="老街社区", category="A03", received_at=NOW - SAME_DAY - HOUR)
    one(model, "TITLE", title="老街电动车起火")
    strong = {a.row["number"]: a.strong for a in alike(model, FIRE, NOW, viewer=THE_SERVICE)}
    assert strong == {"TODAY": True, "EARLIER": False, "TITLE": False}


def test_what_is_closed_or_long_ago_or_itself_is_not_shown(model: Connection) -> None:
    same = {"place": "老街社区", "category": "A03"}
    one(model, "CLOSED", open=False, **same)
    one(model, "OLD", received_at=NOW - LOOKED_BACK - timedelta(minutes=1), **same)
    one(model, "ITSELF", **same)
    assert found(model, Draft(FIRE.title, FIRE.place, FIRE.category, "ITSELF")) == []


def test_no_more_than_a_few_are_shown(model: Connection) -> None:
    for number in range(MOST_SHOWN + 2):
        one(model, f"N{number}", place="老街社区", category="A03")
    assert len(found(model, FIRE)) == MOST_SHOWN


def test_only_what_the_viewer_may_see_is_compared(model: Connection) -> None:
    a_unit(model, "police")
    same = {"place": "老街社区", "category": "A03"}
    own = one(model, "OWN", **same)
    a_dispatch(model, own, "police")
    one(model, "OTHERS", **same)
    against = one(model, "AGAINST", accused=",police,", kind="accusation", **same)
    a_dispatch(model, against, "police")
    unit = viewer_of(model, "responder", "police")
    assert found(model, FIRE, unit) == ["OWN"]
    assert set(found(model, FIRE, Viewer("operator", "centre"))) == {"OWN", "OTHERS", "AGAINST"}
    assert found(model, FIRE, Viewer("admin", "centre")) == []


@pytest.mark.parametrize(
    "draft",
    [
        Draft(),
        Draft(category="A03"),
        Draft(title="?!。"),
        Draft(title="' OR 1=1 --\x00\ud800", place="%\ud800\x00"),
        Draft(title="\U0001f525" * 1000),
    ],
)
def test_nothing_or_anything_typed_finds_nothing(model: Connection, draft: Draft) -> None:
    one(model, "ONE", category="A03")
    assert found(model, draft) == []


def test_titles_are_alike_as_far_as_neighbouring_words_are_the_same() -> None:
    assert title_likeness("路灯不亮", "路灯不亮") == 1
    assert title_likeness("路灯不亮", "不亮路灯") < 1
    assert title_likeness("Street light broken", "street LIGHT") > 0.5
    assert title_likeness("路灯不亮", "井盖破损") == 0
    assert title_likeness("", "井盖破损") == 0
