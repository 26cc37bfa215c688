"""The working calendar as the software brings it: published rest days, and shipped corrections."""

from datetime import date
from functools import lru_cache
from importlib.metadata import version
from typing import Final

import msgspec
from chinese_calendar import holidays, workdays

from application.rulebook import digest, read_toml, shipped
from domain.calendar.events import YearDays
from domain.calendar.years import YearFile, days_in_order
from domain.rules.calendar import Calendar
from domain.rules.model import Count, Part, RuleError

PACKAGE: Final = "chinesecalendar"


class Warn(Part, frozen=True, kw_only=True):
    """How many months ahead a missing year is told, and in which month notices usually come."""

    months_ahead: Count
    published_in: Count


class OverrideFile(Part, frozen=True, kw_only=True):
    """Years to add to the published calendars, or to correct in them day by day."""

    warn: Warn | None = None
    years: tuple[YearFile, ...] = ()


@lru_cache(maxsize=2)
def load_calendar(*, assume_weekends: bool = False) -> Calendar:
    """The published years with the shipped corrections; see `Calendar` for `assume_weekends`."""
    return with_overrides(published(assume_weekends=assume_weekends), _overrides())


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
        for path, message in days_in_order(f"years[{index}] ({year.year})", year):
            raise RuleError(path, message)
        calendar = _corrected(calendar, year)
    return calendar


@lru_cache(maxsize=1)
def warning() -> Warn:
    """When a missing year is told, as the shipped file says. Errors: `RuleError`."""
    found = read_toml(_overrides(), OverrideFile).warn
    if found is None:
        raise RuleError("warn", "say months_ahead and published_in")
    return found


@lru_cache(maxsize=1)
def shipped_years() -> tuple[YearDays, ...]:
    """The same years one by one, as they are put on record."""
    calendar = load_calendar()
    return tuple(
        YearDays(year=year, rest=_in(calendar.rest, year), work=_in(calendar.work, year))
        for year in sorted(calendar.years)
    )


def shipped_source() -> str:
    """Where they come from."""
    return f"{PACKAGE} {version(PACKAGE)}"


def digest_of(years: tuple[YearDays, ...]) -> str:
    """What the shipped years are recognised by."""
    return digest(msgspec.json.encode(years).decode())


def _overrides() -> str:
    return shipped("calendar-overrides.toml")


def _in(days: frozenset[date], year: int) -> tuple[date, ...]:
    return tuple(sorted(day for day in days if day.year == year))


def _corrected(calendar: Calendar, year: YearFile) -> Calendar:
    rest, work = frozenset(year.rest), frozenset(year.work)
    return Calendar(
        years=calendar.years | {year.year},
        rest=(calendar.rest - work) | rest,
        work=(calendar.work - rest) | work,
        assume_weekends=calendar.assume_weekends,
    )
