"""Decides on a quarter's course and records what came of it; the first time, lists the quarter."""

import random
import time
from collections.abc import Callable
from datetime import datetime

from eventsourcing.persistence import IntegrityError

from application.clock import to_ms
from application.codec import Entry, decode
from application.coursebook import LISTED, quarter_stream
from application.desk import PATIENCE, TRIES, Desk
from application.store.rows import Extras
from domain.assessment.course import Course, fold
from domain.assessment.course.events import QuarterEvent, QuarterListed
from domain.assessment.periods import Quarter
from domain.case.events import Actor

Decide = Callable[[Course, datetime], list[QuarterEvent]]


def record(desk: Desk, quarter: Quarter, by: Actor, decide: Decide) -> Course:
    """Load, decide, save; on a conflict anew. Gives the course after it."""
    stream = quarter_stream(quarter.label)
    for attempt in range(TRIES):
        course = fold(decode(row.topic, row.state) for row in desk.log.stream(stream))
        now = desk.clock()
        events = decide(course, now)
        listed = _listed(desk, quarter, now, by) if events and not course.version else []
        try:
            _save(desk, [*_entries(stream, course.version, events), *listed])
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
            time.sleep(random.uniform(0, PATIENCE * (attempt + 1)))  # noqa: S311 - jitter
        else:
            return fold(events, course)
    raise AssertionError


def _entries(stream: str, version: int, events: list[QuarterEvent]) -> list[Entry]:
    return [Entry(stream, version + n, event) for n, event in enumerate(events, start=1)]


def _listed(desk: Desk, quarter: Quarter, now: datetime, by: Actor) -> list[Entry]:
    version = len(desk.log.stream(LISTED))
    return _entries(LISTED, version, [QuarterListed(at=now, by=by, quarter=quarter.label)])


def _save(desk: Desk, entries: list[Entry]) -> None:
    if not entries:
        return
    desk.put(entries, Extras(to_ms(desk.clock())))
    if desk.after_write is not None:
        desk.after_write(None)
