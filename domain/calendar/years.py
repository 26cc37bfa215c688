"""What a file says of whole years, what it must satisfy, and what it changes."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from domain.calendar.events import YearDays
from domain.calendar.state import Years
from domain.rules.calendar import SATURDAY
from domain.rules.model import Count, Part, RuleError, Text
from domain.rules.tasks import forbidden_task

Kind = Literal["rest", "work", ""]


class YearFile(Part, frozen=True, kw_only=True):
    """One year: its days of rest, the weekend days that are worked, and where it is written."""

    year: Count
    rest: tuple[date, ...] = ()
    work: tuple[date, ...] = ()
    source: Text

    @property
    def days(self) -> YearDays:
        """In the order of the year."""
        return YearDays(
            year=self.year, rest=tuple(sorted(self.rest)), work=tuple(sorted(self.work))
        )


class YearsFile(Part, frozen=True, kw_only=True):
    """A file of years."""

    years: tuple[YearFile, ...] = ()


class Change(NamedTuple):
    """A day that is otherwise in the new version: a holiday, a worked weekend day, or neither."""

    day: date
    was: Kind
    now: Kind


def check(file: YearsFile) -> YearsFile:
    """The same file, when every year of it can be loaded whole. Errors: `RuleError`."""
    if not file.years:
        raise RuleError("years", "name at least one year: [[years]]")
    for path, message in _findings(file):
        raise RuleError(path, message)
    return file


def _findings(file: YearsFile) -> Iterator[tuple[str, str]]:
    named = [year.year for year in file.years]
    for index, year in enumerate(file.years):
        path = f"years[{index}] ({year.year})"
        if year.year in named[:index]:
            yield path, "this year stands twice"
        yield from _of_year(path, year)


def _of_year(path: str, year: YearFile) -> Iterator[tuple[str, str]]:
    if not date.min.year < year.year < date.max.year:
        yield f"{path}.year", "write the year in four digits, as 2027"
    if word := forbidden_task(year.source):
        yield f"{path}.source", f"{word!r} is no task of a linkage centre"
    yield from days_in_order(path, year)
    if not year.rest:
        yield path, "write the holidays under rest: every year has some"
    yield from _repeated(f"{path}.rest", year.rest)
    yield from _repeated(f"{path}.work", year.work)
    for day in year.work:
        if day.weekday() < SATURDAY:
            yield f"{path}.work", f"{day} is no weekend day; only those that are worked stand here"


def _repeated(path: str, days: tuple[date, ...]) -> Iterator[tuple[str, str]]:
    for day, times in Counter(days).items():
        if times > 1:
            yield path, f"{day} stands {times} times"


def days_in_order(path: str, year: YearFile) -> Iterator[tuple[str, str]]:
    """Days of another year, and days that are said to be both."""
    for day in (*year.rest, *year.work):
        if day.year != year.year:
            yield path, f"{day} does not lie in {year.year}"
    both = set(year.rest) & set(year.work)
    if both:
        yield path, f"{min(both)} can't be both a rest day and a working day"


def changes(state: Years, file: YearFile) -> list[Change]:
    """Every day that becomes another sort of day, in the order of the year."""
    now = state.year(file.year)
    before = _sorts(now.rest, now.work) if now else {}
    after = _sorts(file.rest, file.work)
    found = (
        Change(day, before.get(day, ""), after.get(day, "")) for day in sorted({*before, *after})
    )
    return [one for one in found if one.was != one.now]


def _sorts(
    rest: frozenset[date] | tuple[date, ...], work: frozenset[date] | tuple[date, ...]
) -> dict[date, Kind]:
    sorts: dict[date, Kind] = dict.fromkeys(rest, "rest")
    return sorts | dict.fromkeys(work, "work")
