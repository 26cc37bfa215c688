"""The quarter under way and the one before it, as the rates are asked for them."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.assessment.periods import Quarter
from projections.queries.filters import Filters
from web import times


class Part(NamedTuple):
    """A quarter as far as it lies before now; `last` is its last day so far."""

    quarter: Quarter
    last: date

    @property
    def filters(self) -> Filters:
        """What falls due after now counts in neither."""
        zone = times.zone()
        return Filters(since=self.quarter.since(zone), until=self.quarter.until(zone))

    @property
    def address(self) -> dict[str, str]:
        """For the pages of rates."""
        return {"since": self.quarter.first.isoformat(), "until": self.last.isoformat()}


def so_far(now: datetime) -> tuple[Part, Part]:
    """This quarter up to today, and the whole of the last."""
    this = Quarter.at(now, times.zone())
    last = this.before
    return Part(this, now.date()), Part(last, this.first - timedelta(days=1))
