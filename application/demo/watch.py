"""Who sits at the duty desk in the demo's last shifts: taken over at the change, as people do."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import cycle, pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from application.demo.data import Person, Town
from application.desk import Desk
from application.duty import take_over
from domain.case.events import Actor
from domain.case.words import Role
from domain.duty.decisions import DESK, Crew, Staff
from domain.units import CENTRE

CHANGES = (time(8), time(20))  # of the story's town; the last shift runs when the story ends
TOLD = timedelta(days=2)  # before the end


class Change(NamedTuple):
    """A crew that takes the desk over."""

    at: datetime
    crew: Crew
    by: Person


class Watch:
    """The changes of shift still to come; each is told when the story reaches it."""

    def __init__(self, desk: Desk, town: Town, end: datetime) -> None:
        """Nobody has taken over yet."""
        of_desk = [one for one in town.people if one.unit == CENTRE and one.role in DESK]
        self._leaders = [one for one in of_desk if one.role == Role.LEADER]
        self._officers = [one for one in of_desk if one.role == Role.OPERATOR]
        self._desk, self.end = desk, end
        self._coming = list(self._changes(end))

    def next_before(self, moment: datetime) -> Change | None:
        """The next change that comes before this moment, or at it."""
        return self._coming.pop(0) if self._coming and self._coming[0].at <= moment else None

    def take_over(self, change: Change) -> None:
        """As the desk's page does it."""
        staff = Staff(_names([*self._officers, *self._leaders]), _names(self._leaders))
        by = Actor(change.by.username, change.by.unit, change.by.role)
        take_over(self._desk, change.crew, staff, by)

    def _changes(self, end: datetime) -> Iterator[Change]:
        leaders, officers = cycle(self._leaders), cycle(self._officers)
        moments = _moments(end, ZoneInfo(self._desk.settings.timezone))
        for at, until in pairwise(moments):
            one, other = next(officers), next(officers)
            names = (one.username, other.username)
            yield Change(at, Crew(next(leaders).username, names, until), one)


def _moments(end: datetime, zone: ZoneInfo) -> list[datetime]:
    """The changes of the last days, and the one after the end."""
    today = end.astimezone(zone).date()
    days = [today + timedelta(days=n) for n in range(-TOLD.days, 2)]
    local = [datetime.combine(day, at, zone) for day in days for at in CHANGES]
    every = [moment.astimezone(end.tzinfo) for moment in local]
    coming = next(moment for moment in every if moment > end)
    return [moment for moment in every if moment <= coming]


def _names(people: list[Person]) -> frozenset[str]:
    return frozenset(one.username for one in people)
