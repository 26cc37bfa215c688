"""Answers what a page of rates asks, or says why it can't be answered."""

from projections.queries import rates as query
from projections.queries.errors import QueryError
from projections.queries.measures import Limits
from web import times
from web.asking import viewer
from web.rates.asked import Asked
from web.service import service
from web.wording import _


def answered(asked: Asked) -> list[query.Rated] | None:
    """None where the question can't be answered; why then stands among its problems."""
    if asked.problems:
        return None
    try:
        with service().read() as connection:
            return query.rates(
                connection,
                viewer=viewer(),
                now=times.now(),
                filters=asked.filters,
                by=asked.by,
                register=register(),
            )
    except QueryError:
        asked.problems.append(("", refusal()))
        return None


def register() -> Limits:
    """Within what time matters are registered, by the rule set in force."""
    desk = service().desk
    return query.register_limits(desk.rules.active(desk.settings.rules))


def refusal() -> str:
    """What to do about filters nobody knows."""
    return _("The rates can't be narrowed in that way. Choose from the lists and try again.")
