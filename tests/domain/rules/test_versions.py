"""Versions of a rule set: who may put one on record and in force, in which order."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from application.rulebook import load_shipped
from domain.errors import IssuerActivates, RulesExist, RulesOutOfOrder, RulesUnknown
from domain.rules.events import RulesActivated, RulesIssued
from domain.rules.model import RuleSet
from domain.rules.versions import Versions, activate, evolve, follows_shipped, issue

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NATIONAL = load_shipped()["national"]


def version(number: int) -> RuleSet:
    return replace(NATIONAL, version=number)


def issued(state: Versions, number: int, sha256: str = "a", by: str = "root") -> Versions:
    for event in issue(state, version(number), "text", sha256, NOW, by):
        evolve(state, event)
    return state


def in_force(state: Versions, number: int, by: str) -> Versions:
    for event in activate(state, number, NOW, by):
        evolve(state, event)
    return state


def test_a_version_on_record_holds_for_nobody_until_it_is_put_in_force() -> None:
    state = issued(Versions("national"), 1)
    assert isinstance(state.issued[1], RulesIssued)
    assert state.active == 0
    assert in_force(state, 1, "li").active == 1


def test_whoever_issued_it_does_not_put_it_in_force() -> None:
    state = issued(Versions("national"), 1, by="root")
    with pytest.raises(IssuerActivates) as refusal:
        activate(state, 1, NOW, "root")
    assert refusal.value.data == {"rules": "national@1", "person": "root"}


def test_an_earlier_version_can_be_put_in_force_again() -> None:
    state = in_force(issued(issued(Versions("national"), 1), 2), 1, "li")
    assert in_force(state, 2, "li").active == 2
    assert in_force(state, 1, "li").active == 1
    assert [one.version for one in state.activated] == [1, 2, 1]


def test_putting_in_force_what_is_in_force_records_nothing() -> None:
    state = in_force(issued(Versions("national"), 1), 1, "li")
    assert activate(state, 1, NOW, "li") == []


def test_a_version_nobody_issued_cannot_be_put_in_force() -> None:
    with pytest.raises(RulesUnknown) as refusal:
        activate(Versions("national"), 3, NOW, "li")
    assert refusal.value.data == {"rules": "national@3"}


def test_the_same_text_again_records_nothing_and_another_text_is_refused() -> None:
    state = issued(Versions("national"), 2, "a")
    assert issue(state, version(2), "text", "a", NOW, "li") == []
    with pytest.raises(RulesExist):
        issue(state, version(2), "other", "b", NOW, "li")


def test_a_version_below_the_last_one_is_refused() -> None:
    state = issued(Versions("national"), 3)
    with pytest.raises(RulesOutOfOrder) as refusal:
        issue(state, version(2), "text", "c", NOW, "root")
    assert refusal.value.data == {"rules": "national@2", "last": 3}


def test_a_shipped_version_holds_at_once_only_where_nobody_chose_one() -> None:
    state = Versions("national")
    evolve(state, RulesActivated(at=NOW, by="system", version=1))
    assert follows_shipped(state, "system")
    evolve(state, RulesActivated(at=NOW, by="li", version=1))
    assert not follows_shipped(state, "system")
