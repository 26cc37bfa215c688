"""The steps time is cut into: days, weeks, months, quarters, half-years, years of the calendar."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

A_DAY: Final = timedelta(days=1)
A_WEEK: Final = 7  # days
A_YEAR: Final = 12  # months
# In months; what is shorter is counted in days.
MONTHS: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "half_year": 6, "year": A_YEAR}
STEPS: Final = ("day", "week", *MONTHS)
MOST: Final = 62  # of a chart or a table that can still be read


class Step(NamedTuple):
    """First and last day; `code` is how it is written."""

    code: str
    first: date
    last: date


class TooMany(ValueError):
    """So many steps can't be read."""


def steps(kind: str, first: date, last: date) -> list[Step]:
    """Those a period is made of, the first and the last cut off where it ends. Errors: TooMany."""
    found: list[Step] = []
    while first <= last:
        if len(found) == MOST:
            raise TooMany
        one = around(kind, first)
        end = min(one.last, last)
        found.append(Step(one.code, first, end))
        if end == date.max:
            break
        first = end + A_DAY
    return found


def latest(kind: str, day: date, count: int) -> list[Step]:
    """So many whole ones, the last with that day in it; fewer where the calendar begins."""
    found = [around(kind, day)]
    while len(found) < count and found[-1].first > date.min + timedelta(days=366):
        found.append(around(kind, found[-1].first - A_DAY))
    return found[::-1]


def around(kind: str, day: date) -> Step:
    """The whole one a day lies in."""
    first = _first(kind, day)
    return Step(CODES[kind](first), first, _last(kind, first))


def _first(kind: str, day: date) -> date:
    if kind == "day":
        return day
    if kind == "week":
        return day - timedelta(days=min(day.weekday(), (day - date.min).days))
    months = MONTHS[kind]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _last(kind: str, first: date) -> date:
    if kind == "day":
        return first
    if kind == "week":
        return first + min(timedelta(days=A_WEEK - 1 - first.weekday()), date.max - first)
    after = first.month - 1 + MONTHS[kind]
    if first.year + after // A_YEAR > date.max.year:
        return date.max
    return date(first.year + after // A_YEAR, after % A_YEAR + 1, 1) - A_DAY


CODES: Final[Mapping[str, Callable[[date], str]]] = {
    "day": date.isoformat,
    "week": lambda first: "{}W{:02d}".format(*first.isocalendar()[:2]),
    "month": lambda first: f"{first:%Y-%m}",
    "quarter": lambda first: f"{first.year}Q{first.month // 3 + 1}",
    "half_year": lambda first: f"{first.year}H{first.month // 6 + 1}",
    "year": lambda first: f"{first.year}",
}
