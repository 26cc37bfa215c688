"""The periods people ask ledgers for most, one click each."""

from datetime import date, timedelta
from typing import NamedTuple

from web import asof
from web.wording import _

MONTHS_OF_A_QUARTER = 3


class Period(NamedTuple):
    """First and last day."""

    label: str
    since: date
    until: date


def usual() -> list[Period]:
    """Today, this week, this month, this quarter, the quarter before."""
    today = asof.now().date()
    this = quarter()
    before = this.since - timedelta(days=1)
    return [
        Period(_("Today"), today, today),
        Period(_("This week"), today - timedelta(days=today.weekday()), today),
        Period(_("This month"), today.replace(day=1), today),
        this,
        Period(_("Last quarter"), _months_back(before, MONTHS_OF_A_QUARTER - 1), before),
    ]


def quarter() -> Period:
    """This quarter, up to today."""
    today = asof.now().date()
    return Period(
        _("This quarter"), _months_back(today, (today.month - 1) % MONTHS_OF_A_QUARTER), today
    )


def _months_back(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
