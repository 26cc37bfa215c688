"""Commands on the working calendar: years that are shipped, loaded and corrected."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from eventsourcing.persistence import IntegrityError

from application.calendarbook import STREAM
from application.calendars import digest_of, shipped_source, shipped_years
from application.desk import Desk
from application.rulebook import digest, read_toml
from domain import errors
from domain.calendar import decisions
from domain.calendar.events import CalendarEvent
from domain.calendar.state import Year, Years
from domain.calendar.years import Change, YearFile, YearsFile, changes, check

Decide = Callable[[Years, datetime], list[CalendarEvent]]


class Proposed(NamedTuple):
    """One year of a file: which version it would be, and what it changes."""

    file: YearFile
    version: int
    changes: list[Change]


def ship_calendar(desk: Desk, by: str) -> None:
    """Put on record the years the software brings; again: nothing, or what is new."""
    years = shipped_years()
    _do(
        desk,
        lambda state, at: decisions.ship(state, years, shipped_source(), digest_of(years), at, by),
    )


def parse_years(text: str) -> tuple[YearFile, ...]:
    """The years of a TOML text. Errors: `RuleError` with the place and what to write."""
    return check(read_toml(text, YearsFile)).years


def propose(desk: Desk, text: str) -> list[Proposed]:
    """What loading a text would change. Errors: `RuleError`."""
    state = desk.calendars.years()
    return [
        Proposed(file, len(state.known.get(file.year, ())) + 1, changes(state, file))
        for file in parse_years(text)
    ]


def load_years(desk: Desk, text: str, by: str, seen: int | None = None) -> Sequence[CalendarEvent]:
    """A new version of each year that changes.

    `seen` is the version of the calendar somebody decided on. Errors: `RuleError`, `CalendarMoved`.
    """
    files = parse_years(text)
    if seen is not None and seen != desk.calendars.years().version:
        raise errors.CalendarMoved
    return _do(desk, lambda state, at: decisions.load(state, files, digest(text), at, by))


def _do(desk: Desk, decide: Decide) -> Sequence[CalendarEvent]:
    state = desk.calendars.years()
    events = decide(state, desk.clock())
    if events:
        try:
            desk.append(STREAM, state.version, events)
        except IntegrityError:
            raise errors.CalendarMoved from None
    return events


def year_text(year: Year) -> str:
    """One version of a year as a TOML text that loads it, a month to a line."""
    source = json.dumps(year.source, ensure_ascii=False)  # a basic string of TOML is one of JSON
    head = f"[[years]]\nyear = {year.year}\nsource = {source}\n"
    return f"{head}rest = [{_lines(year.rest)}]\nwork = [{_lines(year.work)}]\n"


def _lines(days: frozenset[date]) -> str:
    months = groupby(sorted(days), lambda day: day.month)
    lines = ("  " + ", ".join(map(str, found)) + ",\n" for _, found in months)
    told = "".join(lines)
    return f"\n{told}" if told else ""
