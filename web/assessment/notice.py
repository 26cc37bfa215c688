"""Tells who has something to do about a quarter's score that there is something to do."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.assessment.course import Course
from domain.assessment.periods import Quarter
from web import times
from web.assessment.sight import Sight
from web.auth.who import visitor
from web.service import service


class Waiting(NamedTuple):
    """A quarter that is not published: what waits for the viewer, or until when to object."""

    label: str
    objections: int
    exclusions: int
    to_sign: bool
    until: str

    @property
    def anything(self) -> bool:
        """There is something to say."""
        return bool(self.objections or self.exclusions or self.to_sign or self.until)


def assessment_waiting() -> list[Waiting]:
    """For templates, the earliest quarter first; nothing for those who have no part in it."""
    if visitor() is None:
        return []
    found = (_waiting(Sight(one, course, times.now())) for one, course in _unpublished())
    return [one for one in found if one.anything]


def _unpublished() -> Iterator[tuple[Quarter, Course]]:
    book = service().desk.courses
    for quarter in reversed(book.quarters()):
        course = book.of(quarter)
        if course.published is None:
            yield quarter, course


def _waiting(sight: Sight) -> Waiting:
    """Those who rule see what is to be ruled on, everybody who may object until when."""
    course, review = sight.course, sight.course.review
    return Waiting(
        sight.quarter.label,
        len(course.open_objections) if sight.inspects else 0,
        len(course.open_exclusions) if sight.heads else 0,
        sight.heads and sight.stage in ("reviewed", "signed"),
        times.stamp(review.until) if review is not None and sight.may_object else "",
    )
