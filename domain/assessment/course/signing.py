"""Two signatures publish a quarter; after that people record what they do about it, no more."""

from datetime import datetime

from domain import errors
from domain.assessment.course import events as e
from domain.assessment.course.rights import (
    checked,
    inspects,
    require_heads,
    require_unpublished,
)
from domain.assessment.course.state import Course
from domain.case.events import Actor
from domain.case.words import Role

SIGNERS = 2


def sign(course: Course, digest: str, at: datetime, by: Actor) -> list[e.QuarterEvent]:
    """签发: once by the inspection office and once by a head of the centre; the second publishes.

    `digest` is of the result as it comes out when it is computed again now, as of the same
    position; who computed it, or ruled on an objection, may sign. Signed already by the same
    person changes nothing.
    Errors: `NotYourRole`, `NotYourUnit`, `QuarterPublished`, `QuarterNotComputed`, `NoReview`,
    `ReviewRunning`, `ObjectionsOpen`, `ExclusionsOpen`, `ResultMoved`, `OtherSideSigns`.
    """
    require_heads(by)
    require_unpublished(course)
    computed = _ready(course, digest, at)
    if by.user in {one.by.user for one in course.signed}:
        return []
    if any(inspects(one.by) == inspects(by) for one in course.signed):
        raise errors.OtherSideSigns(needed=Role.LEADER if inspects(by) else Role.SUPERVISOR)
    signed = e.Signed(at=at, by=by, digest=digest)
    signers = (*(one.by.user for one in course.signed), by.user)
    return [signed] if len(signers) < SIGNERS else [signed, _published(computed, signers, at, by)]


def record_consequence(
    course: Course, unit: str, kind: e.Kind, reason: str, at: datetime, by: Actor
) -> list[e.QuarterEvent]:
    """表扬、奖励、批评、调整建议: recorded by people; the same again changes nothing.

    Errors: `NotYourRole`, `NotYourUnit`, `QuarterNotPublished`, and of texts.
    """
    require_heads(by)
    _require_published(course)
    reason = checked("reason", reason)
    standing = [one.recorded for one in course.consequences if one.revoked is None]
    if any((one.unit, one.kind, one.reason) == (unit, kind, reason) for one in standing):
        return []
    number = len(course.consequences) + 1
    return [
        e.ConsequenceRecorded(at=at, by=by, consequence=number, unit=unit, kind=kind, reason=reason)
    ]


def revoke_consequence(
    course: Course, number: int, reason: str, at: datetime, by: Actor
) -> list[e.QuarterEvent]:
    """Take one back; again changes nothing. Errors: as above, and `ConsequenceUnknown`."""
    require_heads(by)
    _require_published(course)
    if not 0 < number <= len(course.consequences):
        raise errors.ConsequenceUnknown(consequence=number)
    if course.consequences[number - 1].revoked is not None:
        return []
    reason = checked("reason", reason)
    return [e.ConsequenceRevoked(at=at, by=by, consequence=number, reason=reason)]


def _ready(course: Course, digest: str, at: datetime) -> e.Computed:
    computed = course.latest
    if computed is None:
        raise errors.QuarterNotComputed
    if course.review is None or not course.under_review:
        raise errors.NoReview
    if at < course.review.until:
        raise errors.ReviewRunning(until=course.review.until)
    if course.open_objections:
        raise errors.ObjectionsOpen(count=len(course.open_objections))
    if course.open_exclusions:
        raise errors.ExclusionsOpen(count=len(course.open_exclusions))
    if digest != computed.digest:
        raise errors.ResultMoved
    return computed


def _published(
    computed: e.Computed, signers: tuple[str, ...], at: datetime, by: Actor
) -> e.Published:
    return e.Published(
        at=at,
        by=by,
        quarter=computed.quarter,
        pins=computed.pins,
        seq=computed.seq,
        as_of=computed.as_of,
        digest=computed.digest,
        exclusions=computed.exclusions,
        signers=signers,
    )


def _require_published(course: Course) -> None:
    if course.published is None:
        raise errors.QuarterNotPublished
