"""The life of a plan's version: drafted, in force, retired; nobody edits what was in force."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from application.plans.texts import shipped_plans, written
from domain import errors
from domain.plans import decisions
from domain.plans import events as e
from domain.plans.compare import Difference, differences
from domain.plans.model import Item, Plan
from domain.plans.state import Plans, fold

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
FLOOD = next(plan for plan in shipped_plans() if plan.code == "flood")


def drafted(plan: Plan, state: Plans | None = None) -> list[e.PlanEvent]:
    return decisions.draft(state or Plans(), written(plan), AT, "root")


def in_force(*plans: Plan) -> Plans:
    """These versions, each put into force in turn."""
    state = Plans()
    for plan in plans:
        fold(drafted(plan, state), state)
        fold(decisions.issue(state, plan.ref, AT, "root"), state)
    return state


def test_a_draft_may_be_written_anew() -> None:
    state = fold(drafted(FLOOD))
    again = replace(FLOOD, title="防汛预案")
    (event,) = drafted(again, state)
    fold([event], state)
    assert state.versions["flood@1"].state == "draft"
    assert "防汛预案" in state.versions["flood@1"].text


def test_the_same_again_changes_nothing() -> None:
    assert drafted(FLOOD, fold(drafted(FLOOD))) == []
    state = in_force(FLOOD)
    assert drafted(FLOOD, state) == []
    assert decisions.issue(state, "flood@1", AT, "root") == []


@pytest.mark.parametrize("state", ["active", "retired"])
def test_a_version_that_was_in_force_never_changes(state: str) -> None:
    known = in_force(FLOOD)
    if state == "retired":
        fold(decisions.retire(known, "flood@1", "不再适用", AT, "root"), known)
    assert known.versions["flood@1"].state == state
    with pytest.raises(errors.PlanFixed):
        drafted(replace(FLOOD, title="别的"), known)


def test_versions_follow_one_another() -> None:
    with pytest.raises(errors.PlanOutOfTurn):
        drafted(replace(FLOOD, version=2))
    with pytest.raises(errors.PlanOutOfTurn):
        drafted(replace(FLOOD, version=3), in_force(FLOOD))


def test_one_version_of_a_plan_is_in_force_at_most() -> None:
    state = in_force(FLOOD, replace(FLOOD, version=2))
    assert [one.ref for one in state.active()] == ["flood@2"]
    assert state.versions["flood@1"].state == "retired"


def test_retiring_needs_a_reason_and_is_done_once() -> None:
    state = in_force(FLOOD)
    with pytest.raises(errors.ReasonMissing):
        decisions.retire(state, "flood@1", " ", AT, "root")
    fold(decisions.retire(state, "flood@1", "不再适用", AT, "root"), state)
    assert decisions.retire(state, "flood@1", "再次", AT, "root") == []
    assert list(state.active()) == []


@pytest.mark.parametrize("ref", ["flood@2", "nothing@1", "flood", ""])
def test_what_is_not_there_can_neither_be_issued_nor_retired(ref: str) -> None:
    state = in_force(FLOOD)
    with pytest.raises(errors.PlanUnknown):
        decisions.issue(state, ref, AT, "root")
    with pytest.raises(errors.PlanUnknown):
        decisions.retire(state, ref, "x", AT, "root")


def assigned(post: str, *units: str) -> e.PostAssigned:
    return e.PostAssigned(at=AT, by="root", post=post, units=units)


def test_a_post_is_held_by_units_there_are() -> None:
    state = fold(decisions.assign(Plans(), assigned("police", "pcs"), {"pcs"}))
    assert state.posts == {"police": ("pcs",)}
    assert decisions.assign(state, assigned("police", "pcs"), {"pcs"}) == []
    assert decisions.assign(state, assigned("police"), set())
    with pytest.raises(errors.UnitUnknown):
        decisions.assign(state, assigned("police", "nobody"), {"pcs"})
    with pytest.raises(errors.PostUnknown):
        decisions.assign(state, assigned("army", "pcs"), {"pcs"})


def test_two_versions_are_compared_place_by_place() -> None:
    more = replace(
        FLOOD,
        version=2,
        title="防汛预案",
        when=replace(FLOOD.when, people_from=10, places=("dpq",)),
        teams=(replace(FLOOD.teams[0], least=60), *FLOOD.teams[1:-1]),
        checklist=(*FLOOD.checklist, Item(text="公布水位", text_en="Publish the level")),
    )
    assert differences(FLOOD, replace(FLOOD, version=2)) == []
    found = {one.path: one for one in differences(FLOOD, more)}
    assert found["title"] == Difference("title", "防汛抢险预案", "防汛预案")
    assert found["when.people_from"] == Difference("when.people_from", 4, 10)
    assert found["teams[post:fire].least"] == Difference("teams[post:fire].least", 50, 60)
    assert found["teams[post:medical].least"].after is None
    assert found["checklist[6].text"].before is None
    assert "version" not in found
