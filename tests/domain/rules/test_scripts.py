"""Scripts of return visits: the most particular one is used, and none asks for what is unlawful."""

from pathlib import Path

import pytest

from application.scripts import parse, scripts_of
from domain.rules.model import RuleError
from domain.rules.scripts import script_for
from domain.rules.tasks import FORBIDDEN

HEAD = 'id = "own"\nversion = 1\ntitle = "回访话术"\n'
GENERAL = '[[scripts]]\nlines = [{ zh = "您好", en = "Good day" }]\n'


def said(track: str, dispute_class: str, text: str) -> str:
    return script_for(parse(text), track, dispute_class).lines[0].zh


def test_naming_the_class_goes_before_the_track_and_both_before_none() -> None:
    text = HEAD + GENERAL
    text += '[[scripts]]\ntracks = ["dispute"]\nlines = [{ zh = "纠纷", en = "x" }]\n'
    text += '[[scripts]]\nclasses = ["1"]\nlines = [{ zh = "一级", en = "x" }]\n'
    assert said("hotline", "", text) == "您好"
    assert said("dispute", "3", text) == "纠纷"
    assert said("dispute", "1", text) == "一级"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "scripts"),
        (GENERAL.replace("[[scripts]]", '[[scripts]]\ntracks = ["dispute"]'), "scripts"),
        ("[[scripts]]\nlines = []\n", "scripts[0].lines"),
        (GENERAL.replace("您好", " "), "scripts[0].lines[0].zh"),
        (GENERAL.replace("您好", "{name}您好"), "scripts[0].lines[0]"),
        (GENERAL.replace("Good day", "{phone}"), "scripts[0].lines[0]"),
        (GENERAL + 'colour = "red"', "scripts[0]"),
    ],
)
def test_what_can_not_be_used_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse(HEAD + text)
    assert refused.value.path in (place, "")
    assert refused.value.message


@pytest.mark.parametrize("word", FORBIDDEN)
def test_a_task_against_those_who_come_is_refused(word: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse(HEAD + GENERAL.replace("您好", f"请做好{word[0]} {word[1:]}工作"))
    assert word in refused.value.message


@pytest.mark.parametrize("track", ["emergency", "hotline", "petition", "dispute"])
def test_the_shipped_ones_ask_what_a_return_visit_is_for(track: str, tmp_path: Path) -> None:
    scripts = scripts_of(tmp_path)
    assert not scripts.problem
    for dispute_class in ("", "1", "2", "3"):
        script = script_for(scripts.used, track, dispute_class)
        text = "".join(line.zh for line in script.lines)
        assert "满意" in text
        assert "原话" in text
