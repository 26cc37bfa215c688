"""Records a bulletin and its number together, or neither."""

import random
import time
from zoneinfo import ZoneInfo

from eventsourcing.persistence import IntegrityError

from application.bulletinbook import STREAM, BulletinBook
from application.clock import to_ms
from application.codec import Entry
from application.desk import PATIENCE, TRIES, Desk
from application.registry import bulletin_stream
from application.store.rows import Extras
from domain.bulletins import issuing
from domain.bulletins.issuing import Draft, Issue
from domain.bulletins.register import code
from domain.case.events import Actor


def issue_bulletin(desk: Desk, draft: Draft, by: Actor) -> str:
    """Issue it under the next number; gives its code. Errors: as `issuing.issue`."""
    zone = ZoneInfo(desk.settings.timezone)
    for attempt in range(TRIES):
        register = BulletinBook(desk.log).now()
        decided = issuing.issue(register, draft, desk.clock(), by, zone)
        try:
            return _save(desk, decided, register.version)
        except IntegrityError:  # somebody else took the number
            if attempt == TRIES - 1:
                raise
            time.sleep(random.uniform(0, PATIENCE * (attempt + 1)))  # noqa: S311 - jitter
    raise AssertionError


def _save(desk: Desk, decided: Issue, version: int) -> str:
    issued, listed = decided
    known = code(issued.kind, issued.year, issued.number)
    entries = [
        Entry(bulletin_stream(known), 1, issued),
        Entry(STREAM, version + 1, listed),
    ]
    desk.put(entries, Extras(to_ms(desk.clock())))
    if desk.after_write is not None:
        desk.after_write(None)
    return known
