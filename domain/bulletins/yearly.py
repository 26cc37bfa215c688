"""年度考核: what the published quarters of a year come to: each weighs the same.

A unit's score is the mean of its scores in those published quarters in which anything was due from
it, rounded half up to the last digit printed. It is ranked within its class if enough was counted
of it in more than half of the published quarters. Who had no score has none, not zero.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from msgspec.structs import replace

from domain.assessment.result import Part
from domain.assessment.score import PLACES, Scored
from domain.bulletins.figures import QuarterTotal, UnitPoints

NONE = Decimal(0)


class Scores(NamedTuple):
    """The units' scores of one published quarter."""

    quarter: str
    units: Mapping[str, Scored]


def scores(quarter: str, part: Part | None) -> Scores:
    """Those of a result."""
    units = () if part is None else part.units
    return Scores(quarter, {one.scored.unit: one.scored for one in units})


def mean_of(quarters: Sequence[Scores]) -> list[UnitPoints]:
    """Every unit with a line in one of them, by code; the class is that of its last line."""
    codes = sorted({code for one in quarters for code in one.units})
    return [_unit(code, quarters) for code in codes]


def ranked(units: Sequence[UnitPoints]) -> list[UnitPoints]:
    """The same with ranks within each class; equal scores share a place."""
    return [replace(one, rank=_rank(one, units)) for one in units]


def _unit(code: str, quarters: Sequence[Scores]) -> UnitPoints:
    lines = [(one.quarter, one.units.get(code)) for one in quarters]
    known = [line for _, line in lines if line is not None]
    often = sum(line.enough for line in known)
    return UnitPoints(
        code,
        code,
        unit_class=known[-1].unit_class,
        total=_mean([line.total for line in known if line.total is not None]),
        enough=2 * often > len(quarters),
        quarters=tuple(_quarter(quarter, line) for quarter, line in lines),
    )


def _quarter(quarter: str, line: Scored | None) -> QuarterTotal:
    if line is None:
        return QuarterTotal(quarter)
    return QuarterTotal(quarter, line.total, line.enough)


def _mean(totals: Sequence[Decimal]) -> Decimal | None:
    if not totals:
        return None
    return (sum(totals, NONE) / len(totals)).quantize(PLACES, ROUND_HALF_UP)


def _rank(one: UnitPoints, units: Sequence[UnitPoints]) -> int | None:
    if not _counts(one):
        return None
    peers = [other for other in units if other.unit_class == one.unit_class and _counts(other)]
    return 1 + sum((other.total or NONE) > (one.total or NONE) for other in peers)


def _counts(one: UnitPoints) -> bool:
    return one.total is not None and one.enough
