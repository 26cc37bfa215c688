"""How a cell of a ledger reads on the page, and in a workbook."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.queries.ledger import Column, Kind
from web import names, times, words
from web.i18n import language
from web.wording import _
from web.xlsx import Cell

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
}
OWN_LISTS: Final[Mapping[str, Callable[[str], str]]] = {
    "unit": names.unit,
    "category": names.category,
}
MILLISECONDS: Final = 1000


def shown(column: Column, value: Any) -> str:
    """As people read it."""
    if value is None or value == "":
        return ""
    if column.kind is Kind.TIME:
        return times.compact(value)
    if column.kind is Kind.DURATION:
        return times.exact(value / MILLISECONDS)
    return _text(column, value)


def in_sheet(column: Column, value: Any) -> Cell:
    """As a workbook has it: moments and numbers can be reckoned with, durations are minutes."""
    if value is None or value == "":
        return None
    if column.kind is Kind.TIME:
        return times.local(value)
    if column.kind is Kind.DURATION:
        return float(round(value / MILLISECONDS / times.MINUTE, 1))
    if column.kind is Kind.NUMBER:
        return int(value)
    return _text(column, value)


def head(column: Column) -> str:
    """The heading of a column."""
    return column.heading(language())


def head_in_sheet(column: Column) -> str:
    """The heading in a workbook says the unit of durations."""
    if column.kind is Kind.DURATION:
        return _("%(heading)s (minutes)", heading=head(column))
    return head(column)


def _text(column: Column, value: Any) -> str:
    if column.kind is Kind.FLAG:
        return _("Yes") if value else _("No")
    if column.kind is Kind.CHOICE:
        own = OWN_LISTS.get(column.vocabulary)
        return own(value) if own else words.word(VOCABULARY.get(column.vocabulary, {}), value)
    return value.strip(",") if column.key == "places" else str(value)
