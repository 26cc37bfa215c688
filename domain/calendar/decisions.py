"""What may be done with the years of the working calendar."""

from collections.abc import Sequence
from datetime import datetime

from domain.calendar.events import CalendarEvent, YearDays, YearLoaded, YearsShipped
from domain.calendar.state import Years, follows
from domain.calendar.years import YearFile


def ship(
    state: Years, years: Sequence[YearDays], source: str, sha256: str, at: datetime, by: str
) -> list[CalendarEvent]:
    """Put on record what the software brings, as far as it says something new."""
    new = tuple(days for days in years if follows(state, days))
    if not new:
        return []
    return [YearsShipped(at=at, by=by, source=source, sha256=sha256, years=new)]


def load(
    state: Years, files: Sequence[YearFile], sha256: str, at: datetime, by: str
) -> list[CalendarEvent]:
    """A new version of each year whose days are others than before; checked files only."""
    return [
        YearLoaded(
            at=at,
            by=by,
            source=file.source,
            sha256=sha256,
            days=file.days,
            version=len(state.known.get(file.year, ())) + 1,
        )
        for file in files
        if _is_new(state, file)
    ]


def _is_new(state: Years, file: YearFile) -> bool:
    now = state.year(file.year)
    return now is None or not now.same_days(file.days)
