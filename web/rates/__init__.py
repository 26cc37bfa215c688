"""Rates: kept of due by whatever one asks, each number open to the rows it is made of."""

from web.rates import data, durations
from web.rates.views import blueprint

__all__ = ["blueprint", "data", "durations"]
