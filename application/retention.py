"""The retention rules as the log has them, and what is done with them."""

import random
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from uuid import uuid5
from zoneinfo import ZoneInfo

from eventsourcing.persistence import IntegrityError

from application.codec import decode
from application.log import Log
from application.registry import NAMESPACE
from application.rulebook import digest, read_toml, shipped
from domain import errors
from domain.case.events import Actor
from domain.retention import decisions
from domain.retention.events import RetentionEvent
from domain.retention.model import ReadingRules, RetentionRules, check
from domain.retention.state import Book, fold
from domain.retention.view import Retention

if TYPE_CHECKING:
    from application.desk import Desk

FILE: Final = "retention.toml"
STREAM: Final = uuid5(NAMESPACE, "retention").hex
TRIES, PATIENCE = 10, 0.01

Decide = Callable[[Book, datetime], list[RetentionEvent]]


@lru_cache(maxsize=16)
def parse_retention(text: str) -> RetentionRules:
    """The rules a TOML text describes. Errors: `RuleError` with the place and what to write."""
    return check(read_toml(text, RetentionRules))


class RetentionBook:
    """The versions as they stand; one per process, which reads only what came since last time."""

    def __init__(self, log: Log, timezone: str) -> None:
        """Reads when first asked."""
        self._log = log
        self._zone = ZoneInfo(timezone)
        self._turn = threading.Lock()
        self._known = Book()

    def now(self) -> Book:
        """Every version; not to be changed."""
        with self._turn:
            rows = self._log.newer(STREAM, self._known.version)
            if rows:
                self._known = fold((decode(row.topic, row.state) for row in rows), self._known)
            return self._known

    def view(self) -> Retention:
        """The version that counts; before anybody confirmed one, the newest as a proposal."""
        book = self.now()
        version = book.confirmed or book.last
        text = book.issued[version].text if version else shipped(FILE)
        return Retention(parse_retention(text), version, bool(book.confirmed), self._zone)

    def readings(self) -> ReadingRules:
        """When a reading is unusual; as shipped, until two people put another version in force.

        Also where that one is from before there were such rules.
        """
        view = self.view()
        told = view.rules.readings if view.confirmed and view.rules is not None else None
        return told or _shipped_readings()


def _shipped_readings() -> ReadingRules:
    found = parse_retention(shipped(FILE)).readings
    assert found is not None  # noqa: S101 - the shipped file has them
    return found


def ship_retention(desk: "Desk", by: str) -> None:
    """Put the shipped rules on record, where there are none yet."""
    text = shipped(FILE)
    parse_retention(text)
    _do(desk, lambda book, at: decisions.ship(book, text, digest(text), at, by))


def issue_retention(desk: "Desk", text: str, by: Actor) -> int:
    """The next version; its number. Errors: `RuleError`, as `decisions.issue`."""
    parse_retention(text)
    _do(desk, lambda book, at: decisions.issue(book, text, digest(text), at, by))
    return desk.retention.now().last


def confirm_retention(desk: "Desk", version: int, by: Actor) -> None:
    """Let a version count. Errors: as `decisions.confirm`."""
    _do(desk, lambda book, at: decisions.confirm(book, version, at, by))


def _do(desk: "Desk", decide: Decide) -> None:
    for _ in range(TRIES):
        book = desk.retention.now()
        events = decide(book, desk.clock())
        if not events:
            return
        try:
            desk.append(STREAM, book.version, events)
        except IntegrityError:
            time.sleep(random.uniform(0, PATIENCE))  # noqa: S311 - jitter
        else:
            return
    raise errors.RulesOutOfOrder(rules="retention", last=desk.retention.now().last)
