"""Plans of rounds and single rounds, as the log has them."""

import threading
from typing import Any
from uuid import uuid5

from application.codec import Entry, decode
from application.log import Log
from application.registry import NAMESPACE, round_stream
from domain import errors
from domain.case.command import TIMEKEEPER
from domain.case.events import Actor
from domain.rounds import round as rounds
from domain.rounds.events import RoundEvent
from domain.rounds.round import Round
from domain.rounds.state import Plans, fold
from domain.units.state import CENTRE

STREAM = uuid5(NAMESPACE, "round-plans").hex
KEEPER = Actor(user=TIMEKEEPER, unit=CENTRE, role=TIMEKEEPER)  # no role of accounts


class RoundBook:
    """The plans as they stand; one per process, which reads only what came since last time."""

    def __init__(self, log: Log) -> None:
        """Reads when first asked."""
        self._log = log
        self._turn = threading.Lock()
        self._known = Plans()

    def now(self) -> Plans:
        """All plans, and which rounds were opened under them."""
        with self._turn:
            rows = self._log.newer(STREAM, self._known.version)
            self._known = fold((decode(row.topic, row.state) for row in rows), self._known)
            return self._known


def history(log: Log, code: str) -> list[RoundEvent]:
    """What happened in a round, in order; nothing for one that never was."""
    return [decode(row.topic, row.state) for row in log.stream(round_stream(code))]


def load_round(log: Log, code: str) -> Round:
    """The round of that code. Errors: `RoundUnknown`."""
    state = rounds.fold(history(log, code))
    if state.opened is None:
        raise errors.RoundUnknown(round=code)
    return state


def entries_of(stream: str, version: int, events: list[Any]) -> list[Entry]:
    """Events of one aggregate after a version of it, for the store."""
    return [Entry(stream, version + n, event) for n, event in enumerate(events, start=1)]
