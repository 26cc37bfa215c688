"""How moments and spans of time are written, and read back: the centre's zone, 24 hours."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from application.clock import from_ms
from web.service import service, settings
from web.wording import _, _n

PATTERN = "%Y-%m-%d %H:%M"
DAY_PATTERN = "%Y-%m-%d"
MINUTE, HOUR, DAY = 60, 3600, 86400


def zone() -> ZoneInfo:
    """The centre's time zone."""
    return ZoneInfo(settings().timezone)


def now() -> datetime:
    """The service's clock, in the centre's zone."""
    return local(service().desk.clock())


def local(moment: datetime | int) -> datetime:
    """A moment, or milliseconds since 1970, in the centre's zone."""
    return (from_ms(moment) if isinstance(moment, int) else moment).astimezone(zone())


def stamp(moment: datetime | int | None) -> str:
    """2026-11-22 22:52, or "" for none."""
    return "" if moment is None else local(moment).strftime(PATTERN)


def short(moment: datetime | int | None, today: datetime | None = None) -> str:
    """22:52 for today, 11-20 22:52 for this year, 2025-11-20 for earlier years.

    Whoever writes many of them says when `today` is.
    """
    if moment is None:
        return ""
    then, today = local(moment), today or now()
    if then.date() == today.date():
        return then.strftime("%H:%M")
    return then.strftime("%m-%d %H:%M" if then.year == today.year else "%Y-%m-%d")


def compact(moment: datetime | int | None, today: datetime | None = None) -> str:
    """11-22 22:52 for this year, 2025-11-22 22:52 for others: as tables have it."""
    if moment is None:
        return ""
    then, today = local(moment), today or now()
    return then.strftime("%m-%d %H:%M" if then.year == today.year else PATTERN)


def read(text: str) -> datetime:
    """A moment written YYYY-MM-DD HH:MM in the centre's zone. Errors: ValueError."""
    return datetime.strptime(text.strip(), PATTERN).replace(tzinfo=zone())


def day(text: str) -> date:
    """A day written YYYY-MM-DD. Errors: ValueError."""
    return datetime.strptime(text.strip(), DAY_PATTERN).replace(tzinfo=zone()).date()


def midnight(day: date) -> datetime:
    """When a day begins in the centre's zone."""
    return datetime(day.year, day.month, day.day, tzinfo=zone())


def weekday(moment: date) -> str:
    """The day of the week in the language of the page."""
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"))
    rest = (_("Friday"), _("Saturday"), _("Sunday"))
    return (*names, *rest)[moment.weekday()]


def exact(seconds: float) -> str:
    """A measured time: 22 min 43 s, 1 h 48 min, 1 d 19 h."""
    if abs(seconds) >= HOUR:
        return span(seconds)
    whole = max(0, round(seconds))
    return _("%(m)d min %(s)d s", m=whole // MINUTE, s=whole % MINUTE)


def span(length: timedelta | float) -> str:
    """A length of time (or seconds) in its two largest units: 1 d 19 h, 1 h 48 min, 26 min."""
    seconds = length.total_seconds() if isinstance(length, timedelta) else length
    minutes = max(0, int(seconds)) // MINUTE
    if seconds >= 10 * DAY:
        return _n("%(num)d d", "%(num)d d", int(seconds // DAY))
    if seconds >= DAY:
        return _("%(d)d d %(h)d h", d=seconds // DAY, h=seconds % DAY // HOUR)
    if seconds >= HOUR:
        return _("%(h)d h %(m)d min", h=seconds // HOUR, m=minutes % MINUTE)
    return _("%(m)d min", m=minutes) if minutes else _("under 1 min")
