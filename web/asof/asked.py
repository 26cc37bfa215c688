"""Reads the moment an address asks for: a position of the log, or a time of recording."""

from datetime import datetime
from typing import Final

from application.asof import just_after, position_at, recorded_at
from web import times
from web.asof.moment import Moment
from web.service import service
from web.wording import _

LONGEST: Final = 30


def moment(text: str) -> Moment:
    """What is asked; a problem where there is no such moment."""
    typed = text.strip()[:LONGEST]
    if typed.isascii() and typed.isdigit():
        return _position(typed)
    try:
        return _time(typed, written(typed))
    except (ValueError, OverflowError):
        return Moment(typed, problem=not_readable())


def written(text: str) -> datetime:
    """A time as pages and the command line have it, in the centre's zone. Errors: ValueError."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is not None else found.replace(tzinfo=times.zone())


def not_readable() -> str:
    """What to write."""
    return _(
        "Write a position of the log, for example 1204, or a time of recording, for example "
        "2026-03-31 08:30."
    )


def _position(typed: str) -> Moment:
    log = service().desk.log
    seq, head = int(typed), log.head()
    if seq < 1:
        return Moment(typed, problem=not_readable())
    if seq > head:
        problem = _("There are %(head)d records so far. Write a position up to there.", head=head)
        return Moment(typed, problem=problem)
    return Moment(typed, seq, just_after(log, seq), recorded=recorded_at(log, seq))


def _time(typed: str, when: datetime) -> Moment:
    if when > service().desk.clock():
        return Moment(typed, problem=_("That is still to come. Write a time that has passed."))
    seq = position_at(service().desk.log, when)
    if seq < 1:
        return Moment(typed, problem=_("Nothing was recorded by then. Write a later time."))
    return Moment(typed, seq, when)
