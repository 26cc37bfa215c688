"""Working calendars: the published rest days of each year, with the corrections a centre loads."""

from datetime import date
from functools import lru_cache

from chinese_calendar import holidays, workdays

from application.rulebook import read_toml, shipped
from domain.rules.calendar import Calendar
from domain.rules.model import Count, Part, RuleError, Text


class YearFile(Part, frozen=True, kw_only=True):
    """What a file says of one year: more rest days, more working days, and where it is written."""

    year: Count
    rest: tuple[date, ...] = ()
    work: tuple[date, ...] = ()
    source: Text


class OverrideFile(Part, frozen=True, kw_only=True):
    """Years to add to the published calendars, or to correct in them."""

    years: tuple[YearFile, ...] = ()


@lru_cache(maxsize=2)
def load_calendar(*, assume_weekends: bool = False) -> Calendar:
    """The published years with the shipped corrections; see `Calendar` for `assume_weekends`."""
    text = shipped("calendar-overrides.toml")
    return with_overrides(published(assume_weekends=assume_weekends), text)


def published(*, assume_weekends: bool = False) -> Calendar:
    """Every year whose holidays the State Council's notices have fixed, as far as packaged."""
    years = range(min(holidays).year, max(holidays).year + 1)
    return Calendar(
        years=frozenset(years),
        rest=frozenset(holidays),
        work=frozenset(workdays),
        assume_weekends=assume_weekends,
    )


def with_overrides(calendar: Calendar, text: str) -> Calendar:
    """The calendar with the years of a TOML text added or corrected. Errors: `RuleError`."""
    file = read_toml(text, OverrideFile)
    for index, year in enumerate(file.years):
        _check(f"years[{index}] ({year.year})", year)
        calendar = _corrected(calendar, year)
    return calendar


def _check(path: str, year: YearFile) -> None:
    for day in (*year.rest, *year.work):
        if day.year != year.year:
            raise RuleError(path, f"{day} does not lie in {year.year}")
    both = set(year.rest) & set(year.work)
    if both:
        raise RuleError(path, f"{min(both)} can't be both a rest day and a working day")


def _corrected(calendar: Calendar, year: YearFile) -> Calendar:
    rest, work = frozenset(year.rest), frozenset(year.work)
    return Calendar(
        years=calendar.years | {year.year},
        rest=(calendar.rest - work) | rest,
        work=(calendar.work - rest) | work,
        assume_weekends=calendar.assume_weekends,
    )
