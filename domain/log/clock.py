"""Who may say that the host's clock is right although the records say otherwise."""

from collections.abc import Sequence
from datetime import datetime

from domain import errors
from domain.case.clear import personal
from domain.case.events import Actor
from domain.case.words import Role
from domain.log.events import ClockConfirmed, LogEvent


def confirm(now: datetime, last: datetime, by: Actor, reason: str) -> list[LogEvent]:
    """An administrator vouches for the clock.

    Errors: `NotYourRole`, `ReasonMissing`, `PersonInText`.
    """
    if by.role != Role.ADMIN:
        raise errors.NotYourRole(role=by.role, needed=Role.ADMIN.value)
    if not reason.strip():
        raise errors.ReasonMissing
    if personal(reason):
        raise errors.PersonInText(field="reason")
    return [ClockConfirmed(at=now, by=by.user, last=last, reason=reason.strip())]


def is_confirmed(history: Sequence[LogEvent], now: datetime, last: datetime) -> bool:
    """Somebody vouched for a clock that had not got further, of records that went as far."""
    return any(
        event.last >= last and event.at <= now
        for event in history
        if isinstance(event, ClockConfirmed)
    )
