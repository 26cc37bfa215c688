"""What makes a reading one to look at first. A mark is no reproach: it says only where to begin."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final

from application.desk import Loaded
from application.log import Log
from application.readings.register import Reading, Wanted, readings
from domain.case.events import Barred
from domain.case.readings import QUIET
from domain.case.words import Role
from domain.duty.state import Duty
from domain.units import CENTRE

MANY: Final = 20
"""Cases of one person within the span: more than a desk deals with, so that somebody asks why."""
WITHIN: Final = timedelta(hours=1)
ACTED_WITHIN: Final = timedelta(hours=24)
"""Whoever reads for a matter's sake does something about it within a day."""
MOST_COUNTED: Final = 500


class Mark(StrEnum):
    """Why."""

    MANY = "many"
    OFF_SHIFT = "off-shift"
    NO_STEP = "no-step"


def many(log: Log, one: Reading) -> bool:
    """Its reader opened many cases within the hour that ends with it."""
    until = one.recorded + timedelta(milliseconds=1)
    wanted = Wanted(user=one.user, since=one.recorded - WITHIN, until=until)
    lately = islice(readings(log, wanted, one.seq), MOST_COUNTED)
    return len({other.stream for other in lately if other.of_case}) >= MANY


def off_shift(duty: Duty, one: Reading) -> bool:
    """Its reader sits at the duty desk and was on no shift; said only where shifts are kept."""
    if one.role != Role.OPERATOR or one.unit != CENTRE:
        return False
    kept = bool(duty.shifts) and duty.shifts[0].begun_at <= one.recorded
    return kept and not _on_shift(duty, one.user, one.recorded)


def _on_shift(duty: Duty, user: str, moment: datetime) -> bool:
    return any(
        shift.begun_at <= moment
        and (shift.ended_at is None or moment < shift.ended_at)
        and user in (shift.leader, *shift.officers)
        for shift in duty.shifts
    )


def no_step(loaded: Loaded, one: Reading, now: datetime) -> bool:
    """Its reader did nothing about the case from an hour before to a day after."""
    if one.taken or now < one.recorded + ACTED_WITHIN:
        return False
    first, last = one.recorded - WITHIN, one.recorded + ACTED_WITHIN
    return not any(
        event.by.user == one.user and type(event) not in NO_STEPS and first <= event.at <= last
        for event in loaded.history
    )


NO_STEPS: Final = QUIET | {Barred}


def marks(log: Log, duty: Duty, loaded: Loaded | None, one: Reading, now: datetime) -> list[Mark]:
    """All that hold of it; `loaded` is its case, None for a shift's note."""
    if loaded is None:
        return []
    held: Sequence[tuple[Mark, bool]] = (
        (Mark.MANY, many(log, one)),
        (Mark.OFF_SHIFT, off_shift(duty, one)),
        (Mark.NO_STEP, no_step(loaded, one, now)),
    )
    return [mark for mark, holds in held if holds]
