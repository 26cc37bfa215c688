"""Exclusions: one person proposes that a matter does not count, another one decides."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from domain import errors
from domain.assessment.course import events as e
from domain.assessment.course.rights import (
    checked,
    inspects,
    require_heads,
    require_unpublished,
)
from domain.assessment.course.state import Course, Exclusion
from domain.assessment.model import Subject
from domain.case.events import Actor
from domain.case.words import Role


class Asked(NamedTuple):
    """Which matter is not to count: for an indicator, a kind of failing, or with "" at all."""

    subject: Subject
    number: str
    of: str
    reason: str
    evidence: tuple[int, ...] = ()


def propose(
    course: Course, asked: Asked, known: Collection[str], at: datetime, by: Actor
) -> list[e.QuarterEvent]:
    """Ask for an exclusion; the same while it waits or counts changes nothing.

    `known` are the indicators of the rules, and the kinds of failings.
    Errors: `NotYourRole`, `NotYourUnit`, `QuarterPublished`, `IndicatorUnknown`, and of texts.
    """
    require_heads(by)
    require_unpublished(course)
    reason = checked("reason", asked.reason)
    require_known(asked.of, known)
    if stands(course, asked.subject, asked.number, asked.of):
        return []
    return [
        e.ExclusionProposed(
            at=at,
            by=by,
            exclusion=len(course.exclusions) + 1,
            subject=asked.subject,
            number=asked.number,
            of=asked.of,
            reason=reason,
            evidence=asked.evidence,
        )
    ]


def decide(
    course: Course, number: int, reason: str, at: datetime, by: Actor, *, approved: bool
) -> list[e.QuarterEvent]:
    """Approve or reject it; who proposed it does not, nor does the centre on its own score.

    Errors: as above, and `ExclusionUnknown`, `ExclusionDecided`, `OwnExclusion`, `OwnScore`.
    """
    require_heads(by)
    require_unpublished(course)
    exclusion = exclusion_of(course, number)
    if exclusion.approved is not None:
        if exclusion.approved == approved and exclusion.decided_by == by:
            return []
        raise errors.ExclusionDecided(exclusion=number)
    if exclusion.by.user == by.user:
        raise errors.OwnExclusion(exclusion=number)
    if exclusion.subject == "centre" and not inspects(by):
        raise errors.OwnScore(needed=Role.SUPERVISOR)
    reason = checked("reason", reason, needed=not approved)
    return [e.ExclusionDecided(at=at, by=by, exclusion=number, approved=approved, reason=reason)]


def exclusion_of(course: Course, number: int) -> Exclusion:
    """Errors: `ExclusionUnknown`."""
    if not 0 < number <= len(course.exclusions):
        raise errors.ExclusionUnknown(exclusion=number)
    return course.exclusions[number - 1]


def require_known(of: str, known: Collection[str]) -> None:
    """Errors: `IndicatorUnknown`."""
    if of and of not in known:
        raise errors.IndicatorUnknown(indicator=of)


def stands(course: Course, subject: Subject, number: str, of: str) -> bool:
    """Such an exclusion waits for its decision, or counts."""
    same = [one for one in course.exclusions if (one.number, one.of) == (number, of)]
    return any(one.subject == subject and one.approved is not False for one in same)
