"""Slows down whoever asks too often; each process counts for itself, in memory."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from typing import Final

MOST_REMEMBERED: Final = 10_000


class Throttle:
    """So many in such a time, for each that is counted."""

    def __init__(self, most: int, within: timedelta) -> None:
        """`most` within any span of that length."""
        self._most = most
        self._within = within
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()

    def count(self, who: str, now: datetime) -> None:
        """One more; whoever was counted longest ago is forgotten first."""
        times = self._seen.setdefault(who, deque(maxlen=self._most))
        times.append(now)
        self._seen.move_to_end(who)
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)

    def full(self, who: str, now: datetime) -> bool:
        """Whether it was counted too often by now."""
        times = self._seen.get(who)
        return times is not None and len(times) == self._most and times[0] > now - self._within
