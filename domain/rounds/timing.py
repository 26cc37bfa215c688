"""When rounds begin and their reports fall due: pure functions over plans, clock and calendar."""

from collections.abc import Container, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from domain.rounds.plan import DAYS_OF_A_WEEK, RoundPlan
from domain.rounds.state import Version
from domain.rules.calendar import ONE_DAY, Calendar


class Opening(NamedTuple):
    """A round to be opened: under which version, in which days, and since when it should be."""

    code: str
    version: Version
    first: date
    last: date
    since: datetime


class Due(NamedTuple):
    """When a report is due; `unsure`: a year it counts in is not in the calendar."""

    at: datetime
    unsure: bool


def openings(
    issued: Iterable[Version], now: datetime, zone: tzinfo, opened: Container[str]
) -> list[Opening]:
    """The rounds that should have begun by now and are not opened, in the order of their time.

    A version counts from when it was issued until it ended; a round that had begun before that is
    none of it.
    """
    found = [one for version in issued for one in _of_version(version, now, zone)]
    return sorted(
        (one for one in found if one.code not in opened), key=lambda one: (one.since, one.code)
    )


def _of_version(version: Version, now: datetime, zone: tzinfo) -> Iterator[Opening]:
    plan, begins = version.plan, version.issued_at
    if not plan.by_time or plan.first is None or begins is None:
        return
    ends = min(now, version.ended_at or now)
    for first in _first_days(plan, plan.first, begins.astimezone(zone).date()):
        since = moment(first, plan.opens, zone)
        if since > ends:
            return
        if since >= begins:
            last = first + (plan.days - 1) * ONE_DAY
            yield Opening(code_of(plan.id, first), version, first, last, since)


def _first_days(plan: RoundPlan, first: date, after: date) -> Iterator[date]:
    """Every day on which a round begins, from the last one before that day on."""
    step = timedelta(days=plan.weeks * DAYS_OF_A_WEEK)
    day = first + max(0, (after - first) // step) * step
    while True:
        yield day
        day += step


def code_of(plan: str, first: date, mark: str = "") -> str:
    """By what a round is known: its plan and its first day; by hand also a mark of its form."""
    return f"{plan}.{first:%Y%m%d}{f'-{mark}' if mark else ''}"


def due(plan: RoundPlan, first: date, last: date, opened: date, calendar: Calendar) -> date:
    """The day on which reports are due.

    Whoever was asked late, because the service stood still, has as many days as the plan gives.
    """
    if opened > first:
        last = opened + (last - first)
    if plan.due_unit == "working_days":
        return calendar.add_working_days(last, plan.due_days)
    day = last + plan.due_days * ONE_DAY
    return calendar.next_non_rest_day(day) if plan.roll_over else day


def report_due(opening: Opening, opened: datetime, calendar: Calendar, zone: tzinfo) -> Due:
    """The moment in UTC until which units report."""
    plan = opening.version.plan
    day = due(plan, opening.first, opening.last, opened.astimezone(zone).date(), calendar)
    counted = plan.due_unit == "working_days" or plan.roll_over
    return Due(moment(day, plan.due_at, zone), counted and not calendar.covers(opening.first, day))


def moment(day: date, at: time, zone: tzinfo) -> datetime:
    """A time of day in the centre's zone, in UTC."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def end_of(day: date, zone: tzinfo) -> datetime:
    """The last second of a day."""
    return moment(day, time(23, 59, 59), zone)
