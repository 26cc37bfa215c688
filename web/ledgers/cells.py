"""How a cell of a ledger reads."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from projections.queries.ledger import Column, Kind
from web import asof, names, times, words
from web.desk.texts import terms
from web.desk.values import joined, person
from web.i18n import language
from web.wording import _p

VOCABULARY: Final[Mapping[str, words.Words]] = {
    "track": words.TRACK,
    "kind": words.PETITION_KIND,
    "channel": words.CHANNEL,
    "stage": words.STAGE,
    "outcome": words.OUTCOME,
    "role": words.DISPATCH_ROLE,
    "satisfied": words.SATISFACTION,
    "clock": words.CLOCK,
    "state": words.CLOCK_STATE,
    "why": words.WAIVED,
    "level": words.LEVEL,
    "report": words.ROUND_REPORT,
    "failing": words.FAILING,
    "contest": words.FAILING_STATE,
    "more_time": words.MORE_TIME,
    "raised_to": terms.ABOVE,
}
OWN_LISTS: Final[Mapping[str, Callable[[str], str]]] = {
    "unit": names.unit,
    "category": names.category,
}
BY_KEY: Final[Mapping[str, Callable[[Any], str]]] = {
    "person": person,
    "places": lambda value: joined(value.split(",")),
}
MILLISECONDS: Final = 1000
LINKED: Final = ("number", "round", "proof")
_START: Final = Markup('<td class="k-{kind} c-{key}" data-label="{head}">')
FEW_VALUES: Final = (Kind.CHOICE, Kind.FLAG)


class Writing:
    """Writes many cells: what is the same in many of them is looked up once."""

    def __init__(self) -> None:
        """In the language of this moment."""
        self._now = asof.now()
        self._said = lru_cache(maxsize=None)(said)

    def shown(self, column: Column, value: Any) -> str:
        """As people read it."""
        if value is None or value == "":
            return ""
        if column.kind is Kind.TIME:
            return times.compact(value, self._now)
        if column.kind is Kind.DURATION:
            return times.exact(value / MILLISECONDS)
        return self._said(column, value) if column.kind in FEW_VALUES else said(column, value)


class Cell(NamedTuple):
    """What the cells of a column have in common. `start`: the tag; `linked`: it leads somewhere."""

    column: Column
    key: str
    start: Markup
    linked: bool


def cell(column: Column) -> Cell:
    """Written once, not in every row."""
    start = _START.format(kind=column.kind.value, key=column.key, head=head(column))
    return Cell(column, column.key, start, column.key in LINKED)


def head(column: Column) -> str:
    """The heading of a column."""
    return column.heading(language())


def said(column: Column, value: Any) -> str:
    """Codes and flags in words; everything else as it stands."""
    if column.kind is Kind.FLAG:
        return _p("flag", "Yes") if value else _p("flag", "No")
    if column.kind is Kind.CHOICE:
        own = OWN_LISTS.get(column.vocabulary)
        return own(value) if own else words.word(VOCABULARY.get(column.vocabulary, {}), value)
    how = BY_KEY.get(column.key, str)
    return how(value)
