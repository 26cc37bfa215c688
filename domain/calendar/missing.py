"""Which year the working calendar will be missing soon."""

from datetime import date

from domain.rules.calendar import Calendar
from domain.rules.clocks import add_months


def missing_year(calendar: Calendar, today: date, months_ahead: int) -> int | None:
    """The first year not loaded among those a count may reach within so many months."""
    last = add_months(today, months_ahead).year
    years = range(today.year, last + 1)
    return next((year for year in years if year not in calendar.years), None)
