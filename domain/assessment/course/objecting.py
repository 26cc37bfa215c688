"""Objections of units while the review lasts, and the rulings of the inspection office on them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from domain import errors
from domain.assessment.course import events as e
from domain.assessment.course.excluding import require_known, stands
from domain.assessment.course.rights import (
    checked,
    inspects,
    leads,
    require_inspection,
    require_unpublished,
)
from domain.assessment.course.state import Course, Objection, subject_of
from domain.case.events import Actor
from domain.case.words import Role
from domain.units import CENTRE


class Ground(NamedTuple):
    """What a unit objects to: an indicator, a failing shown by a matter, or a matter as such."""

    unit: str
    about: e.About
    of: str = ""
    number: str = ""
    reason: str = ""
    evidence: tuple[int, ...] = ()
    note: str = ""


def lodge(
    course: Course, ground: Ground, known: Collection[str], at: datetime, by: Actor
) -> list[e.QuarterEvent]:
    """申诉: by the unit's leader, or by the inspection office on its behalf.

    Sent again while it is open, it changes nothing. `known` as for an exclusion.
    Errors: `NotYourRole`, `NotYourUnit`, `QuarterPublished`, `NoReview`, `ReviewOver`,
    `FieldMissing`, `IndicatorUnknown`, and of texts.
    """
    require_side(ground.unit, by)
    require_unpublished(course)
    _require_review(course, at)
    _require_ground(ground, known)
    asked = e.Objected(
        at=at,
        by=by,
        objection=len(course.objections) + 1,
        unit=ground.unit,
        about=ground.about,
        of=ground.of,
        number=ground.number,
        reason=checked("reason", ground.reason),
        evidence=ground.evidence,
        note=checked("note", ground.note, needed=False),
    )
    return [] if any(_same(one.asked, asked) for one in course.open_objections) else [asked]


def withdraw(course: Course, number: int, at: datetime, by: Actor) -> list[e.QuarterEvent]:
    """Object no more: by whoever lodged it, or the unit's leader; again changes nothing.

    Errors: `NotYourUnit`, `QuarterPublished`, `ObjectionUnknown`, `ObjectionDecided`.
    """
    objection = objection_of(course, number)
    unit = objection.asked.unit
    if not (leads(by, unit) or by.user == objection.asked.by.user):
        raise errors.NotYourUnit(unit=unit, own=by.unit)
    require_unpublished(course)
    if objection.state == "withdrawn":
        return []
    _require_open(objection)
    return [e.ObjectionWithdrawn(at=at, by=by, objection=number)]


class Ruling(NamedTuple):
    """Upheld, with the matters that then don't count; or rejected. Why is said either way."""

    upheld: bool
    reason: str
    numbers: tuple[str, ...] = ()


def rule(
    course: Course, number: int, ruling: Ruling, at: datetime, by: Actor
) -> list[e.QuarterEvent]:
    """裁定 by the inspection office: never by who lodged it, never by somebody of that unit.

    Upheld against a failing or a matter, that one no longer counts; against an indicator, the
    matters named, or none where the record itself was corrected.
    Errors: `NotYourRole`, `QuarterPublished`, `ObjectionUnknown`, `ObjectionDecided`,
    `OwnObjection`, `OwnScore`, and of texts.
    """
    require_inspection(by)
    require_unpublished(course)
    objection = objection_of(course, number)
    _require_open(objection)
    asked = objection.asked
    if asked.by.user == by.user:
        raise errors.OwnObjection(objection=number)
    if asked.unit != CENTRE and asked.unit == by.unit:
        raise errors.OwnScore(needed=Role.SUPERVISOR)
    reason = checked("reason", ruling.reason)
    excluded = _excluded(course, asked, ruling.numbers) if ruling.upheld else ()
    return [
        e.ObjectionRuled(
            at=at, by=by, objection=number, upheld=ruling.upheld, reason=reason, excluded=excluded
        )
    ]


def objection_of(course: Course, number: int) -> Objection:
    """Errors: `ObjectionUnknown`."""
    if not 0 < number <= len(course.objections):
        raise errors.ObjectionUnknown(objection=number)
    return course.objections[number - 1]


def require_side(unit: str, by: Actor) -> None:
    """The unit's own leader, or the inspection office. Errors: `NotYourRole`, `NotYourUnit`."""
    if by.role not in (Role.LEADER, Role.SUPERVISOR):
        raise errors.NotYourRole(role=by.role, needed=f"{Role.LEADER}, {Role.SUPERVISOR}")
    if not (inspects(by) or leads(by, unit)):
        raise errors.NotYourUnit(unit=unit, own=by.unit)


def _excluded(course: Course, asked: e.Objected, numbers: Iterable[str]) -> tuple[e.Excluded, ...]:
    """What does not count then; a matter that doesn't count already needs no second exclusion."""
    named = numbers if asked.about == "indicator" else (asked.number,)
    subject = subject_of(asked.unit)
    fresh = [one for one in dict.fromkeys(named) if not stands(course, subject, one, asked.of)]
    first = len(course.exclusions) + 1
    return tuple(e.Excluded(first + n, one, asked.of) for n, one in enumerate(fresh))


def _require_review(course: Course, at: datetime) -> None:
    if course.review is None:
        raise errors.NoReview
    if at >= course.review.until:
        raise errors.ReviewOver(until=course.review.until)


def _require_ground(ground: Ground, known: Collection[str]) -> None:
    if ground.about != "indicator" and not ground.number:
        raise errors.FieldMissing(field="number")
    if ground.about != "case" and not ground.of:
        raise errors.FieldMissing(field="of")
    require_known(ground.of, known)


def _require_open(objection: Objection) -> None:
    if objection.state != "open":
        raise errors.ObjectionDecided(objection=objection.id)


def _same(one: e.Objected, other: e.Objected) -> bool:
    return _said(one) == _said(other)


def _said(one: e.Objected) -> tuple[object, ...]:
    return one.unit, one.about, one.of, one.number, one.reason, one.by.user
