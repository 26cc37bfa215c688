"""A text of scoring rules: read to the last digit, or refused with the place and what to write."""

import json
import tomllib
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.rulebook import shipped_texts
from application.scoringbook import (
    FIELDS,
    known_rules,
    parse_scoring,
    shipped_scoring,
    write_scoring,
)
from domain.assessment import lawful
from domain.assessment.lawful import COUNT, QUIET, REPEAT, TASK, VETO, VOLUME, WHERE, ground_of
from domain.assessment.measures import MEASURES, STRETCHES
from domain.rules.model import RuleError
from projections.queries.moments import STRETCHES as MEASURED

HEAD = """
id = "town"
version = 1
title = "镇街季度计分"
title_en = "Quarterly score of towns"
jurisdiction = "local"
objection_days = 10
"""
CLOSURE = """
[[indicators]]
id = "closure"
title = "按期办结"
title_en = "Closed in time"
measure = "closure"
points = 100
article = "local"
"""
BANDS = """
[[bands]]
id = "pass"
title = "合格"
title_en = "pass"
at_least = 60
[[bands]]
id = "fail"
title = "不合格"
title_en = "fail"
at_least = 0
"""
FINE = HEAD + CLOSURE + BANDS


def other(old: str, new: str, text: str = FINE) -> str:
    assert old in text
    return text.replace(old, new, 1)


def indicator(**fields: Any) -> str:
    """A text whose one indicator has other fields."""
    said = {
        "id": "one",
        "title": "一",
        "title_en": "one",
        "measure": "closure",
        "points": 100,
        "article": "local",
        **fields,
    }
    lines = (f"{name} = {_toml(value)}" for name, value in said.items() if value is not None)
    return "\n".join((HEAD, "[[indicators]]", *lines, BANDS))


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)


def deduction(**fields: Any) -> str:
    said = {"failing": "late_entry", "points": 1, "article": "local", **fields}
    lines = (f"{name} = {_toml(value)}" for name, value in said.items())
    return "\n".join((FINE, "[[deductions]]", *lines))


def refused(text: str) -> RuleError:
    with pytest.raises(RuleError) as caught:
        parse_scoring(text)
    return caught.value


# --- what is shipped ---


def test_four_sets_are_shipped() -> None:
    found = {one.rules.id: one.rules for one in shipped_scoring()}

    assert set(found) == {"unit-default", "unit-hotline", "unit-petition", "centre"}
    assert {name for name, one in found.items() if one.subject == "centre"} == {"centre"}


def points_of(name: str) -> dict[str, Decimal]:
    found = next(one.rules for one in shipped_scoring() if one.rules.id == name)
    return {one.id: one.points for one in found.indicators}


def test_the_shipped_points_are_those_that_are_written_down() -> None:
    assert list(points_of("unit-default").values()) == [25, 15, 25, 20, 10, 5]
    assert points_of("unit-hotline") == {"contact": 10, "solved": 50, "satisfied": 40}
    assert list(points_of("unit-petition").values()) == [5, 20, 10, 5, 60]


def test_basically_satisfied_counts_nine_tenths_in_every_shipped_set() -> None:
    partly = [
        one.partly
        for said in shipped_scoring()
        for one in said.rules.indicators
        if one.measure == "satisfied"
    ]
    assert partly == [Decimal("0.9")] * 3


def test_every_shipped_entry_says_where_it_is_written() -> None:
    for said in shipped_scoring():
        raw = tomllib.loads(said.text)
        entries = [*raw["indicators"], *raw.get("deductions", ()), *raw.get("targets", ())]
        assert all(one["article"].strip() for one in entries)


def test_texts_on_record_are_read_as_they_were_checked() -> None:
    for said in shipped_scoring():
        assert known_rules(said.text) == said.rules


def test_written_as_text_and_read_again_they_say_the_same() -> None:
    for said in shipped_scoring():
        text = write_scoring(said.rules)
        assert parse_scoring(text) == said.rules
        assert "minimum = 30" in text


def test_scoring_rules_are_no_rule_sets_of_cases() -> None:
    assert not any("indicators" in tomllib.loads(text) for text in shipped_texts().values())


def test_the_stretches_that_may_be_scored_are_those_that_are_measured() -> None:
    assert set(STRETCHES) == set(MEASURED)


