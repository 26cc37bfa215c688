"""Which event was the last at a moment: times of recording never go back, so halving finds it."""

from datetime import datetime, timedelta
from typing import Final

from application.clock import from_ms, to_ms
from application.log import Log

TICK: Final = timedelta(milliseconds=1)  # as fine as times are: what happened with it counts


def position_at(log: Log, moment: datetime) -> int:
    """Position of the last event recorded by then; 0 when there was none."""
    return _last(log, to_ms(moment))


def position_before(log: Log, moment: datetime) -> int:
    """Position of the last event recorded before then; 0 when there was none."""
    return _last(log, to_ms(moment) - 1)


def _last(log: Log, until: int) -> int:
    low, high = 0, log.head()
    while low < high:
        middle = (low + high + 1) // 2
        if log.after(middle - 1, 1)[0].recorded <= until:
            low = middle
        else:
            high = middle - 1
    return low


def recorded_at(log: Log, seq: int) -> datetime:
    """When the event at a position was recorded."""
    return from_ms(log.after(seq - 1, 1)[0].recorded)


def just_after(log: Log, seq: int) -> datetime:
    """The first moment at which everything up to a position has happened."""
    return recorded_at(log, seq) + TICK
