"""Tells one event of a case: its title, and a sentence of it in the reader's words."""

from collections.abc import Mapping
from functools import cache

from msgspec import structs

from domain.case.events import TOPICS, Fact
from domain.rules.model import RuleSet
from web.desk import values
from web.desk.phrases import fill
from web.desk.texts.told import TOLD

TOPIC_OF: dict[type[Fact], str] = {kind: topic for topic, kind in TOPICS.items()}


def title(event: Fact) -> str:
    """What happened, in a word."""
    return str(TOLD[TOPIC_OF[type(event)]][0])


def pattern(event: Fact) -> str:
    """The sentence before it is filled in."""
    return str(TOLD[TOPIC_OF[type(event)]][1])


def sentence(event: Fact, rules: RuleSet, more: Mapping[str, str]) -> str:
    """What happened, in a sentence; `more` is what the event refers to and doesn't say itself."""
    return fill(pattern(event), {**_said(event, rules), **more})


@cache
def fields_of(kind: type[Fact]) -> tuple[structs.FieldInfo, ...]:
    """The fields of a kind of event, which pages ask for hundreds of times."""
    return structs.fields(kind)


def _said(event: Fact, rules: RuleSet) -> dict[str, str]:
    """Every field in the reader's words; a no or a nought that nobody wrote is nothing."""
    owner = type(event).__name__
    values_of = ((field, getattr(event, field.name)) for field in fields_of(type(event)))
    return {
        field.name: values.write(field.name, value, owner, rules)
        for field, value in values_of
        if value or value != field.default
    }
