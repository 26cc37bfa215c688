"""Results of a quarter's course: as it would come out now, as it was computed, as it comes again.

What was computed comes out again to the same bytes from the log alone: the rules it was computed
by, the position, and the exclusions approved by then are in its event.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from application.assessment import end_quarter
from application.assessment.results import Results
from application.coursebook import course_at
from domain import errors
from domain.assessment.course import Course
from domain.assessment.course.events import Computed, Pin, Published
from domain.assessment.model import Subject
from domain.assessment.periods import Quarter
from domain.assessment.result import Exclusion, Pinned, Result, digest
from domain.case.events import Actor
from projections.assessing import SUBJECTS, Asked, Progress, assess, assess_by, pinned_sets
from projections.bootstrap import Service


class Shown(NamedTuple):
    """A result; `proven` unless computed again it is not what was recorded."""

    result: Result
    proven: bool


def as_of(
    service: Service,
    quarter: Quarter,
    seq: int,
    pinned: Sequence[Pinned] = (),
    tell: Progress | None = None,
) -> Result:
    """What it came to at a position, under the rules in force then or those that are given.

    Without what was excluded by then: where a computing stood there, it comes out again.
    """
    return assess(service, _asked_at(service, quarter, seq, pinned), seq, tell)


def as_of_by(connection: Connection, service: Service, quarter: Quarter, seq: int) -> Result:
    """The same by a read model that stands at that position."""
    return assess_by(connection, service, _asked_at(service, quarter, seq), seq)


def _asked_at(service: Service, quarter: Quarter, seq: int, pinned: Sequence[Pinned] = ()) -> Asked:
    course = course_at(service.desk.log, quarter, seq)
    return Asked(quarter, pinned or pinned_sets(service, quarter, seq), _without(course))


def as_it_stands(
    service: Service, quarter: Quarter, course: Course, pinned: Sequence[Pinned] = ()
) -> Result:
    """What it comes to now, under the rules in force or given, without what was excluded."""
    rules = pinned or pinned_sets(service, quarter)
    return assess(service, Asked(quarter, rules, _without(course)))


def as_it_ended(service: Service, quarter: Quarter, by: Actor) -> Result:
    """What it comes to once it is over, to be computed for the record.

    Errors: as `end_quarter`, whose mark is the earliest position it is counted as of.
    """
    course = end_quarter(service.desk, quarter, by)
    service.projector.catch_up()
    return as_it_stands(service, quarter, course)


def as_pinned_today(service: Service, course: Course, pinned: Computed | Published) -> Result:
    """What it would come to today by the rules and exclusions it was computed with."""
    return assess(service, _asked(service, course, pinned, pinned.exclusions))


def as_computed(
    service: Service, course: Course, computed: Computed | Published, tell: Progress | None = None
) -> Shown:
    """What was recorded: from its file, or else computed again and kept."""
    results = Results(service.settings)
    kept = results.get(computed.digest)
    return Shown(kept, proven=True) if kept else as_it_comes_again(service, course, computed, tell)


def as_it_comes_again(
    service: Service, course: Course, computed: Computed | Published, tell: Progress | None = None
) -> Shown:
    """The same computed from the log, whatever file there is."""
    asked = _asked(service, course, computed, computed.exclusions)
    result = assess(service, asked, computed.seq, tell)
    proven = digest(result) == computed.digest
    if proven:
        Results(service.settings).keep(result)
    return Shown(result, proven)


def as_to_be_signed(service: Service, course: Course, tell: Progress | None = None) -> Result:
    """What was computed last, as of its position, without what is excluded now.

    Errors: `QuarterNotComputed`.

    Always computed anew: a signature is for what comes out again.
    """
    latest = course.latest
    if latest is None:
        raise errors.QuarterNotComputed
    approved = tuple(one.id for one in course.exclusions if one.approved)
    return assess(service, _asked(service, course, latest, approved), latest.seq, tell)


def _asked(
    service: Service, course: Course, computed: Computed | Published, approved: Collection[int]
) -> Asked:
    pinned = [_pinned(service, one) for one in computed.pins]
    return Asked(Quarter.parse(computed.quarter), pinned, _without(course, approved))


def _pinned(service: Service, pin: Pin) -> Pinned:
    return Pinned(service.desk.scoring.get(pin.rules), pin.sha256)


def _without(
    course: Course, approved: Collection[int] | None = None
) -> dict[Subject, list[Exclusion]]:
    """What does not count; of the exclusions with these numbers, where they are named."""
    return {subject: course.counted_out(subject, approved) for subject in SUBJECTS}
