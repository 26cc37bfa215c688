"""A result as it reads: each indicator with numerator and denominator, per cent and points."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from domain.assessment.measures import MEASURES
from domain.assessment.model import Band, Indicator, ScoringRules
from domain.assessment.result import Part, UnitResult
from domain.assessment.score import Line
from projections.queries.proportion import Proportion
from web import names, times, words
from web.i18n import language
from web.rates.figures import Figure, figure
from web.service import service
from web.wording import _

NONE: Final = "—"


class Cell(NamedTuple):
    """One indicator of one unit."""

    about: Indicator
    figure: Figure
    counted: bool  # False where points are only taken off it
    took: str  # of a percentile: what it came to
    points: str
    of: str
    few: bool

    @property
    def id(self) -> str:
        """The indicator's code."""
        return self.about.id

    @property
    def heading(self) -> str:
        """What it is called."""
        return heading(self.about)

    @property
    def definition(self) -> str:
        """What it counts."""
        return definition(self.about)


class Row(NamedTuple):
    """One unit of the table."""

    code: str
    name: str
    total: str
    band: str
    rank: int | None
    few: bool  # too few to rank
    cells: list[Cell]
    times: int  # failings that cost points
    off: str


class Group(NamedTuple):
    """The units of one class: compared with each other and with nobody else."""

    name: str
    rows: list[Row]


def rules_of(part: Part) -> ScoringRules:
    """By which it was scored."""
    return service().desk.scoring.get(part.rules.ref)


def groups(part: Part) -> list[Group]:
    """By class; the classes and the units in the order of the register, never by a figure."""
    places = {code: n for n, code in enumerate(names.units())}
    ordered = sorted(part.units, key=lambda one: places.get(one.scored.unit, len(places)))
    rules = rules_of(part)
    found: dict[str, list[Row]] = {}
    for one in ordered:
        found.setdefault(one.scored.unit_class, []).append(row(one, rules))
    return [Group(name or _("Not classed"), rows) for name, rows in found.items()]


def row(one: UnitResult, rules: ScoringRules) -> Row:
    """One unit with each of its indicators."""
    scored = one.scored
    known = {indicator.id: indicator for indicator in rules.indicators}
    lost = [*scored.deducted, *(each for line in scored.lines for each in line.deducted)]
    return Row(
        scored.unit,
        names.unit(scored.unit),
        points(scored.total),
        band(rules, scored.band),
        scored.rank,
        scored.total is not None and not scored.enough,
        [cell(line, known[line.indicator]) for line in scored.lines],
        sum(each.times for each in lost),
        points(sum((each.points for each in lost), Decimal(0))),
    )


def cell(line: Line, indicator: Indicator) -> Cell:
    """One indicator as it reads."""
    tally = line.tally
    timed = indicator.way == "percentile"
    return Cell(
        indicator,
        figure(Proportion(tally.kept, tally.due)),
        indicator.way != "duties",
        times.exact(tally.value / 1000) if timed and tally.value is not None else "",
        points(line.points),
        points(line.of),
        line.few,
    )


def heading(indicator: Indicator | Band | ScoringRules) -> str:
    """What it is called in the language of the page."""
    return indicator.title_en if language() == "en" else indicator.title


def definition(indicator: Indicator) -> str:
    """What it counts, and of which time limits."""
    measure = MEASURES.get(indicator.measure)
    if measure is None:
        return _("All points, less those of the failings listed")
    said = measure.en if language() == "en" else measure.zh
    clocks = ", ".join(words.word(words.CLOCK, one) for one in indicator.clocks)
    return f"{said} ({clocks})" if clocks else said


def points(value: Decimal | None) -> str:
    """With its digits; "—" where nothing was due, which is no zero."""
    return NONE if value is None else f"{value:.2f}"


def band(rules: ScoringRules, code: str) -> str:
    """What a band is called; "" for none."""
    found = next((one for one in rules.bands if one.id == code), None)
    return heading(found) if found is not None else ""


def about(rules: Iterable[ScoringRules], code: str) -> str:
    """An indicator, or a kind of failing, in words; "" for all."""
    if code in words.FAILING:
        return words.word(words.FAILING, code)
    found = [one for each in rules for one in each.indicators if one.id == code]
    return heading(found[0]) if found else code


def only(cells: Sequence[Cell], ids: Iterable[str]) -> list[Cell]:
    """Of these indicators."""
    wanted = frozenset(ids)
    return [one for one in cells if one.id in wanted]
