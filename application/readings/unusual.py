"""What makes a reading one to look at first. A mark is no reproach: it says only where to begin."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final, NamedTuple

from application.desk import Loaded
from application.log import Log
from application.readings.register import Reading, Wanted, readings
from domain.case.events import Barred
from domain.case.readings import QUIET
from domain.case.words import Role
from domain.duty.state import Duty
from domain.retention.model import COUNTED, ReadingRules
from domain.units import CENTRE


class Mark(StrEnum):
    """Why."""

    MANY = "many"
    OFF_SHIFT = "off-shift"
    NO_STEP = "no-step"


class Around(NamedTuple):
    """What readings are held against: the log, the shifts, the rules that count, and now."""

    log: Log
    duty: Duty
    rules: ReadingRules
    now: datetime

    def marks(self, loaded: Loaded | None, one: Reading) -> list[Mark]:
        """All that hold of it; `loaded` is its case, None for a shift's note."""
        if loaded is None:
            return []
        held: Sequence[tuple[Mark, bool]] = (
            (Mark.MANY, self.many(one)),
            (Mark.OFF_SHIFT, off_shift(self.duty, one)),
            (Mark.NO_STEP, self.no_step(loaded, one)),
        )
        return [mark for mark, holds in held if holds]

    def many(self, one: Reading) -> bool:
        """Its reader opened many cases within the span that ends with it."""
        until = one.recorded + timedelta(milliseconds=1)
        wanted = Wanted(user=one.user, since=one.recorded - self.rules.within, until=until)
        lately = islice(readings(self.log, wanted, one.seq), COUNTED)
        return len({other.stream for other in lately if other.of_case}) >= self.rules.many

    def no_step(self, loaded: Loaded, one: Reading) -> bool:
        """Its reader did nothing about the case from shortly before to well after."""
        last = one.recorded + self.rules.acted_within
        if one.taken or self.now < last:
            return False
        first = one.recorded - self.rules.within
        return not any(
            event.by.user == one.user and type(event) not in NO_STEPS and first <= event.at <= last
            for event in loaded.history
        )


NO_STEPS: Final = QUIET | {Barred}


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
