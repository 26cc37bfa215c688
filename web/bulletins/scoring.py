"""Takes the points of a bulletin from results of quarters: those published, or computed last."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from application.coursebook import course_at
from domain.assessment.course.events import Published
from domain.assessment.model import Indicator, ScoringRules
from domain.assessment.periods import Quarter
from domain.assessment.result import Part, Result
from domain.assessment.score import Line, Scored
from domain.bulletins.figures import (
    Figures,
    IndicatorPoints,
    Named,
    QuarterUsed,
    UnitPoints,
)
from domain.bulletins.periods import Period
from domain.bulletins.yearly import Scores, mean_of, ranked, scores
from projections.courses import as_computed
from web import times
from web.assessment.sight import of_answers
from web.bulletins.naming import named, ordered
from web.service import service


class Quarterly(NamedTuple):
    """A quarter with its result: the published one, else the one computed last, else none."""

    quarter: Quarter
    result: Result | None = None
    published: Published | None = None

    @property
    def used(self) -> QuarterUsed:
        """As the figures have it."""
        rules = self._rules()
        if self.published is None:
            return QuarterUsed(self.quarter.label, rules=rules)
        pinned = self.published
        return QuarterUsed(self.quarter.label, pinned.digest, pinned.seq, rules)

    def _rules(self) -> str:
        part = self.part
        return "" if part is None else part.rules.ref

    @property
    def part(self) -> Part | None:
        """Of the units."""
        return None if self.result is None else self.result.part("units")


def quarterly(quarter: Quarter, upto: int | None = None) -> Quarterly:
    """What there is of a quarter; up to a position, what there was then."""
    desk = service().desk
    course = desk.courses.of(quarter) if upto is None else course_at(desk.log, quarter, upto)
    recorded = course.published or course.latest
    if recorded is None:
        return Quarterly(quarter)
    shown = as_computed(service(), course, recorded)
    return Quarterly(quarter, shown.result, course.published)


def of_quarter(period: Period, upto: int | None = None) -> Figures:
    """A quarter's scores with everything they are made of."""
    found = quarterly(period.quarters[0], upto)
    units, centre = found.part, None if found.result is None else found.result.part("centre")
    return Figures(
        since=period.since(times.zone()),
        until=period.until(times.zone()),
        points=_in_order(_points(units)),
        centre=tuple(_points(centre)),
        quarters=(found.used,),
        indicators=_indicators(units),
        centre_indicators=_indicators(centre),
        bands=_bands(units),
    )


def of_year(period: Period, upto: int | None = None) -> Figures:
    """The mean of the published quarters, ranked within classes."""
    found = [quarterly(one, upto) for one in period.quarters]
    return Figures(
        since=period.since(times.zone()),
        until=period.until(times.zone()),
        points=_in_order(ranked(mean_of(_published(found)))),
        quarters=tuple(one.used for one in found),
    )


def beside(
    period: Period, upto: int | None = None
) -> tuple[tuple[UnitPoints, ...], tuple[QuarterUsed, ...]]:
    """The published quarters of half a year, for its circular; nobody is ranked by them."""
    found = [quarterly(one, upto) for one in period.quarters]
    return _in_order(mean_of(_published(found))), tuple(one.used for one in found)


def _published(found: Iterable[Quarterly]) -> list[Scores]:
    return [scores(one.quarter.label, one.part) for one in found if one.published is not None]


def _in_order(units: Sequence[UnitPoints]) -> tuple[UnitPoints, ...]:
    """As the register has them, with what they are called."""
    known = {one.code: one for one in units}
    return tuple(_called(known[code]) for code in ordered(known))


def _called(one: UnitPoints) -> UnitPoints:
    name, name_en = named(one.code)
    return replace(one, name=name, name_en=name_en)


def _points(part: Part | None) -> list[UnitPoints]:
    return [] if part is None else [_of_unit(one.scored) for one in part.units]


def _of_unit(scored: Scored) -> UnitPoints:
    lost = [*scored.deducted, *(each for line in scored.lines for each in line.deducted)]
    return UnitPoints(
        scored.unit,
        scored.unit,
        unit_class=scored.unit_class,
        total=scored.total,
        gained=scored.gained,
        deducted=sum((one.points for one in lost), Decimal(0)),
        failings=sum(one.times for one in lost),
        band=scored.band,
        enough=scored.enough,
        rank=scored.rank,
        lines=tuple(_line(line) for line in scored.lines),
    )


def _line(line: Line) -> IndicatorPoints:
    tally = line.tally
    return IndicatorPoints(
        line.indicator, tally.kept, tally.due, line.of, line.points, line.few, tally.value
    )


def _rules(part: Part) -> ScoringRules:
    return service().desk.scoring.get(part.rules.ref)


def _indicators(part: Part | None) -> tuple[Named, ...]:
    return () if part is None else tuple(_indicator(one) for one in _rules(part).indicators)


def _indicator(one: Indicator) -> Named:
    return Named(one.id, one.title, one.title_en, one.points, of_answers(one))


def _bands(part: Part | None) -> tuple[Named, ...]:
    if part is None:
        return ()
    return tuple(Named(one.id, one.title, one.title_en, one.at_least) for one in _rules(part).bands)
