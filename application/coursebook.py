"""The course of each quarter, as the log has it."""

import threading
from typing import Final
from uuid import uuid5

from application.codec import decode
from application.log import Log
from application.registry import NAMESPACE
from domain.assessment.course import Course, fold
from domain.assessment.course.events import QuarterEvent, QuarterListed
from domain.assessment.periods import Quarter

LISTED: Final = uuid5(NAMESPACE, "quarters").hex


def quarter_stream(label: str) -> str:
    """The aggregate id of a quarter."""
    return uuid5(NAMESPACE, f"quarter:{label}").hex


class CourseBook:
    """One per process; reads only what came since last time."""

    def __init__(self, log: Log) -> None:
        """Reads when first asked."""
        self._log = log
        self._turn = threading.Lock()
        self._known: dict[str, Course] = {}
        self._listed: list[Quarter] = []

    def of(self, quarter: Quarter) -> Course:
        """As it stands; an empty one where nothing happened yet."""
        with self._turn:
            known = self._known.get(quarter.label, Course())
            rows = self._log.newer(quarter_stream(quarter.label), known.version)
            if rows:
                known = fold((decode(row.topic, row.state) for row in rows), known)
                self._known[quarter.label] = known
            return known

    def quarters(self) -> list[Quarter]:
        """Every quarter something happened to, the latest first."""
        with self._turn:
            rows = self._log.newer(LISTED, len(self._listed))
            self._listed += [_listed(decode(row.topic, row.state)) for row in rows]
            return sorted(self._listed, reverse=True)


def history(log: Log, quarter: Quarter, upto: int | None = None) -> list[QuarterEvent]:
    """What happened to a quarter up to a position, in order."""
    rows = log.stream(quarter_stream(quarter.label), upto)
    return [decode(row.topic, row.state) for row in rows]


def course_at(log: Log, quarter: Quarter, seq: int) -> Course:
    """Its course as of a position."""
    rows = log.stream(quarter_stream(quarter.label), seq)
    return fold(decode(row.topic, row.state) for row in rows)


def _listed(event: QuarterListed) -> Quarter:
    return Quarter.parse(event.quarter)