def test_numbers_are_read_to_the_last_digit() -> None:
    exact = parse_scoring(indicator(way="threshold", target=0.1234))

    assert exact.indicators[0].target == Decimal("0.1234")
    assert parse_scoring(FINE).indicators[0].points == Decimal(100)


# --- section by section: what can't be said ---

THRESHOLD = {"way": "threshold", "target": 0.9}
QUICK = {
    "way": "percentile",
    "measure": "duration",
    "stretch": "arrive",
    "within_minutes": 30,
    "none_at_minutes": 60,
}
STEPS = "[[indicators.steps]]\nat_least = {}\ngives = {}\n"


def banded(*steps: tuple[float, float]) -> str:
    said = "".join(STEPS.format(*step) for step in steps)
    return other("[[bands]]", said + "[[bands]]", indicator(way="band"))


@pytest.mark.parametrize(
    "text",
    [
        FINE,
        indicator(**THRESHOLD),
        indicator(**QUICK),
        indicator(measure="rework", inverse=True),
        indicator(measure="satisfied", partly=0.9),
        banded((0.8, 0.5), (0.9, 1)),
        deduction(most=3),
        deduction(points="0.5"),
        FINE + '[[targets]]\nrate = "solved"\nat_least = 0.9\narticle = "local"',
    ],
)
def test_what_is_right_is_taken(text: str) -> None:
    assert parse_scoring(text).ref == "town@1"


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("id = ", "", "this is no TOML"),
        ("a = " + "9" * 5000, "", "this is no TOML"),
        (other("version = 1", "version = 0"), "version", "Expected `int` >= 1"),
        (other("jurisdiction", "area"), "", "Object contains unknown field `area`"),
        (other('id = "town"', ""), "", "Object missing required field `id`"),
        (indicator(way="share"), "indicators[0] (one).way", "write one of ratio, threshold"),
        (
            other('title = "镇街季度计分"', 'title = "镇街季度计分"\nsubject = "people"'),
            "subject",
            "write one of units, centre",
        ),
        (indicator(measure="on_time"), "indicators[0] (one).clocks", "needs this field"),
        (indicator(points=0), "indicators[0] (one).points", "a number over 0"),
        (indicator(points=-1), "indicators[0] (one).points", "a number over 0"),
        (indicator(points=float("nan")), "indicators[0] (one).points", "a number over 0"),
        (indicator(points="sNaN"), "indicators[0] (one).points", "a number over 0"),
        (indicator(points=float("inf")), "indicators[0] (one).points", "a number over 0"),
        (indicator(points="1e999999"), "indicators[0] (one).points", "a number over 0"),
        (indicator(points=101), "indicators[0] (one).points", "at most 100"),
        (indicator(points=0.00001), "indicators[0] (one).points", "4 digits"),
        (indicator(points="ten"), "indicators[0] (one).points", "Invalid decimal string"),
        (indicator(points=99), "indicators", "points that come to 100"),
        (indicator(measure="applause"), "indicators[0] (one).measure", "the numerator of"),
        (indicator(measure=None), "indicators[0] (one).measure", "the numerator of"),
        (indicator(way="threshold"), "indicators[0] (one).target", "needs this field"),
        (indicator(target=0.9), "indicators[0] (one).target", "only way = 'threshold'"),
        (indicator(way="threshold", target=0), "indicators[0] (one).target", "over 0"),
        (indicator(way="threshold", target=98), "indicators[0] (one).target", "at most 1"),
        (indicator(way="band"), "indicators[0] (one).steps", "needs this field"),
        (banded((0.9, 1), (0.8, 0.5)), "indicators[0] (one).steps[1].at_least", "lowest up"),
        (banded((0.8, 1), (0.9, 0.5)), "indicators[0] (one).steps[1].gives", "can't give less"),
        (banded((0.8, 0.5), (0.8, 0.6)), "indicators[0] (one).steps[1].at_least", "each once"),
        (banded((1.8, 0.5)), "indicators[0] (one).steps[0].at_least", "at most 1"),
        (indicator(stretch="arrive"), "indicators[0] (one).stretch", "only way = 'percentile'"),
        (
            indicator(**{**QUICK, "stretch": "asleep"}),
            "indicators[0] (one).stretch",
            "write one of register, sign",
        ),
        (
            indicator(**{**QUICK, "stretch": "screen"}),
            "indicators[0] (one).stretch",
            "write one of register, sign",
        ),
        (
            indicator(**{**QUICK, "none_at_minutes": 30}),
            "indicators[0] (one).none_at_minutes",
            "more than within_minutes",
        ),
        (
            indicator(**{**QUICK, "none_at_minutes": 10**9}),
            "indicators[0] (one).none_at_minutes",
            "at most",
        ),
        (
            indicator(**QUICK, percentile=80),
            "indicators[0] (one).percentile",
            "write one of 50, 90, 95",
        ),
        (
            indicator(**{**QUICK, "measure": "closure"}),
            "indicators[0] (one).measure",
            "go together",
        ),
        (indicator(measure="duration"), "indicators[0] (one).measure", "go together"),
        (indicator(way="duties", measure=None), "indicators[0] (one).deductions", "needs this"),
        (indicator(measure="rework"), "indicators[0] (one).inverse", "should not have been"),
        (indicator(inverse=True), "indicators[0] (one).inverse", "what was not kept"),
        (indicator(partly=0.9), "indicators[0] (one).partly", "only measure = 'satisfied'"),
        (
            other(
                "points = 100",
                'points = 100\nclocks = ["review_request"]',
                indicator(measure="on_time"),
            ),
            "indicators[0] (one).clocks",
            "nobody is scored by what they do",
        ),
        (
            other("points = 100", 'points = 100\nclocks = ["sign"]'),
            "indicators[0] (closure).clocks",
            "no other has it",
        ),
        (other(CLOSURE, CLOSURE.replace("100", "50") * 2), "indicators[1].id", "stands twice"),
        (other(CLOSURE, "indicators = []\n"), "indicators", "at least one indicator"),
        (other(BANDS, "bands = []\n", HEAD + BANDS + CLOSURE), "bands", "at least one band"),
        (other("at_least = 0", "at_least = 10"), "bands", "the lowest band begins at 0"),
        (other("at_least = 60", "at_least = 0"), "bands[1] (fail).at_least", "begin alike"),
        (other("at_least = 60", "at_least = 160"), "bands[0] (pass).at_least", "at most 100"),
        (deduction(failing="tardy"), "deductions[0].failing", "write one of"),
        (deduction(failing="never_urged"), "deductions[0].failing", "failing of the centre"),
        (deduction(points=0), "deductions[0].points", "over 0"),
        (deduction(points=2, most=1), "deductions[0].most", "can't be less"),
        (
            deduction() + '\n[[deductions]]\nfailing = "late_entry"\npoints = 2\narticle = "x"',
            "deductions[1].failing",
            "stands twice",
        ),
        (
            FINE + '[[targets]]\nrate = "rework"\nat_least = 1\narticle = "local"',
            "targets[0].rate",
            "the numerator of",
        ),
    ],
)
def test_what_can_not_be_said_is_refused_with_its_place(text: str, path: str, message: str) -> None:
    error = refused(text)

    assert error.path == path
    assert message in error.message


