"""The working calendar in force, as the log has it, and as it was at any position of the log."""

import threading
from bisect import bisect_right
from copy import deepcopy
from uuid import uuid5

from application.codec import decode
from application.log import Log
from application.registry import NAMESPACE
from domain.calendar.state import Years, evolve
from domain.rules.calendar import Calendar

STREAM = uuid5(NAMESPACE, "calendar").hex


class CalendarBook:
    """One per process, which reads only what came since last time: one indexed look."""

    def __init__(self, log: Log) -> None:
        """Reads when first asked."""
        self._log = log
        self._turn = threading.Lock()
        self._positions: list[int] = [0]
        self._years: list[Years] = [Years()]
        self._calendars: list[Calendar] = [_with_weekends(Years())]

    def now(self) -> Calendar:
        """To count with; a year that is not loaded has its weekends, and its counts are marked."""
        self._follow()
        return self._calendars[-1]

    def years(self) -> Years:
        """Every version of every year; not to be changed."""
        self._follow()
        return self._years[-1]

    def at(self, seq: int) -> Calendar:
        """As it was when the event of that position was recorded."""
        self._follow()
        return self._calendars[bisect_right(self._positions, seq) - 1]

    def _follow(self) -> None:
        with self._turn:
            for row in self._log.newer(STREAM, self._years[-1].version):
                years = evolve(deepcopy(self._years[-1]), decode(row.topic, row.state))
                self._years.append(years)
                self._calendars.append(_with_weekends(years))
                self._positions.append(row.seq)


def _with_weekends(years: Years) -> Calendar:
    """Before any year was put on record the service counted with the years it was shipped with."""
    if years.version:
        return years.calendar(assume_weekends=True)
    from application.calendars import load_calendar  # noqa: PLC0415 - reads a large table

    return load_calendar(assume_weekends=True)
