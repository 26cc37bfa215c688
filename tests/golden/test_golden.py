"""What was stored once is read for ever: each topic's bytes, as they lie in somebody's log."""

import json
from typing import Any

import msgspec
import pytest

from application import codec
from tests.golden.examples import FOLDER, bare, full, readable_topics


def golden(topic: str) -> dict[str, Any]:
    """The example written down when the topic was new."""
    path = FOLDER / f"{topic}.json"
    if not path.exists():
        pytest.fail(f"{path.name} is missing: pytest tests/golden --write-golden")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("topic", readable_topics())
@pytest.mark.parametrize("example", ["full", "bare"])
def test_stored_bytes_are_read_and_would_be_stored_the_same(topic: str, example: str) -> None:
    stored = golden(topic)[example].encode()
    event = codec.decode(topic, stored)
    if topic in codec.TOPICS:  # an older shape is read, and never written again
        assert type(event) is codec.TOPICS[topic]
        assert codec.topic_of(event) == topic
        assert codec.encode(event) == stored


@pytest.mark.parametrize("topic", sorted(codec.TOPICS))
def test_what_was_left_out_still_means_the_same(topic: str) -> None:
    known = golden(topic)
    event = codec.decode(topic, known["bare"].encode())
    means = json.loads(msgspec.json.encode(msgspec.structs.asdict(event)))
    assert {name: means[name] for name in known["bare_means"]} == known["bare_means"]


@pytest.mark.parametrize("topic", sorted(codec.TOPICS))
def test_an_example_fills_every_field_the_event_had_when_it_was_written(topic: str) -> None:
    known = golden(topic)
    assert set(json.loads(known["full"])) == set(known["bare_means"])


@pytest.mark.parametrize("topic", sorted(codec.TOPICS))
def test_a_field_added_since_can_be_left_out(topic: str) -> None:
    fields = msgspec.structs.fields(codec.TOPICS[topic])
    added = [field for field in fields if field.name not in golden(topic)["bare_means"]]
    assert not [field.name for field in added if field.required]


def test_no_example_is_left_of_a_topic_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(readable_topics())


@pytest.mark.parametrize("topic", sorted(codec.TOPICS))
def test_an_event_survives_storing(topic: str) -> None:
    for event in (full(codec.TOPICS[topic]), bare(codec.TOPICS[topic])):
        assert codec.decode(topic, codec.encode(event)) == event


def test_topics_are_lower_case_words_of_their_aggregate() -> None:
    for topic in codec.TOPICS:
        aggregate, _, name = topic.partition(".")
        assert aggregate in {
            "case",
            "unit",
            "rules",
            "categories",
            "account",
            "calendar",
            "duty",
            "log",
            "plan",
            "quarter",
            "messages",
            "round",
            "roundplan",
            "scoring",
            "bulletin",
            "bulletins",
            "retention",
            "privacy",
            "key",
            "audit",
            "audits",
        }
        assert name.replace("-", "").isalpha()
        assert name == name.lower()
