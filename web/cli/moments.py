"""How times are written on the command line: the centre's zone, unless they say another."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from application.settings import load
from web.cli.language import Text

NO_TIME = Text(
    "{text} is no time: write 2026-11-22, 2026-11-22T08:30 or 2026-11-22T08:30+08:00.",
    "{text} 不是时间，请写成 2026-11-22、2026-11-22T08:30 或 2026-11-22T08:30+08:00。",
)
NO_MOMENT = Text(
    "{text} is neither a position of the log (1204) nor a time (2026-11-22T08:30).",
    "{text} 既不是记录序号（1204），也不是时间（2026-11-22T08:30）。",
)
NO_DAY = Text("{text} is no day: write 2026-11-22.", "{text} 不是日期，请写成 2026-11-22。")


def zone() -> ZoneInfo:
    """The centre's zone."""
    return ZoneInfo(load().timezone)


def read_moment(text: str) -> datetime:
    """An aware time, in UTC. Errors: ValueError."""
    found = datetime.fromisoformat(text.strip())
    aware = found if found.tzinfo is not None else found.replace(tzinfo=zone())
    try:
        return aware.astimezone(UTC)
    except OverflowError as error:  # the first and the last hours that can be written
        raise ValueError(text) from error


class Moment(click.ParamType[datetime]):
    """A time."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Aware."""
        try:
            return read_moment(value)
        except ValueError:
            self.fail(NO_TIME(text=value), param, ctx)


class Day(click.ParamType[date]):
    """A day."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """A date."""
        try:
            day = date.fromisoformat(value)
            ends(day)  # the last day there is has no end
        except (ValueError, OverflowError):
            self.fail(NO_DAY(text=value), param, ctx)
        return day


class MomentOrSeq(click.ParamType[datetime | int]):
    """A time, or a position in the log."""

    name = "time|seq"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """An aware time or an int."""
        if value.isascii() and value.isdigit():
            return int(value)
        try:
            return read_moment(value)
        except ValueError:
            self.fail(NO_MOMENT(text=value), param, ctx)


def begins(day: date | None) -> datetime | None:
    """When a day begins."""
    return None if day is None else datetime.combine(day, time(), zone())


def ends(day: date | None) -> datetime | None:
    """When the day after begins."""
    return None if day is None else begins(day + timedelta(days=1))
