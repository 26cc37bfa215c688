"""What an address asks of the rates: the period, what they are narrowed and split by."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from projections.queries.filters import Filters
from projections.queries.rates import GROUPS
from web.ledgers.asked import DAYS, LONGEST, Problem, narrowed
from web.ledgers.periods import quarter

NARROWED: Final = ("unit", "track", "channel", "category", "place")


class Asked(NamedTuple):
    """An address, read; `typed` is what stands in the fields of the form."""

    filters: Filters
    by: str
    typed: Mapping[str, str]
    problems: list[Problem]

    def address(self, **changes: object) -> dict[str, object]:
        """The same question with some of it changed, as arguments of an address."""
        new = {**self.typed, "by": self.by, **changes}
        return {name: value for name, value in new.items() if value != ""}


def read(args: Mapping[str, str]) -> Asked:
    """Without a period it is this quarter up to now."""
    typed = {name: args.get(name, "").strip()[:LONGEST] for name in (*DAYS, *NARROWED)}
    if not (typed["since"] or typed["until"]):
        now = quarter()
        typed |= {"since": now.since.isoformat(), "until": now.until.isoformat()}
    filters, problems = narrowed(typed)
    by = args.get("by", "")
    return Asked(filters, by if by in GROUPS else "", typed, problems)