# --- what nobody is scored by ---

FIELD = "points = 100\n{} = 1"


@pytest.mark.parametrize(
    ("text", "path", "reason"),
    [
        # a measure of its own
        (indicator(measure="petition_count"), "measure", COUNT),
        (indicator(measure="total_matters"), "measure", COUNT),
        (indicator(measure="repeat_visits"), "measure", REPEAT),
        (indicator(measure="visits_to_beijing"), "measure", WHERE),
        (indicator(measure="skip_level_petitions"), "measure", WHERE),
        (indicator(measure="withdrawn_petitions"), "measure", QUIET),
        # a lawful measure that says it counts such things
        (indicator(title="信访总量"), "title", COUNT),
        (indicator(title="登记量下降率"), "title", COUNT),
        (indicator(title="上访人次"), "title", COUNT),
        (indicator(title="零上访"), "title", COUNT),
        (indicator(title="重复访"), "title", REPEAT),
        (indicator(title="集 体　访"), "title", REPEAT),
        (indicator(title="越级访"), "title", WHERE),
        (indicator(title="进京访"), "title", WHERE),
        (indicator(title="赴省非正常访"), "title", WHERE),
        (indicator(title="息诉率"), "title", QUIET),
        (indicator(title="一票否决"), "title", VETO),
        (indicator(title="按受理量排名"), "title", VOLUME),
        (indicator(title="每万人纠纷数"), "title", VOLUME),
        (indicator(title="稳控到位率"), "title", TASK),
        (indicator(title_en="Fewer complaints"), "title_en", COUNT),
        (indicator(title_en="Repeat petitions"), "title_en", REPEAT),
        (indicator(title_en="Cases taken to the capital"), "title_en", WHERE),
        (indicator(title_en="Closed, per capita"), "title_en", VOLUME),
        (indicator(title_en="Veto item"), "title_en", VETO),
        (indicator(article="每发生一起越级上访扣2分"), "article", WHERE),
        (indicator(article="Ranked by number of cases"), "article", VOLUME),
        # a weight by volume
        (other("points = 100", FIELD.format("weight_by")), "weight_by", VOLUME),
        (other("points = 100", FIELD.format("weight")), "weight", VOLUME),
        (other("points = 100", FIELD.format("per_case")), "per_case", VOLUME),
        (other("points = 100", FIELD.format("population")), "population", VOLUME),
        (other("points = 100", FIELD.format("rank_by")), "rank_by", VOLUME),
        (other("points = 100", FIELD.format("veto")), "veto", VETO),
        (other("points = 100", FIELD.format('"上访量"')), "上访量", COUNT),
        # the same hidden in a deduction
        (deduction(failing="repeat_petition"), "deductions[0].failing", REPEAT),
        (deduction(failing="mass_visit"), "deductions[0].failing", REPEAT),
        (deduction(article="发生进京访的，每人次扣5分"), "deductions[0].article", WHERE),
        (deduction(article="群众重复信访的扣分"), "deductions[0].article", REPEAT),
        (deduction(article="One point off for each repeat visit"), "deductions[0].article", REPEAT),
        # in the set as a whole, and in its bands
        (other("镇街季度计分", "信访量季度排名"), "title", COUNT),
        (other('title = "合格"', 'title = "否决"'), "bands[0] (pass).title", VETO),
    ],
)
def test_what_people_do_is_refused_with_the_reason(text: str, path: str, reason: str) -> None:
    error = refused(text)

    assert error.path in (path, f"indicators[0] (one).{path}", f"indicators[0] (closure).{path}")
    assert error.message.endswith(reason)


