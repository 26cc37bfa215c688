"""The years of the working calendar as their events left them."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import chain
from typing import cast

from msgspec import Struct, field

from domain.calendar.events import CalendarEvent, YearDays, YearLoaded, YearsShipped
from domain.rules.calendar import Calendar


class Year(Struct, frozen=True, kw_only=True):
    """One version of one year; `people` is True when somebody of the centre loaded it."""

    year: int
    version: int
    rest: frozenset[date]
    work: frozenset[date]
    source: str
    sha256: str
    at: datetime
    by: str
    people: bool

    def same_days(self, days: YearDays) -> bool:
        """Whether these days are this version's own."""
        return (self.rest, self.work) == (frozenset(days.rest), frozenset(days.work))


class Years(Struct):
    """Every version of every year, the last one in force."""

    known: dict[int, list[Year]] = field(default_factory=dict)
    version: int = 0

    def year(self, year: int) -> Year | None:
        """The version in force, if the year is loaded."""
        versions = self.known.get(year)
        return versions[-1] if versions else None

    def in_force(self) -> list[Year]:
        """Of every year, in order."""
        return [self.known[year][-1] for year in sorted(self.known)]

    def calendar(self, *, assume_weekends: bool = False) -> Calendar:
        """To count with."""
        years = self.in_force()
        return Calendar(
            years=frozenset(self.known),
            rest=frozenset(chain.from_iterable(one.rest for one in years)),
            work=frozenset(chain.from_iterable(one.work for one in years)),
            versions={one.year: one.version for one in years},
            assume_weekends=assume_weekends,
        )


def evolve(state: Years, event: CalendarEvent) -> Years:
    """Fold one more event in."""
    state.version += 1
    known = cast("YearsShipped | YearLoaded", event)
    if isinstance(known, YearLoaded):
        _add(state, known.days, known, people=True)
        return state
    for days in known.years:
        if follows(state, days):
            _add(state, days, known, people=False)
    return state


def fold(events: Iterable[CalendarEvent]) -> Years:
    """Fold a whole history."""
    state = Years()
    for event in events:
        evolve(state, event)
    return state


def follows(state: Years, days: YearDays) -> bool:
    """Whether a shipped year says something new; what people loaded is never replaced by it."""
    now = state.year(days.year)
    return now is None or not (now.people or now.same_days(days))


def _add(state: Years, days: YearDays, event: CalendarEvent, *, people: bool) -> None:
    versions = state.known.setdefault(days.year, [])
    versions.append(
        Year(
            year=days.year,
            version=len(versions) + 1,
            rest=frozenset(days.rest),
            work=frozenset(days.work),
            source=event.source,
            sha256=event.sha256,
            at=event.at,
            by=event.by,
            people=people,
        )
    )
