"""The rule sets, categories and words that are shipped."""

from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import TypeGuard, get_args

import pytest

from application.rulebook import (
    digest,
    load_categories,
    load_shipped,
    parse,
    parse_categories,
    ref,
    shipped_texts,
)
from domain.case import words
from domain.rules import model
from domain.rules.clocks import find_rule
from domain.rules.model import RuleError, RuleSet

TRACKS = get_args(model.Track)
SETS = [pytest.param(rules, id=rules.ref) for rules in load_shipped().values()]
ALL_TRACKS = {"visit", "directive", "urge", "urge_answer", "supervise", "report_first"}
OWED = {
    "emergency": {"register", "screen", "dispatch", "sign", "handle", "feedback", "close"},
    "hotline": {"register", "screen", "dispatch", "sign", "handle", "feedback", "reply", "close"},
    "petition": {
        *("register", "screen", "sign", "handle", "feedback", "transfer", "notice", "object"),
        *("opinion", "reply", "review_request", "review", "rereview"),
    },
    "dispute": {
        *("register", "screen", "dispatch", "sign", "handle", "feedback", "close"),
        *("mediation", "confirmation"),
    },
}


def test_the_national_set_is_shipped_with_local_ones_beside_it() -> None:
    assert set(load_shipped()) == {
        "national",
        "petition-5-30-60",
        "local-5-30-90",
        "hotline-working-days",
    }


@pytest.mark.parametrize("rules", SETS)
def test_every_set_has_every_clock_its_tracks_need(rules: RuleSet) -> None:
    for track in TRACKS:
        for kind in OWED[track] | ALL_TRACKS:
            assert find_rule(rules, kind, track), (track, kind)


@pytest.mark.parametrize("rules", SETS)
def test_every_grade_and_zone_has_its_clocks(rules: RuleSet) -> None:
    for grade in rules.grades:
        for kind in OWED[grade.track]:
            assert find_rule(rules, kind, grade.track, grade.code)
    for zone, track in product(rules.zones, ("emergency", "dispute")):
        assert find_rule(rules, "arrive", track, "", zone.code)


@pytest.mark.parametrize("rules", SETS)
def test_every_number_names_the_article_it_comes_from(rules: RuleSet) -> None:
    articles = [rule.article for rule in rules.clocks]
    articles += [rule.article for rule in rules.extensions]
    articles += [rule.article for rule in rules.pauses]
    assert min(map(len, articles)) > 8


def test_local_sets_mark_what_is_not_national_law() -> None:
    for rules in load_shipped().values():
        local = [rule for rule in rules.clocks if "地方" in rule.article]
        assert all(rule.local for rule in local)
        assert bool(local) == (rules.id != "national")


def test_the_national_set_holds_the_fields_own_numbers() -> None:
    rules = load_shipped()["national"]
    assert (rules.entry.reason_after_minutes, rules.entry.supervisor_after_minutes) == (15, 1440)
    assert rules.returns.ruled_from == 2
    assert rules.visits.attempts_that_count == 3
    assert rules.representatives_max == 5
    assert [level.code for level in rules.levels] == ["village", "district", "town", "county"]
    extension = rules.extension("petition", "opinion")
    assert extension is not None
    assert (extension.span, extension.notice, extension.local) == (30, True, False)
    assert rules.track("petition").acceptance
    assert rules.track("hotline").reply
    assert not rules.track("emergency").reply
    assert rules.track("dispute").screening


def test_a_text_is_known_by_its_name_version_and_hash() -> None:
    text = shipped_texts()["national@4"]
    assert ref(parse(text)) == parse(text).ref == "national@4"
    assert digest(text) == sha256(text.encode()).hexdigest()
    assert all(ref(parse(text)) == name for name, text in shipped_texts().items())


def test_two_readings_of_one_text_are_the_same_rule_set() -> None:
    text = shipped_texts()["national@4"]
    assert parse(text) == parse(text)
    assert hash(parse(text)) == hash(parse(text))


def test_rules_and_cases_speak_of_the_same_tracks_and_roles() -> None:
    assert set(TRACKS) == {track.value for track in words.Track}
    assert set(get_args(model.Role)) <= {role.value for role in words.Role}


def test_there_are_sixty_categories_or_more_in_a_dozen_groups() -> None:
    groups = [node for node in load_categories() if not node.parent]
    leaves = [node for node in load_categories() if node.parent]
    assert len(groups) >= 12
    assert len(leaves) >= 60
    assert {leaf.parent for leaf in leaves} == {group.code for group in groups}


def test_every_category_has_both_names_and_a_track() -> None:
    for node in load_categories():
        assert node.name
        assert node.name_en.isascii() or "é" in node.name_en
        assert node.tracks
    for track in TRACKS:
        assert sum(track in node.tracks for node in load_categories() if node.parent) >= 5


def test_no_two_categories_bear_one_name() -> None:
    names = [node.name for node in load_categories()]
    assert len(names) == len(set(names))


GROUP = """
[[groups]]
code = "{code}"
name = "测试"
name_en = "Test"
tracks = ["hotline"]
categories = [{{ code = "A01", name = "一", name_en = "One" }}]
"""


def test_a_category_has_the_tracks_of_its_group_unless_it_says_otherwise() -> None:
    group, leaf = parse_categories(GROUP.format(code="A"))
    assert (group.parent, leaf.parent) == ("", "A")
    assert leaf.tracks == group.tracks == ("hotline",)


def test_a_category_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(RuleError) as refusal:
        parse_categories(GROUP.format(code="A") + GROUP.format(code="B"))
    assert str(refusal.value) == "groups (A01): the code 'A01' stands 2 times"


def test_the_documentation_names_every_field_and_every_kind_of_clock() -> None:
    text = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
    parts = [part for part in vars(model).values() if is_part(part)]
    fields = {name for part in parts for name in part.__struct_fields__}
    told_by_name = {"entry", "returns", "visits", "levels", "clocks", "extensions", "pauses"}
    told_by_name |= {"reminders", "urges", "escalations", "periods"}
    missing = [name for name in fields - told_by_name if f"`{name}`" not in text]
    assert not missing
    assert [kind for kind in get_args(model.Kind) if f"`{kind}`" not in text] == []


def is_part(thing: object) -> TypeGuard[type[model.Part]]:
    return isinstance(thing, type) and issubclass(thing, model.Part)
