"""What the centre promised, month by month, each held against its target."""

from datetime import date
from typing import Final

from flask import url_for

from projections.queries.filters import Filters
from projections.queries.rates import Rate, rate_named, value_of
from projections.reading import Reading
from web import asof
from web.asking import viewer
from web.charts import Chart, Shown, Value, share, shown, trend
from web.overview.comparing import seen
from web.rates import figures
from web.rates.question import during, register
from web.rates.steps import Step, latest
from web.rates.targets import target_of, targets
from web.wording import _

MONTHS: Final = 6  # this quarter and the last
WIDTH: Final = 420.0


def courses(connection: Reading, today: date) -> list[Shown]:
    """One chart for each promised rate the viewer may see."""
    limits, who = register(), viewer()
    asked = [rate_named(one.name, who, limits) for one in seen(who) if one.name in targets()]
    return [_course(connection, rate, latest("month", today, MONTHS)) for rate in asked]


def _course(connection: Reading, rate: Rate, months: list[Step]) -> Shown:
    chart = Chart(
        title=figures.heading(rate),
        values=[_value(connection, rate, month) for month in months],
        about=_("A point for each month, with its 95 % interval, and the target as a line."),
        target=target_of(rate.name),
    )
    return shown(chart, trend, WIDTH)


def _value(connection: Reading, rate: Rate, month: Step) -> Value:
    asked = during(Filters(), month)
    value = value_of(connection, rate, viewer=viewer(), filters=asked, now=asof.now())
    since, until = month.first.isoformat(), month.last.isoformat()
    return share(
        month.code, value, url_for("rates.rate_page", name=rate.name, since=since, until=until)
    )
