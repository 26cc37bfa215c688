"""A rate over time up to the end of the period, in the steps asked for."""

from datetime import UTC, datetime
from typing import Final

from projections.queries.filters import Filters
from projections.queries.rates import Rate, value_of
from web import asof
from web.asking import viewer
from web.charts import Chart, Shown, Value, share, shown, trend
from web.rates import figures
from web.rates.asked import Asked
from web.rates.question import during, last_day
from web.rates.steps import Step, latest
from web.rates.targets import target_of
from web.wording import _

COUNT: Final = 12
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)  # before that nobody had such a service


def course(rate: Rate, asked: Asked) -> Shown:
    """Twelve steps, the last the one in which the period ends, or this one."""
    filters = asked.filters
    day = max(last_day(filters, asof.now()), EARLIEST.date())
    values = [_value(rate, asked, step) for step in latest(asked.step, day, COUNT)]
    chart = Chart(
        title=figures.heading(rate),
        values=values,
        about=_(
            "A point for each step of time, with its 95 % interval; a step without point had "
            "nothing due."
        ),
        target=target_of(rate.name),
    )
    return shown(chart, trend)


def _value(rate: Rate, asked: Asked, step: Step) -> Value:
    narrowed: Filters = during(asked.filters, step)
    with asof.read() as connection:
        value = value_of(connection, rate, viewer=viewer(), filters=narrowed, now=asof.now())
    return share(step.code, value, figures.rows_url(rate.name, asked, step.first, step.last))
