"""How a cell of a ledger reads."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.queries.ledger import Column, Kind
from web import names, times, words
from web.desk.texts import terms
from web.i18n import language
from web.wording import _

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
    "more_time": words.MORE_TIME,
    "raised_to": terms.ABOVE,
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
    return said(column, value)


def head(column: Column) -> str:
    """The heading of a column."""
    return column.heading(language())


def said(column: Column, value: Any) -> str:
    """Codes and flags in words; everything else as it stands."""
    if column.kind is Kind.FLAG:
        return _("Yes") if value else _("No")
    if column.kind is Kind.CHOICE:
        own = OWN_LISTS.get(column.vocabulary)
        return own(value) if own else words.word(VOCABULARY.get(column.vocabulary, {}), value)
    return value.strip(",") if column.key == "places" else str(value)
