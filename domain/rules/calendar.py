"""The working calendar: which days are rest days, and counting in working days."""

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from domain.errors import DomainError

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class MissingYear(DomainError):
    """The calendar of a year is not loaded, so its rest days are not known."""

    def __init__(self, year: int) -> None:
        super().__init__(year=year)
        self.year = year


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """Rest days on weekdays and working days on weekends, for the years that are loaded.

    With `assume_weekends` a year that is not loaded has its weekends and no holidays; without it
    such a year raises `MissingYear`. `versions` says which version of each year this is, where
    that is on record.
    """

    years: frozenset[int]
    rest: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    versions: Mapping[int, int] = {}
    assume_weekends: bool = False

    def covers(self, first: date, last: date) -> bool:
        """True when every year from first to last is loaded."""
        return all(year in self.years for year in range(first.year, last.year + 1))

    def is_rest_day(self, day: date) -> bool:
        """Weekends and holidays, except make-up working days."""
        if day.year not in self.years and not self.assume_weekends:
            raise MissingYear(day.year)
        return day in self.rest or (day.weekday() >= SATURDAY and day not in self.work)

    def is_working_day(self, day: date) -> bool:
        """Every day that is no rest day."""
        return not self.is_rest_day(day)

    def next_non_rest_day(self, day: date) -> date:
        """The day itself, or the first after it that is no rest day."""
        while self.is_rest_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The count-th working day after the given day, which itself is never counted."""
        for _ in range(count):
            day = self.next_non_rest_day(day + ONE_DAY)
        return day
