"""How events are stored: JSON under a permanent topic, read back with their types checked."""

from collections.abc import Callable, Collection
from typing import Any, Final, NamedTuple

import msgspec
from eventsourcing.persistence import Mapper, MapperDeserialisationError, StoredEvent

from domain.accounts import events as account_events
from domain.assessment.book import events as scoring_events
from domain.assessment.course import events as quarter_events
from domain.audit import events as audit_events
from domain.bulletins import events as bulletin_events
from domain.calendar import events as calendar_events
from domain.case import events as case_events
from domain.categories import events as category_events
from domain.custody import events as custody_events
from domain.duty import events as duty_events
from domain.log import events as log_events
from domain.messages import events as message_events
from domain.plans import events as plan_events
from domain.privacy import events as privacy_events
from domain.retention import events as retention_events
from domain.rounds import events as round_events
from domain.rules import events as rule_events
from domain.trust import events as trust_events
from domain.units import events as unit_events

Event = Any


class Entry(NamedTuple):
    """What the library sees of an event: whose it is, which in order, and the event itself."""

    originator_id: str
    originator_version: int
    event: Event


TOPICS: dict[str, type[Any]] = {
    **case_events.TOPICS,
    **unit_events.TOPICS,
    **rule_events.TOPICS,
    **category_events.TOPICS,
    **account_events.TOPICS,
    **duty_events.TOPICS,
    **plan_events.TOPICS,
    **message_events.TOPICS,
    **round_events.TOPICS,
    **calendar_events.TOPICS,
    **scoring_events.TOPICS,
    **bulletin_events.TOPICS,
    **log_events.TOPICS,
    **trust_events.TOPICS,
    **quarter_events.TOPICS,
    **retention_events.TOPICS,
    **privacy_events.TOPICS,
    **custody_events.TOPICS,
    **audit_events.TOPICS,
}
Unreadable = MapperDeserialisationError
"""Of bytes that are no event, or of one this version does not know."""

SHAPE: Final = "@"  # before the number of a later shape
_TOPIC_OF: dict[type[Any], str] = {kind: topic for topic, kind in TOPICS.items()}
_DECODERS: dict[str, Callable[[bytes], Event]] = {
    topic: msgspec.json.Decoder(kind).decode for topic, kind in TOPICS.items()
}
_encode = msgspec.json.Encoder().encode


def upcast(topic: str, shape: type[Any], lift: Callable[[Any], Event]) -> None:
    """Let a topic of an older shape be read: decode it as it was, lift it to today's event.

    The new shape gets a topic of its own (`case.dispatched@2`); nothing stored is rewritten.
    """
    decode_old = msgspec.json.Decoder(shape).decode
    _DECODERS[topic] = lambda state: lift(decode_old(state))


def topic_of(event: Event) -> str:
    """The permanent name of the event's kind."""
    return _TOPIC_OF[type(event)]


def topics_of(kinds: Collection[type[Any]]) -> list[str]:
    """Every topic these kinds of events were ever stored under."""
    names = {_TOPIC_OF[kind].partition(SHAPE)[0] for kind in kinds}
    return [topic for topic in _DECODERS if topic.partition(SHAPE)[0] in names]


def encode(event: Event) -> bytes:
    """The bytes to store."""
    return _encode(event)


def decode(topic: str, state: bytes) -> Event:
    """The event in its type. Errors: `MapperDeserialisationError` on an unknown topic or shape."""
    try:
        return _DECODERS[topic](state)
    except KeyError:
        msg = f"unknown topic {topic!r}: written by a newer version of this service?"
        raise MapperDeserialisationError(msg) from None
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        msg = f"event of topic {topic!r} can't be read: {error}"
        raise MapperDeserialisationError(msg) from error


class EventMapper(Mapper[str]):
    """The library's mapper on our codec."""

    def __init__(self) -> None:
        """Needs no transcoder: msgspec does its work."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Entry to row."""
        event = domain_event.event
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=_TOPIC_OF[type(event)],
            state=_encode(event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """Row to entry."""
        return Entry(
            str(stored_event.originator_id),
            stored_event.originator_version,
            decode(stored_event.topic, stored_event.state),
        )
