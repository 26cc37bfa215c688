"""How great the numbers of scoring rules may be, and how finely they may be written."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from domain.assessment.model import Deduction, Indicator, ScoringRules

FULL: Final = Decimal(100)  # points of a set together, so that scores and bands mean the same
PLACES: Final = 4  # digits after the point
MINUTES: Final = 366 * 24 * 60  # no response time is measured in years

Findings = Iterator[tuple[str, str]]


def numbers(rules: ScoringRules) -> Findings:
    """Each that is none, too great, or too fine."""
    yield from _within("ranked_share", rules.ranked_share, most=Decimal(1))
    for n, one in enumerate(rules.indicators):
        path = f"indicators[{n}] ({one.id})"
        yield from _of_indicator(path, one)
        yield from _of_deductions(f"{path}.deductions", one.deductions)
    yield from _of_deductions("deductions", rules.deductions)
    for n, band in enumerate(rules.bands):
        yield from _within(f"bands[{n}] ({band.id}).at_least", band.at_least, most=FULL)
    for n, target in enumerate(rules.targets):
        yield from _within(f"targets[{n}].at_least", target.at_least, most=Decimal(1))


def _of_indicator(path: str, one: Indicator) -> Findings:
    yield from _within(f"{path}.points", one.points, most=FULL, over=True)
    yield from _within(f"{path}.partly", one.partly, most=Decimal(1))
    if one.target is not None:
        yield from _within(f"{path}.target", one.target, most=Decimal(1), over=True)
    for n, step in enumerate(one.steps):
        yield from _within(f"{path}.steps[{n}].at_least", step.at_least, most=Decimal(1))
        yield from _within(f"{path}.steps[{n}].gives", step.gives, most=Decimal(1))
    for name in ("within_minutes", "none_at_minutes"):
        if (getattr(one, name) or 0) > MINUTES:
            yield f"{path}.{name}", f"write at most {MINUTES} minutes"


def _of_deductions(path: str, deductions: Sequence[Deduction]) -> Findings:
    for n, one in enumerate(deductions):
        yield from _within(f"{path}[{n}].points", one.points, most=FULL, over=True)
        if one.most is not None:
            yield from _within(f"{path}[{n}].most", one.most, most=FULL)


def _within(path: str, number: Decimal, *, most: Decimal, over: bool = False) -> Findings:
    """A number that is none, or has no end, is caught first: it can't be compared."""
    if not number.is_finite() or not 0 <= number <= most or (over and number == 0):
        yield path, f"write a number {'over' if over else 'from'} 0 and at most {most}"
    elif -int(number.as_tuple().exponent) > PLACES:
        yield path, f"write at most {PLACES} digits after the point"
