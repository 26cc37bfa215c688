"""What is done without anybody asking, by one process of a place at a time, until it is stopped.

Every process that may do it competes for the right to; whoever has it does each chore when its
time has come. A chore that fails is logged and tried again, and never keeps the others waiting.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from application.settings import Settings
from projections.lead import KEEPER, open_lead

STANDBY = 5.0  # seconds between attempts to get the right
LONGEST_PAUSE = 60.0  # seconds after many failures in a row

_log = logging.getLogger(__name__)


@dataclass
class Chore:
    """One of them: `do` tells whether more waits to be done; else it rests for `every` seconds."""

    name: str
    every: float
    do: Callable[[], bool]
    _next: float = field(default=0.0, init=False)
    _failures: int = field(default=0, init=False)

    def turn(self, now: float) -> None:
        """Do it if its time has come."""
        if now < self._next:
            return
        try:
            pause = 0.0 if self.do() else self.every
        except Exception:  # noqa: BLE001 - whatever it is, the next try may find it gone
            self._failures += 1
            pause = min(self.every * 2**self._failures, LONGEST_PAUSE)
            _log.exception("%s failed (%d in a row)", self.name, self._failures)
        else:
            self._failures = 0
        self._next = now + pause

    def wait(self, now: float) -> float:
        """Seconds until its time comes."""
        return max(0.0, self._next - now)


class Background:
    """One per process, in a thread of its own."""

    def __init__(self, settings: Settings, chores: Sequence[Chore]) -> None:
        """Competes for nothing before it is run."""
        self._lead = open_lead(settings, KEEPER)
        self._chores = list(chores)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name="background", daemon=True)

    def start(self) -> None:
        """In a thread that ends with the process."""
        self._thread.start()

    def stop(self) -> None:
        """End after the chore in hand."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        self._lead.give_back()

    def run(self) -> None:
        """Until it is stopped."""
        try:
            while not self._stop.is_set():
                self._stop.wait(self.turn())
        finally:
            self._lead.give_back()

    def turn(self) -> float:
        """Each chore whose time has come; how many seconds to wait before the next."""
        try:
            if not self._lead.take():
                return STANDBY
        except Exception:  # noqa: BLE001 - the database may be away; it will be asked again
            _log.exception("nobody can tell who is to keep time")
            return STANDBY
        for chore in self._chores:
            if not self._stop.is_set():
                chore.turn(time.monotonic())
        return min(chore.wait(time.monotonic()) for chore in self._chores)
