"""Pages of the working calendar: its years, and one year as a calendar of twelve months."""

from calendar import Calendar as Weeks
from calendar import isleap
from datetime import date
from typing import Final, NamedTuple

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from application.calendaryears import year_text
from domain.calendar.state import Year, Years
from domain.rules.calendar import SATURDAY
from web import times
from web.admin.telling import author
from web.auth.gate import allowed
from web.auth.who import account
from web.rulebook.routes import blueprint
from web.rulebook.sets import download
from web.service import service

MONTHS: Final = range(1, 13)
WEEKS: Final = Weeks()


class Day(NamedTuple):
    """One day of a month; `sort` is "off", "work", "end" (a weekend) or "" ."""

    day: date
    sort: str
    today: bool


class Count(NamedTuple):
    """How many days of each sort a year has."""

    off: int  # holidays on weekdays
    work: int  # weekend days worked
    working: int  # working days in all


@blueprint.get("/calendar")
def years() -> str:
    """All years, the last one first."""
    known = service().desk.calendars.years()
    shown = [(year, count(year)) for year in reversed(known.in_force())]
    return render_template(
        "rulebook/years.html",
        years=shown,
        known=known,
        author=author,
        may_load=allowed("rulebook.year_load", account()),
    )


@blueprint.get("/calendar/<int:year>")
def year(year: int) -> str:
    """One year, in the version in force or an earlier one."""
    known = service().desk.calendars.years()
    found = _found(known, year)
    return render_template(
        "rulebook/year.html",
        year=found,
        count=count(found),
        months=months(found),
        weekdays=[times.weekday(date(2024, 1, day)) for day in range(1, 8)],  # from a Monday on
        versions=known.known[year],
        before=known.year(year - 1),
        after=known.year(year + 1),
        author=author,
        may_load=allowed("rulebook.year_load", account()),
    )


@blueprint.get("/calendar/<int:year>.toml")
def year_text_file(year: int) -> Response:
    """The version as a text to correct and load again."""
    found = _found(service().desk.calendars.years(), year)
    return download(year_text(found), f"calendar-{year}-{found.version}.toml")


def _found(known: Years, year: int) -> Year:
    versions = known.known.get(year) or abort(404)
    asked = request.args.get("version", "")
    if not asked:
        return versions[-1]
    found = [one for one in versions if str(one.version) == asked]
    return found[0] if found else abort(404)


def count(year: Year) -> Count:
    """Of one version."""
    off = sum(day.weekday() < SATURDAY for day in year.rest)
    first, days = date(year.year, 1, 1).weekday(), 365 + isleap(year.year)
    weekdays = sum((first + day) % 7 < SATURDAY for day in range(days))
    return Count(off, len(year.work), weekdays - off + len(year.work))


def months(year: Year) -> list[list[list[Day | None]]]:
    """The weeks of each month; None where a day belongs to another month."""
    today = times.now().date()
    return [
        [
            [_day(day, year, today) if day.month == month else None for day in week]
            for week in WEEKS.monthdatescalendar(year.year, month)
        ]
        for month in MONTHS
    ]


def _day(day: date, year: Year, today: date) -> Day:
    return Day(day, sort(day, year), day == today)


def sort(day: date, year: Year) -> str:
    """What sort of day it is."""
    if day in year.rest:
        return "off"
    if day in year.work:
        return "work"
    return "end" if day.weekday() >= SATURDAY else ""
