"""Every command on a quarter's course."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from application.assessment.matters import number_of, numbers_of
from application.assessment.recording import record
from application.desk import Desk
from application.registry import Units
from domain import errors
from domain.assessment.course import Course, computing, excluding, objecting, signing
from domain.assessment.course import events as e
from domain.assessment.course.state import subject_of
from domain.assessment.model import ScoringRules, Subject
from domain.assessment.periods import Quarter
from domain.assessment.result import Result, digest
from domain.case.events import Actor
from domain.case.failings import Failing
from domain.units import CENTRE


def end_quarter(desk: Desk, quarter: Quarter, by: Actor) -> Course:
    """Before it is counted for the record. Errors: as `computing.end`."""
    ends = quarter.until(_zone(desk))
    return record(
        desk, quarter, by, lambda course, at: computing.end(course, quarter.label, ends, at, by)
    )


def compute(desk: Desk, result: Result, by: Actor) -> Course:
    """Record what a quarter came to.

    Errors: as `computing.compute`, and `ResultMoved` when an exclusion was approved meanwhile.
    """
    quarter = Quarter.parse(result.quarter)
    came = computing.Came(
        quarter=quarter.label,
        ends=quarter.until(_zone(desk)),
        pins=pins_of(result),
        seq=result.seq,
        as_of=result.as_of,
        digest=digest(result),
    )

    def decide(course: Course, at: datetime) -> list[e.QuarterEvent]:
        if any(_left_out(course, one.rules.subject) != one.exclusions for one in result.parts):
            raise errors.ResultMoved
        return computing.compute(course, came, at, by)

    return record(desk, quarter, by, decide)


def open_review(desk: Desk, quarter: Quarter, by: Actor) -> Course:
    """Let the units object as long as the pinned rules say. Errors: `computing.open_review`."""

    def decide(course: Course, at: datetime) -> list[e.QuarterEvent]:
        if course.latest is None:
            return computing.open_review(course, at, at, by)
        return computing.open_review(course, review_end(desk, course.latest, at), at, by)

    return record(desk, quarter, by, decide)


def propose_exclusion(desk: Desk, quarter: Quarter, asked: excluding.Asked, by: Actor) -> Course:
    """Errors: as `excluding.propose`, and `CaseUnknown`, `NoSuchEvent`."""

    def decide(course: Course, at: datetime) -> list[e.QuarterEvent]:
        number = number_of(desk, asked.number, asked.evidence, by)
        known = known_of(desk, quarter, course, asked.subject)
        return excluding.propose(course, asked._replace(number=number), known, at, by)

    return record(desk, quarter, by, decide)


def decide_exclusion(
    desk: Desk, quarter: Quarter, exclusion: int, reason: str, by: Actor, *, approved: bool
) -> Course:
    """Errors: as `excluding.decide`."""
    return record(
        desk,
        quarter,
        by,
        lambda course, at: excluding.decide(course, exclusion, reason, at, by, approved=approved),
    )


def lodge_objection(desk: Desk, quarter: Quarter, ground: objecting.Ground, by: Actor) -> Course:
    """Errors: as `objecting.lodge`, and `UnitUnknown`, `CaseUnknown`, `NoSuchEvent`."""
    _require_unit(desk, ground.unit)

    def decide(course: Course, at: datetime) -> list[e.QuarterEvent]:
        objecting.require_side(ground.unit, by)  # before anything is said about a matter
        known = known_of(desk, quarter, course, subject_of(ground.unit))
        named = _with_number(desk, ground, by)
        return objecting.lodge(course, named, known, at, by)

    return record(desk, quarter, by, decide)


def withdraw_objection(desk: Desk, quarter: Quarter, objection: int, by: Actor) -> Course:
    """Errors: as `objecting.withdraw`."""
    return record(
        desk, quarter, by, lambda course, at: objecting.withdraw(course, objection, at, by)
    )


def rule_objection(
    desk: Desk, quarter: Quarter, objection: int, ruling: objecting.Ruling, by: Actor
) -> Course:
    """Errors: as `objecting.rule`, and `CaseUnknown`."""

    def decide(course: Course, at: datetime) -> list[e.QuarterEvent]:
        named = ruling._replace(numbers=numbers_of(desk, ruling.numbers, by))
        return objecting.rule(course, objection, named, at, by)

    return record(desk, quarter, by, decide)


def sign(desk: Desk, result: Result, by: Actor) -> Course:
    """`result` as it comes out again as of the position that was computed.

    Errors: as `signing.sign`.
    """
    found = digest(result)
    quarter = Quarter.parse(result.quarter)
    return record(desk, quarter, by, lambda course, at: signing.sign(course, found, at, by))


def record_consequence(
    desk: Desk, quarter: Quarter, asked: tuple[str, e.Kind, str], by: Actor
) -> Course:
    """For a unit, of a kind, for a reason. Errors: `signing.record_consequence`, `UnitUnknown`."""
    unit, kind, reason = asked
    _require_unit(desk, unit)
    return record(
        desk,
        quarter,
        by,
        lambda course, at: signing.record_consequence(course, unit, kind, reason, at, by),
    )


def revoke_consequence(
    desk: Desk, quarter: Quarter, consequence: int, reason: str, by: Actor
) -> Course:
    """Errors: as `signing.revoke_consequence`."""
    return record(
        desk,
        quarter,
        by,
        lambda course, at: signing.revoke_consequence(course, consequence, reason, at, by),
    )


def pins_of(result: Result) -> tuple[e.Pin, ...]:
    """By which rules it was scored."""
    parts = [one.rules for one in result.parts]
    return tuple(e.Pin(one.subject, one.ref, one.sha256) for one in parts)


def rules_of(desk: Desk, quarter: Quarter, course: Course, subject: Subject) -> ScoringRules:
    """The rules it was computed by; before that, those in force for it."""
    pins = course.latest.pins if course.latest is not None else ()
    pinned = next((one.rules for one in pins if one.subject == subject), "")
    if pinned:
        return desk.scoring.get(pinned)
    return desk.scoring.in_force(subject, quarter.first)


def known_of(desk: Desk, quarter: Quarter, course: Course, subject: Subject) -> Collection[str]:
    """What may be objected to: the indicators of the rules, and the kinds of failings."""
    rules = rules_of(desk, quarter, course, subject)
    return {*(one.id for one in rules.indicators), *Failing}


def review_end(desk: Desk, computed: e.Computed, at: datetime) -> datetime:
    """The end of the last day on which the units may object, by the rules that give them most."""
    days = max(desk.scoring.get(one.rules).objection_days for one in computed.pins)
    zone = _zone(desk)
    last = at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(last + timedelta(days=1), time(), zone)


def _left_out(course: Course, subject: Subject) -> tuple[object, ...]:
    found = course.counted_out(subject)
    return tuple(sorted(found, key=lambda one: (one.number, one.indicator)))


def _with_number(desk: Desk, ground: objecting.Ground, by: Actor) -> objecting.Ground:
    if not ground.number:
        return ground
    return ground._replace(number=number_of(desk, ground.number, ground.evidence, by, ground.unit))


def _require_unit(desk: Desk, code: str) -> None:
    if code != CENTRE and code not in Units(desk.log):
        raise errors.UnitUnknown(unit=code)


def _zone(desk: Desk) -> ZoneInfo:
    return ZoneInfo(desk.settings.timezone)
