"""Two versions of a rule set compared, rule by rule."""

from datetime import time

import pytest
from msgspec.structs import replace

from application.rulebook import load_shipped, parse, shipped
from domain.rules.comparison import HEAD, Change, Field, compare
from domain.rules.model import Hours, RuleError, RuleSet

OLD = load_shipped()["national"]
OPINION = next(rule for rule in OLD.clocks if rule.id == "petition.opinion")


def test_the_same_rules_under_another_number_are_no_change() -> None:
    assert compare(OLD, replace(OLD, version=OLD.version + 1)) == []


def test_a_changed_clock_names_the_fields_that_are_otherwise() -> None:
    other = replace(OPINION, span=30, local=True)
    clocks = tuple(other if one.id == other.id else one for one in OLD.clocks)
    assert compare(OLD, replace(OLD, clocks=clocks)) == [
        Change(
            "clocks",
            "petition.opinion",
            "changed",
            (Field("span", 60, 30), Field("local", False, True)),
        )
    ]


def test_rules_that_came_or_went_are_told_with_what_they_say() -> None:
    without = replace(OLD, clocks=tuple(one for one in OLD.clocks if one.id != OPINION.id))
    (gone,) = compare(OLD, without)
    (come,) = compare(without, OLD)
    assert (gone.what, come.what, gone.name, come.name) == (
        "removed",
        "added",
        "petition.opinion",
        "petition.opinion",
    )
    assert Field("span", 60, None) in gone.fields
    assert Field("span", None, 60) in come.fields


def test_extensions_and_pauses_are_known_by_what_they_are_for() -> None:
    first = OLD.extensions[0]
    longer = replace(first, span=first.span + 5)
    (change,) = compare(OLD, replace(OLD, extensions=(longer, *OLD.extensions[1:])))
    assert change.section == "extensions"
    assert first.track in change.name
    assert change.fields == (Field("span", first.span, first.span + 5),)


def test_the_head_and_single_rules_are_compared_too() -> None:
    other = replace(
        OLD,
        title="别的",
        hours=(Hours(opens=time(9), closes=time(12)),),
        visits=replace(OLD.visits, attempts_that_count=5),
    )
    head, hours, visits = compare(OLD, other)
    assert head == Change(HEAD, "", "changed", (Field("title", OLD.title, "别的"),))
    assert (hours.section, hours.what) == ("hours", "added")
    assert visits.fields == (Field("attempts_that_count", 3, 5),)


@pytest.mark.parametrize("one", load_shipped().values(), ids=lambda rules: rules.ref)
def test_any_two_shipped_sets_can_be_compared_and_no_rule_is_lost(one: RuleSet) -> None:
    for other in load_shipped().values():
        changes = compare(one, other)
        added = {
            change.name
            for change in changes
            if (change.section, change.what) == ("clocks", "added")
        }
        removed = {
            change.name
            for change in changes
            if (change.section, change.what) == ("clocks", "removed")
        }
        mine, theirs = ({rule.id for rule in rules.clocks} for rules in (one, other))
        assert (added, removed) == (theirs - mine, mine - theirs)


def test_a_rule_that_makes_a_task_of_holding_people_back_is_refused() -> None:
    text = shipped("national.toml").replace("自受理之日起60日内办结", "60日内办结并做好稳控", 1)
    with pytest.raises(RuleError, match="'稳控' is no task of a linkage centre"):
        parse(text)
