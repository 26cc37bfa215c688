"""A quarter as somebody may see it.

The centre, the inspection office and auditors see all of it. A unit's people see nothing but the
unit's own time limits before the review opens, then its own lines in full, and of others what is
published; what single reporters answered they never see.
"""

from datetime import datetime
from typing import Final, NamedTuple

from flask import abort

from application.coursebook import course_at
from domain.assessment.course import Course
from domain.assessment.course.events import Computed, Published
from domain.assessment.course.rights import inspects, leads, leads_centre
from domain.assessment.measures import MEASURES
from domain.assessment.model import Indicator
from domain.assessment.periods import Quarter
from domain.assessment.result import Result
from domain.case.failings import OF_REPORTERS
from domain.errors import QuarterUnknown
from domain.units import CENTRE
from projections.courses import as_computed, as_it_stands, as_of_by
from projections.queries.rounds import seen_numbers
from web import asof, times
from web.asking import viewer
from web.auth.who import actor
from web.service import service

TIME_LIMITS: Final = frozenset({"on_time", "registration", "closure", "round_reports"})
ANSWERS: Final = frozenset({"rework"})  # single answers can be told from it, as from reporters' own


class Sight(NamedTuple):
    """The quarter, its course, and who looks at it; of a `past` moment nothing can be done."""

    quarter: Quarter
    course: Course
    now: datetime
    past: int = 0  # the position it is shown as of; 0: the present

    @property
    def stage(self) -> str:
        """How far it has got; "running" before it is over."""
        return self.course.stage(self.now) or ("" if self.over else "running")

    @property
    def over(self) -> bool:
        """Nothing falls due in it any more."""
        return self.now >= self.quarter.until(times.zone())

    @property
    def whole(self) -> bool:
        """The viewer sees all units."""
        return not viewer().of_unit

    @property
    def told(self) -> bool:
        """The viewer sees the scores of their own units."""
        return self.whole or self.course.review is not None

    @property
    def published(self) -> bool:
        """The score table is everybody's."""
        return self.course.published is not None

    @property
    def recorded(self) -> Computed | Published | None:
        """What is shown: what is published, else what was computed last.

        Of a moment of the past it is what the records came to by then, whatever was computed.
        """
        return None if self.past else self.course.published or self.course.latest

    def own(self, unit: str) -> bool:
        """The viewer sees all of this unit."""
        return self.whole or unit in viewer().part

    def rows_open(self, indicator: Indicator) -> bool:
        """The viewer may see the rows behind a figure."""
        return self.whole or not of_answers(indicator)

    @property
    def may_object(self) -> bool:
        """The viewer may speak for a unit, while the review lasts."""
        by = actor()
        return not self.past and self.stage == "review" and (inspects(by) or leads(by, by.unit))

    @property
    def inspects(self) -> bool:
        """The viewer is of the inspection office."""
        return not self.past and inspects(actor())

    @property
    def heads(self) -> bool:
        """The viewer is of those who exclude, and who sign."""
        return not self.past and (inspects(actor()) or leads_centre(actor()))


def of_answers(indicator: Indicator) -> bool:
    """Single reporters' answers can be told from its rows."""
    measure = MEASURES.get(indicator.measure)
    return measure is not None and (measure.act == "reporter" or measure.name in ANSWERS)


def of_time(indicator: Indicator) -> bool:
    """It counts the units' own time limits and nothing else."""
    return indicator.measure in TIME_LIMITS


def hidden_failing(kind: str, sight: Sight) -> bool:
    """A failing that reporters told of, which its unit does not see."""
    return not sight.whole and kind in OF_REPORTERS


def quarter_named(label: str) -> Sight:
    """404 where there is no such quarter, or it has not begun."""
    try:
        quarter = Quarter.parse(label)
    except QuarterUnknown:
        abort(404)
    now, then = asof.now(), asof.past()
    if quarter.label != label or now < quarter.since(times.zone()):
        abort(404)
    if then is None:
        return Sight(quarter, service().desk.courses.of(quarter), now)
    return Sight(quarter, course_at(service().desk.log, quarter, then.seq), now, then.seq)


def result_of(sight: Sight) -> tuple[Result, bool]:
    """What is shown of it, and whether it is what was recorded."""
    recorded = sight.recorded
    if sight.past:
        with asof.read() as connection:
            return as_of_by(connection, service(), sight.quarter, sight.past), True
    if recorded is None:
        return as_it_stands(service(), sight.quarter, sight.course), True
    shown = as_computed(service(), sight.course, recorded)
    return shown.result, shown.proven


def seen(*numbers: str) -> frozenset[str]:
    """Which of these matters exist for the viewer."""
    if not any(numbers):
        return frozenset()
    with service().read() as connection:
        return seen_numbers(connection, numbers, viewer=viewer())


def require_own(sight: Sight, code: str) -> None:
    """404 where the viewer may not see that unit."""
    if not sight.own(code):
        abort(404)


def speaks_for() -> str:
    """For which unit the viewer objects; "" for any."""
    by = actor()
    return "" if inspects(by) else by.unit


def is_centre(code: str) -> bool:
    """Whose own score it is."""
    return code == CENTRE
