"""A rate as it reads: numerator and denominator first, how sure it is, and the way to its rows."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from projections.queries.definitions import DEFINITIONS
from projections.queries.proportion import Proportion
from projections.queries.rates import Rate, Rated
from web import names, words
from web.i18n import language
from web.wording import LazyString, _, _l

BY: Final[Mapping[str, LazyString]] = {
    "unit": _l("Unit"),
    "channel": _l("Channel"),
    "category": _l("Category"),
    "track": _l("Track"),
    "place": _l("Place"),
}


class Figure(NamedTuple):
    """One value. `low` and `high` bound the interval, per cent; None where there is none."""

    numerator: int
    denominator: int
    per_cent: float | None
    low: float | None
    high: float | None
    few: bool

    @property
    def shown(self) -> str:
        """The per cent; "—" when nothing fell due, which is no zero."""
        return "—" if self.per_cent is None else f"{self.per_cent:.1f} %"

    @property
    def interval(self) -> str:
        """From what to what it may really be."""
        if self.low is None or self.high is None:
            return ""
        return f"{self.low:.1f}–{self.high:.1f} %"


class Line(NamedTuple):
    """A rate with its value."""

    name: str
    heading: str
    definition: str
    figure: Figure


class Group(NamedTuple):
    """One unit, category … with the value of each rate that has one."""

    code: str
    label: str
    values: dict[str, Figure]


def figure(value: Proportion) -> Figure:
    """The value, written."""
    low, high = value.interval or (None, None)
    few = value.too_few and value.denominator > 0
    return Figure(value.numerator, value.denominator, value.per_cent, low, high, few)


def lines(found: Iterable[Rated]) -> list[Line]:
    """Each rate of the whole."""
    return [
        Line(one.rate.name, heading(one.rate), definition(one.rate), figure(one.value))
        for one in found
    ]


def groups(found: Iterable[Rated], by: str) -> list[Group]:
    """In the order of the lists people know, never by how good a value is."""
    values: dict[str, dict[str, Figure]] = {}
    for one in found:
        values.setdefault(one.group, {})[one.rate.name] = figure(one.value)
    order = {code: place for place, code in enumerate(_order(by))}
    codes = sorted(values, key=lambda code: (order.get(code, len(order)), code))
    return [Group(code, label(by, code), values[code]) for code in codes]


def heading(rate: Rate) -> str:
    """What it is called in the language of the page."""
    return rate.heading(language())


def definition(rate: Rate) -> str:
    """What it counts, in a sentence."""
    chinese, english = DEFINITIONS[rate.text]
    return english if language() == "en" else chinese


def label(by: str, code: str) -> str:
    """What a group is called."""
    if not code:
        return _("not stated")
    own: dict[str, Any] = {"unit": names.unit, "category": names.category}
    if by in own:
        return str(own[by](code))
    tables = {"channel": words.CHANNEL, "track": words.TRACK}
    return words.word(tables[by], code) if by in tables else code


def _order(by: str) -> Iterable[str]:
    if by == "unit":
        return names.units()
    if by == "category":
        return [leaf.code for _group, leaves in names.groups() for leaf in leaves]
    return {"channel": words.CHANNEL, "track": words.TRACK}.get(by, ())
