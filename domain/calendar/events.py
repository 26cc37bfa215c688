"""What can happen to the working calendar; names and topics are the storage format, for ever.

A version of a year is never changed: a correction is the next version, whole.
"""

from datetime import date, datetime

from msgspec import Struct


class YearDays(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One year, whole: its holidays and the weekend days that are worked (调休)."""

    year: int
    rest: tuple[date, ...] = ()
    work: tuple[date, ...] = ()


class CalendarEvent(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """When and by whom (account name); where it is written, and the hash of what was read."""

    at: datetime
    by: str
    source: str
    sha256: str


class YearsShipped(CalendarEvent, frozen=True, kw_only=True):
    """日历随附: the years that came with the software; a year people loaded keeps theirs."""

    years: tuple[YearDays, ...]


class YearLoaded(CalendarEvent, frozen=True, kw_only=True):
    """日历加载: people loaded a year, or corrected it; `version` counts its versions."""

    days: YearDays
    version: int


TOPICS: dict[str, type[CalendarEvent]] = {
    "calendar.years-shipped": YearsShipped,
    "calendar.year-loaded": YearLoaded,
}
