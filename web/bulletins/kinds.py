"""What each kind of bulletin is called, and how its period reads."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from domain.bulletins.periods import FORMS, Kind, Period
from web.wording import LazyString, _, _l, _lp, _p

NAMES: Final[Mapping[Kind, LazyString]] = {
    Kind.DAILY: _lp("bulletin", "Daily brief"),
    Kind.MONTHLY: _lp("bulletin", "Monthly circular"),
    Kind.QUARTER: _lp("bulletin", "Result of the quarter"),
    Kind.HALF_YEAR: _lp("bulletin", "Half-year circular"),
    Kind.YEAR: _lp("bulletin", "Ranking of the year"),
}
ABOUT: Final[Mapping[Kind, LazyString]] = {
    Kind.DAILY: _l("What came in and went out on a day, what is open and overdue, what is urgent."),
    Kind.MONTHLY: _l("Rates of a month, what fell due and was missed, failings by kind."),
    Kind.QUARTER: _l("Scores of a quarter by class of units, indicator by indicator."),
    Kind.HALF_YEAR: _l("The same of half a year, with the quarters published in it."),
    Kind.YEAR: _l("Units ranked within their class, from the published quarters of the year."),
}
TITLES: Final[Mapping[Kind, LazyString]] = {
    Kind.DAILY: _l("Daily brief of %(period)s"),
    Kind.MONTHLY: _l("Circular on the work of %(period)s"),
    Kind.QUARTER: _l("Result of the assessment of %(period)s"),
    Kind.HALF_YEAR: _l("Circular on the work of %(period)s"),
    Kind.YEAR: _l("Assessment and ranking of the year %(period)s"),
}


def title(period: Period) -> str:
    """What the bulletin of that period is called."""
    return str(TITLES[period.kind]) % {"period": written(period)}


def written(period: Period) -> str:
    """The period as a sentence has it: 2026年10月, 2026年第三季度."""
    year, month = period.first.year, period.first.month
    if period.kind is Kind.DAILY:
        return day(period.first)
    if period.kind is Kind.MONTHLY:
        return _("%(year)d-%(month)02d", year=year, month=month)
    if period.kind is Kind.QUARTER:
        return _quarter(period)
    if period.kind is Kind.HALF_YEAR:
        first = _("the first half of %(year)d", year=year)
        return first if month == 1 else _("the second half of %(year)d", year=year)
    return str(year)


def _quarter(period: Period) -> str:
    which = (
        _p("quarter", "first"),
        _p("quarter", "second"),
        _p("quarter", "third"),
        _p("quarter", "fourth"),
    )
    number = period.quarters[0].number
    year = period.first.year
    return _("the %(which)s quarter of %(year)d", which=which[number - 1], year=year)


def day(one: date) -> str:
    """A day as papers have it: 2026年11月22日."""
    return _("%(year)d-%(month)02d-%(day)02d", year=one.year, month=one.month, day=one.day)


def example(kind: Kind) -> str:
    """How its period is written in the field."""
    return FORMS[kind][1]


def number(year: int, number: int) -> str:
    """〔2026〕第3期."""
    return _("〔%(year)d〕 No. %(number)d", year=year, number=number)
