"""What a file of plans may not say: told with the place and what to write."""

import pytest

from application.plans.texts import (
    parse_plan,
    parse_plans,
    shipped_plans,
    write_plan,
)
from application.rulebook import load_categories
from domain.plans.checks import validate
from domain.rules.model import RuleError
from domain.rules.tasks import FORBIDDEN

TEXT = """
[[plans]]
code = "fire"
version = 1
title = "火灾处置预案"
title_en = "Fire"
jurisdiction = "青石镇"
sort = "rescue"
article = "联动处置规定"
commander = "county_deputy"

[plans.when]
tracks = ["emergency"]

[[plans.teams]]
who = "post:fire"
role = "lead"

[[plans.checklist]]
text = "清点人数"
text_en = "Count heads"

[[plans.reports]]
kind = "first"
to = "县指挥中心"
to_en = "County command"
span = 30
unit = "minutes"
"""

CLOCK = '[[plans.clocks]]\nkind = "arrive"\nspan = 9\nunit = "minutes"\narticle = "x"'


def mistake(text: str) -> RuleError:
    """What is said of a text that can't be used."""
    with pytest.raises(RuleError) as found:
        parse_plans(text, {"A", "A01"})
    return found.value


@pytest.mark.parametrize(
    ("right", "wrong", "path", "said"),
    [
        ("version = 1\n", "", "plans[0] (fire)", "missing required field `version`"),
        ("version = 1", "version = 0", "plans[0] (fire).version", ">= 1"),
        ('code = "fire"', 'code = "Fire!"', "plans[0] (Fire!).code", "lower-case letters"),
        (
            'sort = "rescue"',
            'sort = "big"',
            "plans[0] (fire).sort",
            "write one of security, rescue",
        ),
        ('"county_deputy"', '"king"', "plans[0] (fire).commander", "write one of police_head"),
        ('"emergency"]', '"war"]', "plans[0] (fire).when.tracks[0]", "write one of emergency"),
        ('kind = "first"', 'kind = "sign"', "plans[0] (fire).reports[0].kind", "one of first"),
        ('unit = "minutes"', 'unit = "moons"', "plans[0] (fire).reports[0].unit", "one of minutes"),
        ('title = "火灾处置预案"', 'title = " "', "plans[0] (fire).title", "can't be empty"),
        ('title_en = "Fire"', 'titel = "Fire"', "plans[0] (fire)", "unknown field `titel`"),
        ('tracks = ["emergency"]', "", "plans[0] (fire).when", "at least one condition"),
        (
            'tracks = ["emergency"]',
            "people_from = 9\npeople_to = 3",
            "plans[0] (fire).when.people_to",
            "can't be less than people_from",
        ),
        (
            'tracks = ["emergency"]',
            'categories = ["A", "Z9"]',
            "plans[0] (fire).when.categories[1]",
            "there is no category 'Z9'",
        ),
        (
            'tracks = ["emergency"]',
            'tracks = ["emergency"]\n[plans.when.hours]\nfrom = 08:00:00\nto = 08:00:00',
            "plans[0] (fire).when.hours",
            "must not begin and end at the same time",
        ),
        ('role = "lead"', "", "plans[0] (fire).teams", "exactly one team"),
        ('"post:fire"', '"post:army"', "plans[0] (fire).teams[0].who", "there is no post 'army'"),
        ('"post:fire"', '"fire"', "plans[0] (fire).teams[0].who", 'write "local"'),
        (
            'role = "lead"\n',
            'role = "lead"\n[[plans.teams]]\nwho = "post:fire"\n',
            "plans[0] (fire).teams",
            "stands 2 times",
        ),
        (
            'role = "lead"\n',
            'role = "lead"\non_safety_fact = true\n',
            "plans[0] (fire).teams[0].on_safety_fact",
            "name another lead",
        ),
        ('unit = "minutes"\n', "", "plans[0] (fire).reports[0]", "span and unit both"),
        (
            'unit = "minutes"',
            'unit = "hours"\nnight = 9',
            "plans[0] (fire).reports[0].night",
            "night",
        ),
        (
            'unit = "minutes"',
            'unit = "working_days"\nroll_over = true',
            "plans[0] (fire).reports[0].roll_over",
            "rest day",
        ),
        (
            "version = 1",
            "version = 1\nrepresentatives_from = 3",
            "plans[0] (fire).representatives_from",
            "joint_visit",
        ),
        (
            'tracks = ["emergency"]',
            'tracks = ["petition"]\n' + CLOCK,
            "plans[0] (fire).clocks[0].kind",
            "nobody is timed",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_to_write(
    right: str, wrong: str, path: str, said: str
) -> None:
    assert right in TEXT
    found = mistake(TEXT.replace(right, wrong, 1))
    assert found.path == path
    assert said in found.message


@pytest.mark.parametrize("text", ["plans = []", "[[plans]"])
def test_a_text_without_plans_is_none(text: str) -> None:
    assert mistake(text).message


def test_a_page_takes_one_plan_at_a_time() -> None:
    with pytest.raises(RuleError, match="one plan at a time"):
        parse_plan(TEXT + TEXT.replace('code = "fire"', 'code = "flood"'))


@pytest.mark.parametrize("word", FORBIDDEN)
@pytest.mark.parametrize(
    ("right", "path"),
    [
        ("清点人数", "checklist[0].text"),
        ("Count heads", "checklist[0].text_en"),
        ("火灾处置预案", "title"),
        ("县指挥中心", "reports[0].to"),
        ("联动处置规定", "article"),
    ],
)
def test_no_text_of_a_plan_asks_for_a_task_against_people(word: str, right: str, path: str) -> None:
    found = mistake(TEXT.replace(right, f"安排人员{word[0]} {word[1:]}来访人", 1))
    assert found.path == f"plans[0] (fire).{path}"
    assert word in found.message
    assert "nobody who comes here is followed" in found.message


@pytest.mark.parametrize("tracks", ['tracks = ["petition"]', 'categories = ["A"]'])
def test_police_come_to_people_who_complain_on_a_safety_fact_only(tracks: str) -> None:
    visit = TEXT.replace('tracks = ["emergency"]', tracks)
    team = '[[plans.teams]]\nwho = "post:police"\n'
    found = mistake(visit + team)
    assert found.path == "plans[0] (fire).teams[1].on_safety_fact"
    assert "never because people came" in found.message
    parse_plans(visit + team + "on_safety_fact = true\n", {"A"})


def test_what_is_shipped_can_be_used_and_survives_being_written() -> None:
    codes = {category.code for category in load_categories()}
    plans = shipped_plans()
    assert {plan.sort for plan in plans} == {"security", "rescue", "ordinary", "joint_visit"}
    for plan in plans:
        assert validate(plan, codes) is plan
        assert parse_plan(write_plan(plan)) == plan


def test_signs_that_mean_something_in_toml_survive_too() -> None:
    odd = TEXT.replace("清点人数", 'a\\"b\\\\c\\td\\u0007')
    plan = parse_plan(odd)
    assert plan.checklist[0].text == 'a"b\\c\td\x07'
    assert parse_plan(write_plan(plan)) == plan


def test_every_number_that_is_ours_is_marked_local() -> None:
    for plan in shipped_plans():
        for report in plan.reports:
            assert report.span is None or report.local, (plan.code, report.kind)
        for team in plan.teams:
            assert team.least is None or team.local or team.article, (plan.code, team.who)
