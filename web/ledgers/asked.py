"""What an address asks of a ledger: filters, order, page; what can't be read is said."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from projections.queries.filters import Filters
from projections.queries.ledger import Ledger
from web.typed import days

Problem = tuple[str, str]  # id of the field, and the sentence
LONGEST = 100
DAYS = ("since", "until")
PER_PAGE = (50, 200, 500)
FIRST_PER_PAGE = PER_PAGE[0]


class Asked(NamedTuple):
    """An address, read. `typed` is what stands in the form's fields."""

    filters: Filters
    sort: str
    page: int
    per_page: int
    typed: Mapping[str, str]
    problems: list[Problem]

    def address(self, **changes: object) -> dict[str, object]:
        """The same question with some of it changed, as arguments of an address."""
        asked = {**self.typed, "sort": self.sort, "page": self.page, "rows": self.per_page}
        usual = {"page": 1, "rows": FIRST_PER_PAGE, "sort": ""}
        new = {**asked, **changes}
        return {name: value for name, value in new.items() if value not in ("", usual.get(name))}


def read(ledger: Ledger, args: Mapping[str, str]) -> Asked:
    """Only what the ledger knows is read."""
    names = [*(DAYS if ledger.time is not None else ()), *ledger.filter_names]
    typed = {name: args.get(name, "").strip()[:LONGEST] for name in names}
    filters, problems = narrowed(typed)
    page = _number(args.get("page", ""), 1, lambda number: number > 0)
    rows = _number(args.get("rows", ""), FIRST_PER_PAGE, lambda number: number in PER_PAGE)
    return Asked(filters, _sort(ledger, args.get("sort", "")), page, rows, typed, problems)


def narrowed(typed: Mapping[str, str]) -> tuple[Filters, list[Problem]]:
    """What was typed as filters; the last day is one of them."""
    problems: list[Problem] = []
    since, last = days(typed, problems)
    codes = {name: value for name, value in typed.items() if name not in DAYS}
    return Filters(since=since, until=last, **codes), problems


def _number(text: str, usual: int, fits: Callable[[int], bool]) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST else usual
    return number if fits(number) else usual


def _sort(ledger: Ledger, asked: str) -> str:
    return asked if asked.removeprefix("-") in ledger.by_key else ""
