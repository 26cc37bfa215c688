"""Computing a quarter, as often as need be until it is published, and opening its review."""

from datetime import datetime
from typing import NamedTuple

from domain import errors
from domain.assessment.course import events as e
from domain.assessment.course.rights import require_inspection, require_unpublished
from domain.assessment.course.state import Course
from domain.case.events import Actor


class Came(NamedTuple):
    """What a quarter came to: by which rules, as of which position, with which hash."""

    quarter: str
    ends: datetime  # when the quarter does
    pins: tuple[e.Pin, ...]
    seq: int
    as_of: datetime
    digest: str


def end(
    course: Course, quarter: str, ends: datetime, at: datetime, by: Actor
) -> list[e.QuarterEvent]:
    """Mark in the log that the quarter is over: it is counted as of no earlier position.

    Marked already changes nothing. Errors: `NotYourRole`, `QuarterPublished`, `QuarterRunning`.
    """
    require_inspection(by)
    require_unpublished(course)
    if at < ends:
        raise errors.QuarterRunning(quarter=quarter, until=ends)
    return [] if course.ended is not None else [e.QuarterEnded(at=at, by=by, quarter=quarter)]


def compute(course: Course, came: Came, at: datetime, by: Actor) -> list[e.QuarterEvent]:
    """Record what it came to as of a position after its end; a signature given before is void.

    Errors: `NotYourRole`, `QuarterPublished`, `QuarterRunning`.
    """
    require_inspection(by)
    require_unpublished(course)
    if min(at, came.as_of) < came.ends:
        raise errors.QuarterRunning(quarter=came.quarter, until=came.ends)
    approved = tuple(one.id for one in course.exclusions if one.approved)
    return [
        e.Computed(
            at=at,
            by=by,
            quarter=came.quarter,
            pins=came.pins,
            seq=came.seq,
            as_of=came.as_of,
            digest=came.digest,
            exclusions=approved,
        )
    ]


def open_review(course: Course, until: datetime, at: datetime, by: Actor) -> list[e.QuarterEvent]:
    """Let the units look and object until then; while they look at this, it changes nothing.

    A result as of another position is one they have not seen: its review is opened anew.
    Errors: `NotYourRole`, `QuarterPublished`, `QuarterNotComputed`.
    """
    require_inspection(by)
    require_unpublished(course)
    if course.latest is None:
        raise errors.QuarterNotComputed
    running = course.review is not None and at < course.review.until
    if running and course.under_review:
        return []
    return [e.ReviewOpened(at=at, by=by, until=until)]
