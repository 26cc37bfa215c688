"""Tells who can see to it, months ahead, that a year of the working calendar is missing."""

from typing import Final, NamedTuple

from application.calendars import warning
from domain.calendar.missing import missing_year
from domain.case.words import Role
from web import times
from web.auth.who import visitor
from web.service import service

TOLD: Final = frozenset({Role.ADMIN, Role.LEADER})


class Missing(NamedTuple):
    """A year not loaded; `published_in`: the month in which notices usually come."""

    year: int
    published_in: int
    loads: bool  # whoever looks can load it


def missing_calendar() -> Missing | None:
    """For templates; None for everybody else, and while no year is missing soon."""
    who = visitor()
    if who is None or who.role not in TOLD:
        return None
    warn = warning()
    year = missing_year(service().desk.calendar, times.now().date(), warn.months_ahead)
    return None if year is None else Missing(year, warn.published_in, who.role == Role.ADMIN)
