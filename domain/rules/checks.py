"""What a rule set must satisfy beyond its shape before any case may run under it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import combinations, pairwise, product
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.rules.clocks import particularity
from domain.rules.ladder import rungs
from domain.rules.lawful import unlawful_texts
from domain.rules.model import (
    Above,
    ClockRule,
    EntryRule,
    EscalationRule,
    Kind,
    PauseRule,
    RuleError,
    RuleSet,
    Track,
)

TRACKS: tuple[str, ...] = get_args(Track)
ABOVE: tuple[str, ...] = get_args(Above)
NO_PETITION = (
    "name the tracks, petition not among them: nobody is timed on reaching people who complain"
)
UNLAWFUL_PAUSE = (
    "petition clocks stand still only for the hearing in a re-review (kinds rereview, reason "
    "hearing), hotline clocks only while waiting_for_reporter, others never"
)


Findings = Iterator[tuple[str, str]]


def validate(rules: RuleSet) -> RuleSet:
    """The same rule set, when nothing in it contradicts itself or the law. Errors: `RuleError`."""
    for check in CHECKS:
        for path, message in check(rules):
            raise RuleError(path, message)
    return rules


def _head(rules: RuleSet) -> Findings:
    if rules.day_from >= rules.day_to:
        yield "day_from", "the day must begin before it ends (day_to)"
    if rules.entry.supervisor_after_minutes < rules.entry.reason_after_minutes:
        yield "entry.supervisor_after_minutes", "can't be less than reason_after_minutes"
    yield from _too_soon(rules.entry)
    try:
        ZoneInfo(rules.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        yield "timezone", f"there is no time zone {rules.timezone!r}; write e.g. Asia/Shanghai"


def _too_soon(entry: EntryRule) -> Findings:
    refused = entry.refused_after_days
    if refused and timedelta(days=refused) < timedelta(minutes=entry.supervisor_after_minutes):
        yield "entry.refused_after_days", "can't end before supervisor_after_minutes begins"


def _hours(rules: RuleSet) -> Findings:
    for index, span in enumerate(rules.hours):
        if span.opens >= span.closes:
            yield f"hours[{index}]", "it must begin (opens) before it ends (closes)"
        if index and span.opens < rules.hours[index - 1].closes:
            yield f"hours[{index}].opens", "it begins before the one above has ended"


def _tracks(rules: RuleSet) -> Findings:
    named = [rule.track for rule in rules.tracks]
    yield from _repeated("tracks", "track", named)
    for missing in sorted(set(TRACKS) - set(named)):
        yield "tracks", f"say what the track {missing!r} asks for"


def _names(rules: RuleSet) -> Findings:
    yield from _repeated("levels", "code", [level.code for level in rules.levels])
    yield from _repeated("zones", "code", [zone.code for zone in rules.zones])
    grades = [f"{grade.track}.{grade.code}" for grade in rules.grades]
    yield from _repeated("grades", "code", grades)
    yield from _repeated("clocks", "id", [rule.id for rule in rules.clocks])
    if not rules.levels:
        yield "levels", "name at least one level"


def _repeated(path: str, field: str, values: Sequence[str]) -> Findings:
    for index, value in enumerate(values):
        if value in values[:index]:
            yield f"{path}[{index}].{field}", f"{value!r} stands twice"


def _clocks(rules: RuleSet) -> Findings:
    for path, rule in _paths(rules):
        if rule.night is not None and rule.unit != "minutes":
            yield f"{path}.night", "only a limit in minutes has another span by night"
        if rule.roll_over and rule.unit not in {"days", "months"}:
            yield f"{path}.roll_over", "only a limit in days or months can end on a rest day"
        yield from _arrival(path, rule)
        yield from _unknown(f"{path}.zones", rule.zones, {zone.code for zone in rules.zones})
        yield from _unknown(f"{path}.grades", rule.grades, _grades(rules, rule))


def _paths(rules: RuleSet) -> Iterable[tuple[str, ClockRule]]:
    return ((f"clocks[{n}] ({rule.id})", rule) for n, rule in enumerate(rules.clocks))


def _arrival(path: str, rule: ClockRule) -> Findings:
    if rule.kind == "arrive" and (not rule.tracks or "petition" in rule.tracks):
        yield (
            f"{path}.tracks",
            NO_PETITION,
        )


def _grades(rules: RuleSet, rule: ClockRule) -> set[str]:
    tracks = rule.tracks or TRACKS
    return {grade.code for grade in rules.grades if grade.track in tracks}


def _unknown(path: str, named: tuple[str, ...], known: set[str]) -> Findings:
    for value in named:
        if value and value not in known:
            known_ones = ", ".join(sorted(known)) or "none"
            yield path, f"{value!r} is not declared for these tracks (declared: {known_ones})"


def _rivals(rules: RuleSet) -> Findings:
    for (_, one), (path, other) in combinations(_paths(rules), 2):
        if _contend(one, other):
            yield path, f"{one.id!r} is for the same cases; make one of them more particular"


def _contend(one: ClockRule, other: ClockRule) -> bool:
    if one.kind != other.kind or particularity(one) != particularity(other):
        return False
    asked = ((one.tracks, other.tracks), (one.grades, other.grades), (one.zones, other.zones))
    return all(not mine or set(mine) & set(theirs) for mine, theirs in asked)


def _extensions(rules: RuleSet) -> Findings:
    named = [f"{rule.track}.{kind}" for rule in rules.extensions for kind in rule.kinds]
    for value in sorted({value for value in named if named.count(value) > 1}):
        yield "extensions", f"two rules extend {value!r}"
    for index, rule in enumerate(rules.extensions):
        for kind in rule.kinds:
            if not _has_clock(rules, rule.track, kind):
                yield f"extensions[{index}].kinds", f"{rule.track} has no clock {kind!r} to extend"


def _has_clock(rules: RuleSet, track: str, kind: str) -> bool:
    clocks = (rule for rule in rules.clocks if rule.kind == kind)
    return any(not rule.tracks or track in rule.tracks for rule in clocks)


def _pauses(rules: RuleSet) -> Findings:
    for index, rule in enumerate(rules.pauses):
        if not _lawful(rule):
            yield (
                f"pauses[{index}]",
                UNLAWFUL_PAUSE,
            )


def _lawful(rule: PauseRule) -> bool:
    if rule.track == "petition":
        return rule.reason == "hearing" and rule.kinds == ("rereview",)
    return rule.track == "hotline" and rule.reason == "waiting_for_reporter"


def _ladder(rules: RuleSet) -> Findings:
    """Ids once; again only where there is a next time; up the ladder, never down."""
    named = [rule.id for rule in rules.reminders]
    named += [rule.id for rule in rules.urges]
    named += [rule.id for rule in rules.escalations]
    named += [rule.id for rule in rules.periods]
    yield from _repeated("reminders, urges, escalations, periods", "id", named)
    for index, urge in enumerate(rules.urges):
        if urge.times > 1 and not urge.again:
            yield f"urges[{index}] ({urge.id}).again", "say how long after the first it is urged"
    for track, kind in product(TRACKS, get_args(Kind)):
        yield from _climb(rules, track, kind)


def _climb(rules: RuleSet, track: str, kind: str) -> Findings:
    rules_of = [rung for rung in rungs(rules, track, kind) if isinstance(rung, EscalationRule)]
    for lower, upper in pairwise(sorted(rules_of, key=lambda rung: ABOVE.index(rung.to))):
        if lower.to == upper.to:
            yield "escalations", f"{lower.id!r} and {upper.id!r} both go to {lower.to} for {kind}"
        elif _how_long(upper) < _how_long(lower):
            yield (
                f"escalations ({upper.id}).after",
                f"{upper.to} can't be told before {lower.to} ({lower.id!r}) is",
            )


def _how_long(rule: EscalationRule) -> timedelta:
    """Roughly, to put rungs in order: a working day is as long as a day."""
    name = "days" if rule.unit == "working_days" else rule.unit
    return timedelta(**{name: rule.after})


CHECKS: tuple[Callable[[RuleSet], Findings], ...] = (
    _head,
    _hours,
    _tracks,
    _names,
    _clocks,
    _rivals,
    _extensions,
    _pauses,
    _ladder,
    unlawful_texts,
)
