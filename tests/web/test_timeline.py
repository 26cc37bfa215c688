"""Every event is told in both languages: a title, a sentence, who, when, and all its fields."""

import re
from collections.abc import Iterator

import msgspec
import pytest

from application.clock import to_ms
from application.desk import Loaded
from application.store.rows import Row
from domain.case import events as e
from domain.case.correction import Correct
from domain.case.dispatch import Arrive
from domain.case.fold import fold
from domain.case.record import Attach
from tests.domain.scenario import INSPECTOR, POLICE, Story, dispatched, emergency
from tests.domain.test_every_command import EXAMPLES, Example
from tests.web.talking import InLanguage, talking
from web.desk.phrases import NOTHING, fill, names
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.desk.texts.told import TOLD
from web.timeline import NOT_LISTED, Entry, timeline

CHINESE = re.compile(r"[一-鿿]")
# What a sentence may speak of besides the event's own fields.
REFERRED_TO = {"unit", "was", "again"}
CALLED = {"timekeeper": {"zh": "时限督办", "en": "Timekeeper"}}  # people by their user names


@pytest.fixture(scope="module")
def in_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InLanguage]:
    """A function that gives the context of a request in a language."""
    yield from talking(tmp_path_factory.mktemp("data"))


def test_a_stop_somebody_typed_ends_the_sentence_only_once() -> None:
    told = {"reason": "不属于本单位职责。", "ruled": ""}
    assert (
        fill("退回，原因：{reason}。[须裁定：{ruled}。]", told) == "退回，原因：不属于本单位职责。"
    )
    assert fill("{reason}, and so on", {"reason": "no car."}) == "no car, and so on"
    assert fill("“{reason}”", {"reason": "好。"}) == "“好。”"


def test_every_event_there_is_has_a_title_and_a_sentence() -> None:
    assert set(TOLD) == set(e.TOPICS)


@pytest.mark.parametrize("topic", TOLD)
def test_both_languages_speak_of_the_same_fields(topic: str, in_language: InLanguage) -> None:
    fields = {field.name for field in msgspec.structs.fields(e.TOPICS[topic])}
    with in_language("en"):
        title, sentence = map(str, TOLD[topic])
        assert not CHINESE.search(title + sentence)
    with in_language("zh"):
        assert CHINESE.search(str(TOLD[topic][0]))
        assert names(str(TOLD[topic][1])) == names(sentence)
    assert names(sentence) <= fields | REFERRED_TO


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: type(one.command).__name__)
def test_what_a_command_makes_is_told(
    example: Example, language: str, in_language: InLanguage
) -> None:
    story = example.given().when(example.command, by=example.by).then(*example.then)
    with in_language(language):
        told = _entries(story)[-len(example.then) :]
    for entry, event in zip(told, story.history[-len(example.then) :], strict=True):
        assert entry.title
        assert entry.text or entry.details
        assert NOTHING not in entry.text, entry.text
        assert not set(entry.text) & set("{}[]"), entry.text
        called = CALLED.get(event.by.user, {})
        assert called.get(language, event.by.user) in entry.who


# What is said of a file stands in the list of files.
SAID_IN_DETAILS = [one for one in EXAMPLES if not isinstance(one.command, Attach)]


@pytest.mark.parametrize("example", SAID_IN_DETAILS, ids=lambda one: type(one.command).__name__)
def test_nothing_an_event_says_is_left_out(example: Example, in_language: InLanguage) -> None:
    story = example.given().when(example.command, by=example.by).then(*example.then)
    event = story.history[-len(example.then)]
    with in_language("zh"):
        entry = _entries(story)[-len(example.then)]
        spoken_of = names(str(TOLD[_topic(event)][1]))
    said = {
        field.name
        for field in msgspec.structs.fields(event)
        if getattr(event, field.name) != field.default
    }
    listed = said - spoken_of - NOT_LISTED
    assert len(entry.details) == len(listed), (listed, entry.details)


def test_both_times_are_shown_when_it_was_recorded_later(in_language: InLanguage) -> None:
    story = dispatched(emergency())
    at = story.now
    story.later(minutes=40).when(Arrive(dispatch=1), by=POLICE, at=at, late="忙于救人").accepted()
    with in_language("zh"):
        first, *_, arrival = _entries(story)
    assert first.recorded is None
    assert not first.is_late
    assert (arrival.at, arrival.recorded) == (at, story.now)
    assert arrival.is_late
    assert arrival.late == "忙于救人"


def test_a_correction_says_what_was_and_what_is_right_and_the_record_stays(
    in_language: InLanguage,
) -> None:
    story = emergency()
    for place in ("新街", "南门"):
        value = msgspec.json.encode(place).decode()
        story.given(Correct(event=1, field="place", value=value, reason="听错", approver="chen"))
    with in_language("zh"):
        received, first, second = _entries(story)
    assert "青石镇老街" in received.text
    assert received.corrected_by == [2, 3]
    assert "由“青石镇老街”改为“新街”" in first.text
    assert "由“新街”改为“南门”" in second.text
    assert (first.corrects, second.corrects) == (1, 1)


def test_what_came_from_a_record_says_so_and_is_no_late_entry(in_language: InLanguage) -> None:
    story = emergency()
    story.history[0] = msgspec.structs.replace(story.history[0], source="import")
    with in_language("zh"):
        (entry,) = _entries(story.later(days=30))
    assert entry.source == "由档案导入"
    assert not entry.is_late


def _entries(story: Story) -> list[Entry]:
    case = fold(story.case.id, story.history)
    standing = Standing(Loaded(case, _rows(story), list(story.history)), story.context(INSPECTOR))
    return timeline(standing, Sight(standing))


def _rows(story: Story) -> list[Row]:
    """As if each event had been recorded when it happened, the last one now."""
    moments = [event.at for event in story.history[:-1]] + [story.now]
    return [_row(story, number, to_ms(at)) for number, at in enumerate(moments, start=1)]


def _row(story: Story, number: int, recorded: int) -> Row:
    topic = _topic(story.history[number - 1])
    return Row(number, story.case.id, number, topic, b"", recorded)


def _topic(event: e.Fact) -> str:
    return next(topic for topic, kind in e.TOPICS.items() if kind is type(event))
