"""The corrections of a case, each with what stood before it."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from application.clock import from_ms
from domain.case.events import Corrected, Fact
from domain.case.fold import apply_correction, correction_value
from web.desk import values
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.timeline import who
from web.wording import _


class Correction(NamedTuple):
    """One of them: `version` is its own record, `event` the one it puts right."""

    version: int
    seq: int
    event: int
    event_seq: int
    field: str
    was: str
    right: str
    reason: str
    approver: str
    by: str
    at: datetime
    recorded: datetime


def corrections(now: Standing, sight: Sight) -> list[Correction]:
    """All the viewer may see, in the order they were recorded."""
    return [_told(version, event, now) for version, event in _found(now) if not sight.hides(event)]


def _found(now: Standing) -> Iterator[tuple[int, Corrected]]:
    for version, event in enumerate(now.loaded.history, start=1):
        if isinstance(event, Corrected):
            yield version, event


def _told(version: int, event: Corrected, now: Standing) -> Correction:
    wrong, row = _stood(version, event, now), now.loaded.rows[version - 1]
    owner = type(wrong).__name__
    was, right = _sides(event, wrong, owner, now)
    return Correction(
        version=version,
        seq=row.seq,
        event=event.event,
        event_seq=now.loaded.rows[event.event - 1].seq,
        field=values.label(event.field, owner),
        was=was,
        right=right,
        reason=event.reason,
        approver=values.person(event.approver),
        by=who(event.by),
        at=event.at,
        recorded=from_ms(row.recorded),
    )


def _stood(version: int, event: Corrected, now: Standing) -> Fact:
    """The record as it stood before, put right by every correction until then."""
    wrong = now.loaded.history[event.event - 1]
    for earlier, one in _found(now):
        if earlier < version and one.event == event.event:
            wrong = apply_correction(wrong, one)
    return wrong


def _sides(event: Corrected, wrong: Fact, owner: str, now: Standing) -> tuple[str, str]:
    if event.sealed is not None:
        return _("(sealed)"), _("(sealed)")
    was = values.write(event.field, getattr(wrong, event.field), owner, now.rules)
    right = values.write(event.field, correction_value(wrong, event), owner, now.rules)
    return was or "—", right or "—"
