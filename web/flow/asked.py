"""What an address asks of the flow: a period, what it is narrowed to, and what takes the way."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from projections.flow.asking import Question
from projections.flow.steps import CASE, KINDS
from projections.flow.unseen import unseen
from projections.queries.errors import QueryError
from projections.queries.filters import Filters, ms
from web.asking import viewer
from web.ledgers.asked import DAYS, LONGEST, Problem, narrowed
from web.service import service
from web.wording import _

CODES: Final = ("track", "category", "unit")
ALL: Final = "all"


class Asked(NamedTuple):
    """An address, read; `typed` is what stands in the fields of the form."""

    question: Question
    typed: Mapping[str, str]
    problems: list[Problem]

    def address(self, **changes: object) -> dict[str, Any]:
        """The same question with some of it changed, as arguments of an address."""
        new = {**self.typed, **changes}
        return {name: value for name, value in new.items() if value not in ("", None)}


def read(args: Mapping[str, str]) -> Asked:
    """Without a period it is everything there is."""
    typed = {name: args.get(name, "").strip()[:LONGEST] for name in (*DAYS, *CODES)}
    filters, problems = narrowed(typed)
    try:
        filters.given()
    except QueryError:
        problems.append(("", _("There is no such choice. Choose from the list.")))
    kind = args.get("of", "")
    typed["of"] = kind if kind in KINDS and kind != CASE else ""
    typed["done"] = ALL if args.get("done") == ALL else ""
    return Asked(_question(filters, typed), typed, problems)


def _question(filters: Filters, typed: Mapping[str, str]) -> Question:
    with service().read() as connection:
        without = unseen(connection, viewer())
    return Question(
        kind=typed["of"] or CASE,
        since=None if filters.since is None else ms(filters.since),
        until=None if filters.until is None else ms(filters.until),
        track=filters.track,
        category=filters.category,
        unit=filters.unit,
        finished=typed["done"] != ALL,
        without=without,
    )
