"""Turns what was counted into points and a score: pure, exact, the same on every machine.

Shares are fractions until they give points, which are rounded half up to `PLACES`; a score is made
of the rounded points, so that whoever adds up what is printed gets what is printed.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from domain.assessment.model import Deduction, Indicator, ScoringRules

PLACES: Final = Decimal("0.01")
NONE: Final = Decimal("0.00")
MINUTE: Final = 60_000  # ms


class Tally(Struct, frozen=True):
    """What one indicator counted for one unit.

    `partly` of the kept are those basically satisfied; `value` is a percentile in milliseconds,
    of `due` measured.
    """

    kept: int
    due: int
    partly: int = 0
    value: int | None = None


class Failed(Struct, frozen=True, gc=False):
    """A proven failing that is not struck: of which case, shown by which of its events."""

    failing: str
    number: str
    proof: tuple[int, ...]


class Account(NamedTuple):
    """Everything that is counted of one unit; tallies by the id of their indicator."""

    unit: str
    unit_class: str
    tallies: Mapping[str, Tally]
    failings: Sequence[Failed] = ()


class Deducted(Struct, frozen=True):
    """Points off for the failings of one kind; `times` of them."""

    failing: str
    times: int
    points: Decimal


class Line(Struct, frozen=True):
    """One indicator: `points` None where nothing was due; `few` where that is too few."""

    indicator: str
    tally: Tally
    of: Decimal
    points: Decimal | None
    few: bool
    deducted: tuple[Deducted, ...] = ()


class Scored(Struct, frozen=True):
    """考核得分: of one unit; `total` None where nothing was due, `rank` None where not ranked."""

    unit: str
    unit_class: str
    lines: tuple[Line, ...]
    deducted: tuple[Deducted, ...]
    gained: Decimal | None
    total: Decimal | None
    band: str
    enough: bool
    rank: int | None = None


def score(rules: ScoringRules, accounts: Sequence[Account]) -> list[Scored]:
    """The scores of all, in the order of their codes; units are ranked within their class."""
    scored = [_scored(rules, account) for account in sorted(accounts, key=lambda one: one.unit)]
    return _ranked(scored) if rules.subject == "units" else scored


def _scored(rules: ScoringRules, account: Account) -> Scored:
    lines = _lines(rules, account)
    deducted = _deducted(rules.deductions, account.failings)
    gained = _gained(lines)
    total = None if gained is None else max(gained - _sum(deducted), NONE)
    return Scored(
        account.unit,
        account.unit_class,
        lines,
        deducted,
        gained,
        total,
        _band(rules, total),
        _enough(rules, lines),
    )


def _lines(rules: ScoringRules, account: Account) -> tuple[Line, ...]:
    """Duties are asked of whom anything else was due from."""
    counted = [_line(rules, one, account) for one in rules.indicators]
    if any(line.points is not None and line.tally.due for line in counted):
        return tuple(counted)
    return tuple(replace(line, points=None) for line in counted)


def _line(rules: ScoringRules, indicator: Indicator, account: Account) -> Line:
    if indicator.way == "duties":
        deducted = _deducted(indicator.deductions, account.failings)
        left = _round(max(indicator.points - _sum(deducted), NONE))
        return Line(indicator.id, Tally(0, 0), indicator.points, left, few=False, deducted=deducted)
    tally = account.tallies.get(indicator.id, Tally(0, 0))
    share = None if tally.due == 0 else _share(indicator, tally)
    points = None if share is None else _round(share * Fraction(indicator.points))
    few = 0 < tally.due < rules.minimum
    return Line(indicator.id, tally, indicator.points, points, few)


def _share(indicator: Indicator, tally: Tally) -> Fraction:
    """What share of its points an indicator gives: between none and all."""
    if indicator.way == "percentile":
        return _quickness(indicator, tally)
    partly = Fraction(tally.partly) * (1 - Fraction(indicator.partly))
    kept = (tally.kept - partly) / tally.due
    kept = min(max(1 - kept if indicator.inverse else kept, Fraction(0)), Fraction(1))
    if indicator.way == "threshold":
        return Fraction(int(kept >= Fraction(indicator.target or 0)))
    if indicator.way == "band":
        reached = [step.gives for step in indicator.steps if kept >= Fraction(step.at_least)]
        return Fraction(max(reached, default=NONE))
    return kept


def _quickness(indicator: Indicator, tally: Tally) -> Fraction:
    within = (indicator.within_minutes or 0) * MINUTE
    none_at = (indicator.none_at_minutes or 0) * MINUTE
    took = tally.value or 0
    if took <= within:
        return Fraction(1)
    left = Fraction(none_at - took, none_at - within) if none_at > within else Fraction(0)
    return max(left, Fraction(0))


def _gained(lines: Sequence[Line]) -> Decimal | None:
    """Points of what was due, scaled to all points: what was not due counts neither way."""
    counted = [line for line in lines if line.points is not None]
    if not counted:
        return None
    gained = sum((Fraction(line.points or 0) for line in counted), Fraction(0))
    due = sum((Fraction(line.of) for line in counted), Fraction(0))
    full = sum((Fraction(line.of) for line in lines), Fraction(0))
    return _round(min(gained * full / due, full))  # rounded points may add up to a little more


def _deducted(rules: Sequence[Deduction], failings: Sequence[Failed]) -> tuple[Deducted, ...]:
    found, counted = [], Counter(one.failing for one in failings)
    for rule in rules:
        times = counted[rule.failing]
        if times:
            off = times * rule.points
            off = off if rule.most is None else min(off, rule.most)
            found.append(Deducted(rule.failing.value, times, _round(off)))
    return tuple(found)


def _sum(deducted: Sequence[Deducted]) -> Decimal:
    return sum((one.points for one in deducted), NONE)


def _band(rules: ScoringRules, total: Decimal | None) -> str:
    if total is None:
        return ""
    reached = [band for band in rules.bands if total >= band.at_least]
    return max(reached, key=lambda band: band.at_least).id if reached else ""


def _enough(rules: ScoringRules, lines: Sequence[Line]) -> bool:
    """Whether what was counted often enough carries the share of points that ranking asks for."""
    full = sum((line.of for line in lines), NONE)
    often = sum((line.of for line in lines if line.tally.due >= rules.minimum), NONE)
    return often > 0 and often >= full * rules.ranked_share


def _ranked(scored: Sequence[Scored]) -> list[Scored]:
    """With their places within their class; equal scores share one."""
    totals: dict[str, list[Decimal]] = {}
    for one in scored:
        if one.total is not None and one.enough:
            totals.setdefault(one.unit_class, []).append(one.total)
    for known in totals.values():
        known.sort()
    return [replace(one, rank=_place(one, totals.get(one.unit_class, []))) for one in scored]


def _place(one: Scored, totals: Sequence[Decimal]) -> int | None:
    """One more than there are greater totals in the class."""
    if one.total is None or not one.enough:
        return None
    return 1 + len(totals) - bisect_right(totals, one.total)


def _round(value: Fraction | Decimal) -> Decimal:
    """To the last digit printed, half up."""
    if isinstance(value, Decimal):
        return value.quantize(PLACES, ROUND_HALF_UP)
    scaled = value * 100
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole) * PLACES
