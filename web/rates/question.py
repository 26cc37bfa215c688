"""Answers what a page of rates asks, or says why it can't be answered."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from projections.assessing import limits_of
from projections.queries import rates as query
from projections.queries.errors import QueryError
from projections.queries.filters import Filters
from projections.queries.measures import Limits
from projections.queries.split import split
from projections.queries.viewer import Viewer
from projections.reading import Reading
from web import asof, times
from web.asking import viewer
from web.rates.asked import Asked, groups_of_codes
from web.rates.steps import MOST, STEPS, Step, TooMany, steps
from web.service import service
from web.wording import _


class Whom(NamedTuple):
    """Who asks, when, and within what time matters are registered."""

    viewer: Viewer
    now: datetime
    register: Limits


def answered(asked: Asked) -> list[query.Rated] | None:
    """None where the question can't be answered; why then stands among its problems."""
    if asked.problems:
        return None
    try:
        with asof.read() as connection:
            whom = Whom(viewer(), asof.now(), register())
            return counted(connection, whom, asked.filters, asked.by)
    except QueryError:
        asked.problems.append(("", refusal()))
    except TooMany:
        asked.problems.append(("by", too_many()))
    return None


def counted(connection: Reading, whom: Whom, filters: Filters, by: str) -> list[query.Rated]:
    """Split by `by`, which may be steps of time too. Errors: `QueryError`, `TooMany`."""
    asked: dict[str, Any] = whom._asdict()
    if by not in STEPS:
        asked |= {"by": by, "groups": groups_of_codes()}
        return split(connection, filters=filters, **asked)
    return [
        query.Rated(one.rate, step.code, one.value)
        for step in cut(filters, by, whom.now)
        for one in query.rates(connection, filters=during(filters, step), **asked)
        if one.value.denominator
    ]


def cut(filters: Filters, kind: str, now: datetime) -> list[Step]:
    """The steps of the period, as far as it lies before now. Errors: `TooMany`."""
    last = last_day(filters, now)
    if filters.since is None:
        raise TooMany
    return steps(kind, filters.since.astimezone(times.zone()).date(), last)


def last_day(filters: Filters, now: datetime) -> date:
    """Of the period, or today."""
    until = now if filters.until is None else min(filters.until, now + timedelta(seconds=1))
    return (until - timedelta(seconds=1)).astimezone(times.zone()).date()


def during(filters: Filters, step: Step) -> Filters:
    """The same question of this time alone."""
    since, until = times.midnight(step.first), times.midnight(step.last) + timedelta(days=1)
    return replace(filters, since=since, until=until)


def register() -> Limits:
    """Within what time matters are registered, each by the rule set it is pinned to."""
    return limits_of(service())


def refusal() -> str:
    """What to do about filters nobody knows."""
    return _("The rates can't be narrowed in that way. Choose from the lists and try again.")


def too_many() -> str:
    """What to do about more steps than can be read."""
    return _(
        "At most %(most)d steps of time can be read side by side. Give a first day, and choose a "
        "shorter period or longer steps.",
        most=MOST,
    )
