"""Which quarters are published, as decisions on a case ask."""

from datetime import datetime
from zoneinfo import ZoneInfo

from application.coursebook import CourseBook
from domain.assessment.periods import Quarter


class PublishedQuarters:
    """By the courses of the quarters, in the centre's time."""

    def __init__(self, courses: CourseBook, timezone: str) -> None:
        """Reads when asked."""
        self._courses = courses
        self._zone = ZoneInfo(timezone)

    def published(self, at: datetime) -> datetime | None:
        """When the quarter of that moment was published; None: it is not."""
        event = self._courses.of(Quarter.at(at, self._zone)).published
        return None if event is None else event.at
