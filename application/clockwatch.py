"""Watches the host's clock, under which everything is recorded: nothing is, while it is astray.

It is, when it says a time long before the last record's, or has moved otherwise than time went by
since the process began. An administrator may vouch for it, which is on record first.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid5

from application.clock import ASTRAY, Clock, from_ms, system_clock, to_ms
from application.codec import Entry, decode
from application.log import Log
from application.registry import NAMESPACE
from application.store.rows import Extras
from domain import errors
from domain.case.events import Actor
from domain.log.clock import confirm, is_confirmed
from domain.log.events import LogEvent

if TYPE_CHECKING:
    from application.desk import Desk

STREAM = uuid5(NAMESPACE, "clock").hex
MOST = round(ASTRAY.total_seconds() * 1000)

Elapsed = Callable[[], float]


def since_boot() -> float:
    """Seconds since the host was started, whatever its clock was set to, sleep included."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class ClockWatch:
    """Compares the clock with the time that went by in this process, and with the log."""

    def __init__(
        self, log: Log, clock: Clock = system_clock, elapsed: Elapsed = since_boot
    ) -> None:
        """From now on."""
        self._log = log
        self._clock = clock
        self._elapsed = elapsed
        self._begun = self._offset()
        self._heard: int | None = None

    most_behind: int | None = MOST

    def check(self) -> None:
        """Errors: `ClockJumped`, until somebody vouched for the clock as it is now."""
        if self._heard is None:
            self._heard = len(self._history())
        moved = self._offset() - self._begun
        if abs(moved) <= MOST or self._heard_anew():
            return
        now = self._clock()
        raise errors.ClockJumped(now=now, expected=from_ms(to_ms(now) - moved))

    def check_behind(self, last: int) -> None:
        """Errors: `ClockBehind`, unless somebody vouched for the clock."""
        now, latest = self._clock(), from_ms(last)
        if not is_confirmed(self._history(), now, latest):
            raise errors.ClockBehind(now=now, last=latest)

    def _heard_anew(self) -> bool:
        """The clock was vouched for since; what it says now is what time goes on from."""
        said = len(self._history())
        if said == self._heard:
            return False
        self._heard, self._begun = said, self._offset()
        return True

    def _history(self) -> list[LogEvent]:
        return [decode(row.topic, row.state) for row in self._log.stream(STREAM)]

    def _offset(self) -> int:
        return to_ms(self._clock()) - round(self._elapsed() * 1000)


def vouch(desk: "Desk", by: Actor, reason: str) -> int:
    """The clock is right as it is; the position of the record of it.

    Errors: `NotYourRole`, `ReasonMissing`, `PersonInText`.
    """
    now, last = desk.clock(), from_ms(desk.log.reader.last_recorded())
    events = confirm(now, last, by, reason)
    version = len(desk.log.stream(STREAM))
    entries = [Entry(STREAM, version + n, event) for n, event in enumerate(events, start=1)]
    return desk.put_unwatched(entries, Extras(to_ms(now)))[-1]


class Unwatched:
    """A clock that is somebody's own: a story's, or a test's."""

    most_behind: int | None = None

    def check(self) -> None:
        """It is right by definition."""

    def check_behind(self, last: int) -> None:
        """It may be."""


def watch(log: Log, clock: Clock) -> ClockWatch | Unwatched:
    """The host's clock is watched, any other is not."""
    return ClockWatch(log) if clock is system_clock else Unwatched()
