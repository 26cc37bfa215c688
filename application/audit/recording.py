"""Decides on an audit sheet and records what came of it; on a conflict anew."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from eventsourcing.persistence import IntegrityError

from application.auditbook import STREAM, SheetBook, history, sheet_stream
from application.clock import to_ms
from application.codec import Entry
from application.desk import PATIENCE, TRIES, Desk
from application.store.rows import Extras
from domain.audit.events import AuditEvent, SheetListed, SheetOpened
from domain.audit.fold import fold
from domain.audit.state import Register, Sheet

T = TypeVar("T")
Decide = Callable[[Sheet, datetime], list[AuditEvent]]
Open = Callable[[Register, datetime], tuple[SheetOpened, SheetListed]]


def record(desk: Desk, code: str, decide: Decide) -> Sheet:
    """Load, decide, save. Gives the sheet after it."""

    def once() -> Sheet:
        sheet = fold(history(desk.log, code))
        events = decide(sheet, desk.clock())
        _save(desk, _entries(sheet_stream(code), sheet.version, events))
        return fold(events, sheet)

    return _with_patience(once)


def record_new(desk: Desk, decide: Open) -> str:
    """A sheet and its place in the register, or neither; gives its code."""

    def once() -> str:
        register = SheetBook(desk.log).register()
        opened, listed = decide(register, desk.clock())
        entries = _entries(sheet_stream(opened.code), 0, [opened])
        _save(desk, [*entries, *_entries(STREAM, register.version, [listed])])
        return opened.code

    return _with_patience(once)


def _with_patience(once: Callable[[], T]) -> T:
    for attempt in range(TRIES):
        try:
            return once()
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
            time.sleep(random.uniform(0, PATIENCE * (attempt + 1)))  # noqa: S311 - jitter
    raise AssertionError


def _entries(stream: str, version: int, events: Sequence[AuditEvent]) -> list[Entry]:
    return [Entry(stream, version + n, event) for n, event in enumerate(events, start=1)]


def _save(desk: Desk, entries: list[Entry]) -> None:
    if not entries:
        return
    desk.put(entries, Extras(to_ms(desk.clock())))
    if desk.after_write is not None:
        desk.after_write(None)
