"""Commands on rule sets: a version is put on record by one person and put in force by another."""

import random
import time
from collections.abc import Callable
from datetime import datetime

from eventsourcing.persistence import IntegrityError

from application.clock import to_ms
from application.codec import Entry
from application.desk import PATIENCE, TRIES, Desk
from application.registry import RULE_SETS, rules_stream
from application.rulebook import digest, parse
from application.store.rows import Extras
from domain.rules import versions
from domain.rules.events import RulesSetOpened
from domain.rules.model import RuleSet
from domain.rules.versions import RulesEvent, Versions

Decide = Callable[[Versions, datetime], list[RulesEvent]]


def issue_rules(desk: Desk, text: str, by: str) -> RuleSet:
    """Put a version on record. Errors: `RuleError`, `RulesExist`, `RulesOutOfOrder`."""
    rules = parse(text)
    sha256 = digest(text)
    _do(desk, rules.id, lambda state, at: versions.issue(state, rules, text, sha256, at, by))
    return rules


def activate_rules(desk: Desk, name: str, version: int, by: str) -> None:
    """Put a version in force for new cases. Errors: `RulesUnknown`, `IssuerActivates`."""
    _do(desk, name, lambda state, at: versions.activate(state, version, at, by))


def _do(desk: Desk, name: str, decide: Decide) -> None:
    """Load, decide, save; decided anew where somebody was faster."""
    for attempt in range(TRIES):
        state = desk.rules.versions(name)
        events = decide(state, desk.clock())
        if not events:
            return
        try:
            _save(desk, name, state.version, events)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
            time.sleep(random.uniform(0, PATIENCE * (attempt + 1)))  # noqa: S311 - jitter
        else:
            return


def _save(desk: Desk, name: str, version: int, events: list[RulesEvent]) -> None:
    """The first version of a set of the centre's own opens the set with it."""
    stream = rules_stream(name)
    entries = [Entry(stream, version + n, event) for n, event in enumerate(events, 1)]
    if name not in desk.rules.names():
        opened = RulesSetOpened(at=events[0].at, by=events[0].by, id=name)
        entries.append(Entry(RULE_SETS, len(desk.log.stream(RULE_SETS)) + 1, opened))
    desk.put(entries, Extras(to_ms(desk.clock())))
    if desk.after_write is not None:
        desk.after_write(None)
