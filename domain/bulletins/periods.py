"""What kinds of bulletins there are, and which days one of them is about."""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from domain import errors
from domain.assessment.periods import EARLIEST, LATEST, MONTHS, Quarter

HALF: Final = 6  # months
YEAR: Final = 12
DAY: Final = timedelta(days=1)


class Kind(StrEnum):
    """通报种类."""

    DAILY = "daily"  # 每日快报
    MONTHLY = "monthly"  # 月通报
    QUARTER = "quarter"  # 季度考核结果
    HALF_YEAR = "half-year"  # 半年通报
    YEAR = "year"  # 年度考核排名


FORMS: Final[dict[Kind, tuple[re.Pattern[str], str]]] = {
    Kind.DAILY: (re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"), "2026-09-30"),
    Kind.MONTHLY: (re.compile(r"([0-9]{4})-([0-9]{2})"), "2026-09"),
    Kind.QUARTER: (re.compile(r"([0-9]{4})Q([1-4])"), "2026Q3"),
    Kind.HALF_YEAR: (re.compile(r"([0-9]{4})H([12])"), "2026H1"),
    Kind.YEAR: (re.compile(r"([0-9]{4})"), "2026"),
}
"""How the period of each kind is written, with an example."""


class Period(NamedTuple):
    """The days from `first` up to `after`, the latter not included."""

    kind: Kind
    label: str
    first: date
    after: date

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after - DAY

    @property
    def quarters(self) -> list[Quarter]:
        """Those that begin in it."""
        found, quarter = [], Quarter.of(self.first)
        while quarter.first < self.after:
            found.append(quarter)
            quarter = quarter.after
        return found

    def since(self, zone: ZoneInfo) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time(), zone)

    def until(self, zone: ZoneInfo) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.after, time(), zone)


def parse(kind: Kind, text: str) -> Period:
    """The period of a bulletin as it is written. Errors: `PeriodUnknown`."""
    pattern, example = FORMS[kind]
    found = pattern.fullmatch(text.strip().upper())
    numbers = [int(part) for part in found.groups()] if found else []
    if not numbers or not EARLIEST <= numbers[0] <= LATEST:
        raise errors.PeriodUnknown(period=text, example=example, field="period")
    try:
        return _period(kind, numbers)
    except ValueError:
        raise errors.PeriodUnknown(period=text, example=example, field="period") from None


def containing(kind: Kind, day: date) -> Period:
    """The period of that kind a day lies in."""
    numbers = {
        Kind.DAILY: [day.year, day.month, day.day],
        Kind.MONTHLY: [day.year, day.month],
        Kind.QUARTER: [day.year, Quarter.of(day).number],
        Kind.HALF_YEAR: [day.year, 1 if day.month <= HALF else 2],
        Kind.YEAR: [day.year],
    }
    return _period(kind, numbers[kind])


def before(period: Period) -> Period:
    """The one before it."""
    return containing(period.kind, period.first - DAY)


def _period(kind: Kind, numbers: list[int]) -> Period:
    year, *rest = numbers
    if kind is Kind.DAILY:
        first = date(year, *rest)
        return Period(kind, f"{first:%Y-%m-%d}", first, first + DAY)
    if kind is Kind.MONTHLY:
        first = date(year, rest[0], 1)
        return Period(kind, f"{first:%Y-%m}", first, _months_after(first, 1))
    if kind is Kind.YEAR:
        return _months(kind, f"{year:04}", date(year, 1, 1), YEAR)
    letter, months = ("Q", MONTHS) if kind is Kind.QUARTER else ("H", HALF)
    first = date(year, (rest[0] - 1) * months + 1, 1)
    return _months(kind, f"{year:04}{letter}{rest[0]}", first, months)


def _months(kind: Kind, label: str, first: date, months: int) -> Period:
    return Period(kind, label, first, _months_after(first, months))


def _months_after(first: date, months: int) -> date:
    count = first.year * YEAR + first.month - 1 + months
    return date(count // YEAR, count % YEAR + 1, 1)
