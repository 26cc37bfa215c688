"""Quarters (季度): what they are called, where they begin and end."""

import re
from datetime import date, datetime, time
from typing import Final, NamedTuple, Self
from zoneinfo import ZoneInfo

from domain import errors

MONTHS: Final = 3  # of a quarter
QUARTERS: Final = 4  # of a year
EARLIEST: Final = 1990  # before that nobody had such a service
LATEST: Final = 9998


class Quarter(NamedTuple):
    """A quarter of a year, written "2026Q3"."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From how it is written. Errors: `QuarterUnknown`."""
        found = re.fullmatch(r"([0-9]{4})[Qq]([1-4])", text.strip())
        if found is None or not EARLIEST <= int(found[1]) <= LATEST:
            raise errors.QuarterUnknown(quarter=text)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The one a day lies in."""
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    @classmethod
    def at(cls, moment: datetime, zone: ZoneInfo) -> Self:
        """The one an aware time lies in, by the centre's clock."""
        return cls.of(moment.astimezone(zone).date())

    @property
    def label(self) -> str:
        """How it is written."""
        return f"{self.year}Q{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)

    @property
    def after(self) -> Self:
        """The one after it."""
        last = self.number == QUARTERS
        return self._replace(year=self.year + last, number=1 if last else self.number + 1)

    @property
    def before(self) -> Self:
        """The one before it."""
        first = self.number == 1
        return self._replace(year=self.year - first, number=QUARTERS if first else self.number - 1)

    def since(self, zone: ZoneInfo) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time(), zone)

    def until(self, zone: ZoneInfo) -> datetime:
        """The first moment after it."""
        return self.after.since(zone)
