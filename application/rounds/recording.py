"""Decides on a round and on the book of plans together, and records both or neither."""

import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from eventsourcing.persistence import IntegrityError

from application.clock import to_ms
from application.desk import PATIENCE, TRIES, Desk
from application.registry import round_stream
from application.roundbook import STREAM, RoundBook, entries_of, history
from application.store.rows import Extras
from domain.rounds.events import PlanEvent, RoundEvent
from domain.rounds.round import Round, fold
from domain.rounds.state import Plans


class Decided(NamedTuple):
    """What a decision gave, of the round and of the plans."""

    of_round: list[RoundEvent]
    of_plans: list[PlanEvent]


Decide = Callable[[Round, Plans, datetime], Decided]


def record(desk: Desk, code: str, decide: Decide) -> int:
    """Load, decide, save; on a conflict anew. Gives how many events were recorded."""
    for attempt in range(TRIES):
        state, plans = fold(history(desk.log, code)), RoundBook(desk.log).now()
        decided = decide(state, plans, desk.clock())
        try:
            return _save(desk, code, (state.version, plans.version), decided)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
            time.sleep(random.uniform(0, PATIENCE * (attempt + 1)))  # noqa: S311 - jitter
    raise AssertionError


def record_plans(desk: Desk, decide: Callable[[Plans, datetime], list[PlanEvent]]) -> None:
    """The same for the plans alone."""
    record(desk, "", lambda _, plans, now: Decided([], decide(plans, now)))


def record_round(
    desk: Desk, code: str, decide: Callable[[Round, datetime], list[RoundEvent]]
) -> None:
    """The same for one round alone."""
    record(desk, code, lambda state, _, now: Decided(decide(state, now), []))


def _save(desk: Desk, code: str, versions: tuple[int, int], decided: Decided) -> int:
    of_round, of_plans = decided
    entries = [
        *entries_of(round_stream(code), versions[0], list(of_round)),
        *entries_of(STREAM, versions[1], list(of_plans)),
    ]
    if entries:
        desk.put(entries, Extras(to_ms(desk.clock())))
        if desk.after_write is not None:
            desk.after_write(None)
    return len(entries)