@pytest.mark.parametrize(
    "text",
    [
        "信访事项按期答复率",
        "信访事项及时受理率",
        "初次信访事项按期办结",
        "《信访工作条例》第二十二条：收到信访事项应当登记，15日内转送、交办",
        "按期回访数除以应回访数",
        "自纠纷发生之日起30日内调结",
        "反映人回访时表示已解决",
        "来访接待按时完成",
        "逐级移送、越级移送应当说明理由",
        "每发现一件扣2分",
        "接报后2小时内报上级",
        "Return visits made in time",
        "Reports to the higher office in time",
        "Two points off for each failing",
        "Petitions replied to on time",
        "Joint visits received on time",
        "I have to say what was not done",
    ],
)
def test_what_an_office_does_may_be_said(text: str) -> None:
    assert ground_of(text) is None


def test_every_measure_that_may_be_named_is_lawful_itself() -> None:
    for one in MEASURES.values():
        assert ground_of(one.name) is None
        assert one.act in ("unit", "centre", "reporter")


def test_every_field_of_the_file_has_a_lawful_name() -> None:
    assert not list(lawful.unlawful(dict.fromkeys(FIELDS, 1), FIELDS))


PIECES = st.sampled_from(
    ["[[indicators]]", "[[bands]]", "points = 1e9999", "steps = [{}]", "clocks = [1]", "\n", "="]
)
LINES = st.sampled_from(FINE.splitlines())


@given(st.one_of(st.text(), st.lists(st.one_of(PIECES, LINES, st.text(max_size=8))).map("\n".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(RuleError):
        assert parse_scoring(text).ref


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(FIELDS)), VALUES)
def test_any_value_of_any_field_is_read_or_refused(field: str, value: Any) -> None:
    line = f"{field} = {value!r}" if isinstance(value, str | int) else f"{field} = {value}"
    for place in ("points = 100", "at_least = 60", "objection_days = 10"):
        with suppress(RuleError):
            assert parse_scoring(other(place, f"{place}\n{line}")).ref
