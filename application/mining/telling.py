"""Tells a case as events and objects, with nothing in it that could name a person.

People are pseudonyms of one export; texts stay out, sealed or not. An attempt somebody accused
made names nobody, and neither does a complaint: who is accused does not leave.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from application.clock import from_ms
from application.mining.following import Follower
from application.mining.leaving import Value, attributes
from application.mining.objects import HANDLER, RULE_SET, UNIT, Event, Link, Links, Thing, named
from application.mining.pseudonyms import Pseudonyms
from application.mining.reading import Matter
from application.store.rows import Row
from application.work import begins_a_case
from domain.case import events as e
from domain.case.events import Fact

PREFIX: Final = "case."
ACCUSING: Final = (e.Barred, e.Complained, e.ComplaintRuled)


class Told(NamedTuple):
    """One case: its events in the order of recording, and its own objects."""

    events: list[Event]
    things: list[Thing]


class Shared:
    """The objects cases have in common, gathered while cases are told."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        """Nobody is known yet."""
        self.pseudonyms = pseudonyms
        self.units: set[str] = set()
        self.rule_sets: set[str] = set()
        self.handlers: set[str] = set()

    def tell(self, matter: Matter) -> Told:
        """One case."""
        follower = Follower(matter)
        self.rule_sets.add(matter.case.rules)
        events = [
            self._event(row, fact, links)
            for row, (fact, links) in zip(matter.rows, follower.steps(), strict=True)
        ]
        return Told(events, list(follower.things.values()))

    def _event(self, row: Row, fact: Fact, links: Links) -> Event:
        for link in self._beside(row, fact):
            links.setdefault(*link)
        return Event(event_id(row), type_of(row), fact.at, dict(_said(row, fact)), links)

    def _beside(self, row: Row, fact: Fact) -> Iterator[Link]:
        """Who acted, for which unit, and which unit it concerns."""
        if begins_a_case(row):
            yield Link(named(RULE_SET, getattr(fact, "rules", "")), "under")
        if isinstance(fact, e.Barred):
            return
        who = self.pseudonyms.of(fact.by)
        if who:
            self.handlers.add(who)
            yield Link(named(HANDLER, who), "done by")
        if fact.by.unit:
            yield self._unit(fact.by.unit, "done for")
        if not isinstance(fact, ACCUSING):
            yield from (self._unit(code, "concerns") for code in _concerned(fact))
        owing = (clock.holder for clock in getattr(fact, "clocks", None) or ())
        yield from (self._unit(code, "owes") for code in owing if code)

    def _unit(self, code: str, qualifier: str) -> Link:
        self.units.add(code)
        return Link(named(UNIT, code), qualifier)


def _concerned(fact: Fact) -> Iterator[str]:
    """Units the event is about: one received it, has to do it, or is spoken to."""
    for field in ("unit", "holder", "received_by"):
        code = getattr(fact, field, "")
        if code:
            yield code


def event_id(row: Row) -> str:
    """By the position in the log, so that it can be looked up there."""
    return f"e{row.seq}"


def type_of(row: Row) -> str:
    """What happened, without what all of them begin with."""
    return row.topic.removeprefix(PREFIX)


def _said(row: Row, fact: Fact) -> Iterator[tuple[str, Value | datetime]]:
    yield "recorded", from_ms(row.recorded)
    yield "position", row.seq
    yield "late", bool(fact.late)
    if fact.source:
        yield "source", fact.source
    if not isinstance(fact, e.Barred):
        yield "acting_role", fact.by.role
        yield from attributes(fact)
