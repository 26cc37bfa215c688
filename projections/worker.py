"""Follows the log from a process of its own: one at work, others standing by, never giving up."""

import logging
import threading

from application.log import Log
from application.settings import Settings
from projections.errors import ModelMissing
from projections.lead import open_lead
from projections.projector import Projector
from projections.rebuild import ensure

POLL = 0.1  # seconds between looks at the log
LONGEST_PAUSE = 30.0  # seconds after many errors in a row

_log = logging.getLogger(__name__)


class Worker:
    """Takes the lead if it is free, then follows the log, step by step."""

    def __init__(self, settings: Settings) -> None:
        """Connect when first used."""
        self._settings = settings
        self._events = Log(settings)
        self._projector = Projector(settings, self._events)
        self._lead = open_lead(settings)
        self._position = -1
        self._errors = 0

    def work(self, stop: threading.Event) -> None:
        """Until told to stop. An error is logged and tried again after a pause that grows."""
        try:
            while not stop.is_set():
                stop.wait(self.turn())
        finally:
            self.close()

    def close(self) -> None:
        """Give the lead back and close all connections."""
        self._lead.give_back()
        self._projector.close()
        self._events.close()

    def step(self) -> bool:
        """Follow the log to its head, if this process has the lead; whether there was anything."""
        if not self._lead.take():
            return False
        try:
            position = self._projector.catch_up()
        except ModelMissing:
            _log.warning("there is no read model yet, or an old one: building it")
            ensure(self._settings)
            position = self._projector.catch_up()
        moved, self._position = position != self._position, position
        return moved

    def turn(self) -> float:
        """One step; how many seconds to wait before the next."""
        try:
            found = self.step()
        except Exception:  # noqa: BLE001 - whatever it is, the next try may find it gone
            self._errors += 1
            _log.exception("the read model can't follow the log (error %d in a row)", self._errors)
            return float(min(POLL * 2**self._errors, LONGEST_PAUSE))
        self._errors = 0
        return 0.0 if found else POLL
