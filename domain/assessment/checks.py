"""What scoring rules must satisfy beyond their shape before any quarter may be scored by them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from domain.assessment.measures import MEASURES, NO_DUTIES, OF_CENTRE, STRETCHES, Measure
from domain.assessment.model import Deduction, Indicator, ScoringRules, Way
from domain.assessment.numbers import FULL, numbers
from domain.rules.model import RuleError

NO_MEASURE: Final = (
    "the numerator of a measure is an act of the centre or a unit, or the reporter's own answer at "
    "a return visit; write one of"
)
NO_DUTY: Final = (
    "is a period in which people may ask or agree to something; nobody is scored by what they do"
)
NOT_OF_UNITS: Final = "is a failing of the centre, never a unit's"
NOT_REWARDED: Final = (
    "gives points for what should not have been; write inverse = true, so that only the rest does"
)
INVERTED: Final = "gives points for what was not kept; leave it out"

Findings = Iterator[tuple[str, str]]


def validate(rules: ScoringRules) -> ScoringRules:
    """The same rules, when nothing in them contradicts itself. Errors: `RuleError`."""
    for check in CHECKS:
        for path, message in check(rules):
            raise RuleError(path, message)
    return rules


def _names(rules: ScoringRules) -> Findings:
    if not rules.indicators:
        yield "indicators", "name at least one indicator"
    yield from _repeated("indicators", "id", [one.id for one in rules.indicators])
    yield from _repeated("bands", "id", [band.id for band in rules.bands])
    yield from _repeated("targets", "rate", [target.rate for target in rules.targets])


def _repeated(path: str, field: str, values: Sequence[str]) -> Findings:
    for index, value in enumerate(values):
        if value in values[:index]:
            yield f"{path}[{index}].{field}", f"{value!r} stands twice"


def _ways(rules: ScoringRules) -> Findings:
    for path, one in _indicators(rules):
        for field, way in NEEDS.items():
            if way == one.way and getattr(one, field) in (None, "", ()):
                yield f"{path}.{field}", f"way = {one.way!r} needs this field"
            if way != one.way and getattr(one, field) not in (None, "", ()):
                yield f"{path}.{field}", f"only way = {way!r} has this field"


# Which fields belong to which way, and must be there.
NEEDS: Final[Mapping[str, Way]] = {
    "target": "threshold",
    "steps": "band",
    "stretch": "percentile",
    "within_minutes": "percentile",
    "none_at_minutes": "percentile",
    "deductions": "duties",
}


def _measures(rules: ScoringRules) -> Findings:
    for path, one in _indicators(rules):
        if one.way == "duties":
            yield from _asks_nothing(path, one)
        else:
            yield from _asks(f"{path}.measure", one, rules)


def _asks_nothing(path: str, one: Indicator) -> Findings:
    if one.measure:
        yield f"{path}.measure", "way = 'duties' measures nothing but its deductions; leave it out"


def _asks(path: str, one: Indicator, rules: ScoringRules) -> Findings:
    measure = MEASURES.get(one.measure)
    if measure is None:
        yield path, f"{one.measure!r} is no measure: {NO_MEASURE} {', '.join(MEASURES)}"
    elif rules.subject not in measure.subjects:
        fitting = (name for name, other in MEASURES.items() if rules.subject in other.subjects)
        known = ", ".join(fitting)
        yield path, f"{one.measure!r} is not measured of {rules.subject}; write one of {known}"
    elif (one.way == "percentile") != (measure.name == "duration"):
        yield path, "way = 'percentile' and measure = 'duration' go together only"
    else:
        yield from _fits(path.removesuffix(".measure"), one, measure)


def _fits(path: str, one: Indicator, measure: Measure) -> Findings:
    if measure.unwanted and not one.inverse:
        yield f"{path}.inverse", f"{measure.name!r} {NOT_REWARDED}"
    if one.inverse and not measure.unwanted:
        yield f"{path}.inverse", f"with {measure.name!r} it {INVERTED}"
    if one.partly != 1 and measure.name != "satisfied":
        yield f"{path}.partly", "only measure = 'satisfied' has this field"
    if bool(one.clocks) != (measure.name == "on_time"):
        yield f"{path}.clocks", "measure = 'on_time' needs this field, and no other has it"


def _details(rules: ScoringRules) -> Findings:
    for path, one in _indicators(rules):
        for n, clock in enumerate(one.clocks):
            if clock in one.clocks[:n]:
                yield f"{path}.clocks", f"{clock!r} stands twice"
            if clock in NO_DUTIES:
                yield f"{path}.clocks", f"{clock!r} {NO_DUTY}"
        yield from _stretches(path, one, rules)
        yield from _steps(path, one)


def _stretches(path: str, one: Indicator, rules: ScoringRules) -> Findings:
    if one.way != "percentile":
        return
    known = [name for name, subjects in STRETCHES.items() if rules.subject in subjects]
    if one.stretch not in known:
        yield (
            f"{path}.stretch",
            f"{one.stretch!r} is not known here; write one of {', '.join(known)}",
        )
    if (one.none_at_minutes or 0) <= (one.within_minutes or 0):
        yield f"{path}.none_at_minutes", "write more than within_minutes"


def _steps(path: str, one: Indicator) -> Findings:
    for n, (lower, upper) in enumerate(pairwise(one.steps), 1):
        if upper.at_least <= lower.at_least:
            yield f"{path}.steps[{n}].at_least", "write the steps from the lowest up, each once"
        if upper.gives < lower.gives:
            yield f"{path}.steps[{n}].gives", "a higher step can't give less than the one before"


def _indicators(rules: ScoringRules) -> Iterable[tuple[str, Indicator]]:
    return ((f"indicators[{n}] ({one.id})", one) for n, one in enumerate(rules.indicators))


# --- deductions, points, bands, targets ---


def _deductions(rules: ScoringRules) -> Findings:
    """A failing costs once: in one of the indicators, or of the whole."""
    seen: set[str] = set()
    for path, one in _all_deductions(rules):
        if one.failing in seen:
            yield f"{path}.failing", f"{one.failing.value!r} stands twice"
        if rules.subject == "units" and one.failing in OF_CENTRE:
            yield (
                f"{path}.failing",
                f"{one.failing.value!r} {NOT_OF_UNITS}",
            )
        if one.most is not None and one.most < one.points:
            yield f"{path}.most", "can't be less than the points of one failing"
        seen.add(one.failing)


def _all_deductions(rules: ScoringRules) -> Iterator[tuple[str, Deduction]]:
    for path, one in _indicators(rules):
        yield from ((f"{path}.deductions[{n}]", found) for n, found in enumerate(one.deductions))
    yield from ((f"deductions[{n}]", found) for n, found in enumerate(rules.deductions))


def _full(rules: ScoringRules) -> Findings:
    points = sum(one.points for one in rules.indicators)
    if points != FULL:
        yield "indicators", f"all points together are {points}; write points that come to {FULL}"
    if all(one.way == "duties" for one in rules.indicators):
        yield "indicators", "name at least one indicator that measures something"


def _bands(rules: ScoringRules) -> Findings:
    if not rules.bands:
        yield "bands", "name at least one band"
        return
    starts = [band.at_least for band in rules.bands]
    for n, start in enumerate(starts):
        if start in starts[:n]:
            yield (
                f"bands[{n}] ({rules.bands[n].id}).at_least",
                "two bands can't begin alike",
            )
    if min(starts) != 0:
        yield "bands", "the lowest band begins at 0, so that every score has one"


def _targets(rules: ScoringRules) -> Findings:
    known = [name for name, one in MEASURES.items() if not one.unwanted and name != "duration"]
    for n, target in enumerate(rules.targets):
        if target.rate not in known:
            yield (
                f"targets[{n}].rate",
                f"{target.rate!r} is no measure: {NO_MEASURE} {', '.join(known)}",
            )


CHECKS: tuple[Callable[[ScoringRules], Findings], ...] = (
    numbers,
    _names,
    _ways,
    _measures,
    _details,
    _deductions,
    _full,
    _bands,
    _targets,
)
