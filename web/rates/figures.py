"""A rate as it reads: numerator and denominator first, how sure it is, and the way to its rows."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from flask import url_for

from projections.queries.definitions import DEFINITIONS
from projections.queries.proportion import Proportion
from projections.queries.rates import Rate, Rated
from web import names, words
from web.charts import Chart, Shown, Value, rows, share, shown
from web.i18n import language
from web.rates.asked import Asked
from web.rates.targets import target_of
from web.wording import LazyString, _, _l, _lp

BY: Final[Mapping[str, LazyString]] = {
    "unit": _l("Unit"),
    "class": _l("Class of unit"),
    "category": _l("Category"),
    "group": _l("Group of categories"),
    "channel": _l("Channel"),
    "track": _l("Track"),
    "place": _l("Place"),
    "day": _l("Day"),
    "week": _l("Week"),
    "month": _l("Month"),
    "quarter": _l("Quarter"),
    "half_year": _l("Half-year"),
    "year": _lp("step", "Year"),
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
    target: float | None


class Group(NamedTuple):
    """One unit, category … with the value of each rate that has one.

    `address` are the arguments of an address that asks for this group alone.
    """

    code: str
    label: str
    values: dict[str, Figure]
    address: Mapping[str, Any]


def figure(value: Proportion) -> Figure:
    """The value, written."""
    low, high = value.interval or (None, None)
    few = value.too_few and value.denominator > 0
    return Figure(value.numerator, value.denominator, value.per_cent, low, high, few)


def lines(found: Iterable[Rated]) -> list[Line]:
    """Each rate of the whole."""
    return [
        Line(
            one.rate.name,
            heading(one.rate),
            definition(one.rate),
            figure(one.value),
            target_of(one.rate.name),
        )
        for one in found
    ]


def groups(
    found: Iterable[Rated], asked: Asked, spans: Mapping[str, Mapping[str, Any]]
) -> list[Group]:
    """In the order of the lists people know, never by how good a value is."""
    values: dict[str, dict[str, Figure]] = {}
    for one in found:
        values.setdefault(one.group, {})[one.rate.name] = figure(one.value)
    return [
        Group(code, label(asked.by, code), values[code], within(asked, code, spans))
        for code in ordered(asked.by, values)
    ]


def within(asked: Asked, code: str, spans: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """The address of one group: of steps of time it is another period."""
    if code in spans:
        return asked.address(by="", **spans[code])
    return asked.within(asked.by, code)


def ordered(by: str, codes: Iterable[str]) -> list[str]:
    """As the lists have them; what is in no list comes last."""
    order = {code: place for place, code in enumerate(_order(by))}
    return sorted(codes, key=lambda code: (order.get(code, len(order)), code))


def overview(found: Iterable[Line], asked: Asked, title: str) -> Shown:
    """All rates of a period as bars."""
    values = [
        share(
            line.heading,
            Proportion(line.figure.numerator, line.figure.denominator),
            url_for("rates.rate_page", name=line.name, **asked.address()),
        )
        for line in found
    ]
    return shown(Chart(title, values, about=bars_about()), rows)


def beside(
    rate: Rate,
    found: Iterable[Rated],
    asked: Asked,
    spans: Mapping[str, Mapping[str, Any]],
) -> Shown | None:
    """One rate of several groups as bars."""
    known = {one.group: one.value for one in found if one.rate.name == rate.name}
    values = [
        _bar(rate, label(asked.by, code), known[code], within(asked, code, spans))
        for code in ordered(asked.by, known)
    ]
    title = f"{heading(rate)} · {BY[asked.by]}"
    chart = Chart(title, values, about=bars_about(), target=target_of(rate.name))
    return shown(chart, rows) if values else None


def _bar(rate: Rate, told: str, value: Proportion, address: Mapping[str, Any]) -> Value:
    return share(told, value, url_for("rates.rate_page", name=rate.name, **address))


def bars_about() -> str:
    """What a reader of bars is told."""
    return _("A bar for each, with its 95 % interval as a thin line.")


def rows_url(name: str, asked: Asked, since: date, until: date) -> str:
    """To the rows a rate is made of, in that time."""
    address = asked.address(by="", since=since.isoformat(), until=until.isoformat())
    return url_for("rates.rate_page", name=name, _anchor="rows", **address)


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
        return _("no class") if by == "class" else _("not stated")
    own: dict[str, Any] = {"unit": names.unit, "category": names.category, "group": names.category}
    if by in own:
        return str(own[by](code))
    tables = {"channel": words.CHANNEL, "track": words.TRACK}
    return words.word(tables[by], code) if by in tables else code


def _order(by: str) -> Iterable[str]:
    if by == "unit":
        return names.units()
    if by in ("category", "group"):
        return [node.code for node in names.categories().nodes()]
    return {"channel": words.CHANNEL, "track": words.TRACK}.get(by, ())
