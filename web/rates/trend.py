"""A rate over the months before, drawn so that it reads in black and white too."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from projections.queries.filters import Filters
from projections.queries.rates import Rate, value_of
from web import times
from web.asking import viewer
from web.rates.figures import Figure, figure
from web.service import service

MONTHS: Final = 12
WIDTH: Final = 52.0  # of a month's place
HEIGHT: Final = 120.0  # of a hundred per cent
TOP: Final = 16.0
BAR: Final = 26.0
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)  # before that nobody had such a service


class Bar(NamedTuple):
    """One month: where its bar stands, its interval's ends, and what is written on it."""

    label: str
    figure: Figure
    x: float
    y: float
    height: float
    low: float | None
    high: float | None

    @property
    def middle(self) -> float:
        """Of the bar."""
        return self.x + BAR / 2


class Chart(NamedTuple):
    """The months, the first on the left."""

    bars: list[Bar]
    width: float = MONTHS * WIDTH
    height: float = TOP + HEIGHT
    bar: float = BAR
    top: float = TOP


def months(rate: Rate, filters: Filters) -> Chart:
    """Twelve months up to the one in which the period ends, or this one."""
    months = _months_up_to(_last_day(filters))
    periods = [_month(filters, first) for first in months]
    with service().read() as connection:
        values = [
            value_of(connection, rate, viewer=viewer(), filters=period, now=times.now())
            for period in periods
        ]
    told = enumerate(zip(months, values, strict=True))
    return Chart([_bar(n, f"{first:%Y-%m}", figure(value)) for n, (first, value) in told])


def _last_day(filters: Filters) -> date:
    now = times.now()
    until = now if filters.until is None else min(filters.until, now)
    return (max(until, EARLIEST) - timedelta(seconds=1)).astimezone(times.zone()).date()


def _months_up_to(day: date) -> list[date]:
    count = day.year * 12 + day.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(count - MONTHS + 1, count + 1)]


def _month(filters: Filters, first: date) -> Filters:
    after = (first + timedelta(days=32)).replace(day=1)
    return replace(filters, since=times.midnight(first), until=times.midnight(after))


def _bar(place: int, label: str, value: Figure) -> Bar:
    high = 0.0 if value.per_cent is None else min(value.per_cent, 100.0)
    return Bar(
        label=label,
        figure=value,
        x=place * WIDTH + (WIDTH - BAR) / 2,
        y=_y(high),
        height=high / 100 * HEIGHT,
        low=None if value.low is None else _y(value.low),
        high=None if value.high is None else _y(value.high),
    )


def _y(per_cent: float) -> float:
    return TOP + HEIGHT * (1 - per_cent / 100)
