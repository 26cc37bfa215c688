"""The assessment of the story's last whole quarter: computed, objected to, ruled on, published.

What it came to is counted from the read model, which this layer doesn't know: it is asked for.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from application import assessment
from application.demo.data import Person, Town
from application.demo.rounds import Moment
from application.desk import Act, Desk
from domain.assessment.course.events import Kind
from domain.assessment.course.excluding import Asked
from domain.assessment.course.objecting import Ground, Ruling
from domain.assessment.periods import Quarter
from domain.assessment.result import Result, UnitResult
from domain.assessment.score import Failed
from domain.case.contesting import ContestFailing, RuleFailing
from domain.case.events import Actor
from domain.case.failings import Failing
from domain.case.words import Role
from domain.errors import DomainError
from domain.units import CENTRE

AN_HOUR: Final = timedelta(hours=1)
COMPUTED: Final = timedelta(days=3, hours=9)  # after the end of the quarter
REVIEWED: Final = COMPUTED + timedelta(hours=1)
PROPOSED: Final = timedelta(days=5, hours=10)
CONTESTED: Final = PROPOSED + AN_HOUR
DECIDED: Final = timedelta(days=6, hours=9)
OBJECTED: Final = timedelta(days=6, hours=15)
RULED: Final = timedelta(days=8, hours=10)
LATE: Final = timedelta(days=4, hours=1)  # after the signatures
AFTERWARDS: Final = timedelta(days=5, hours=9)  # when the review is over for sure

Assess = Callable[[Quarter, bool], Result]
"""What a quarter comes to, now or, with True, as it is to be signed."""


class Quarters:
    """What is done in the quarter before the one the story ends in."""

    def __init__(self, desk: Desk, town: Town, end: datetime, assess: Assess) -> None:
        """Nothing has happened yet."""
        self._desk, self._assess = desk, assess
        zone = ZoneInfo(desk.settings.timezone)
        self._quarter = Quarter.at(end, zone).before
        self._computed: Result | None = None
        self._contested = ""
        self._officers = {
            one.unit: Actor(one.username, one.unit, one.role)
            for one in town.people
            if one.role == Role.RESPONDER
        }
        self._over = self._quarter.until(zone).astimezone(end.tzinfo)
        self._inspector = _first(town, Role.SUPERVISOR)
        self._leader = _first(town, Role.LEADER)

    def moments(self, end: datetime) -> Iterator[Moment]:
        """As far as the story goes."""
        return (one for one in self._all() if one.at < end)

    def _all(self) -> Iterator[Moment]:
        days = self._desk.scoring.in_force("units", self._quarter.first).objection_days
        signed = self._over + REVIEWED + timedelta(days=days) + AFTERWARDS
        yield Moment(self._over + COMPUTED, self._compute)
        yield Moment(self._over + REVIEWED, self._open_review)
        yield Moment(self._over + PROPOSED, self._propose)
        yield Moment(self._over + CONTESTED, self._contest)
        yield Moment(self._over + DECIDED, self._decide)
        yield Moment(self._over + OBJECTED, self._object)
        yield Moment(self._over + RULED, self._rule)
        yield Moment(signed, self._compute_again)
        yield Moment(signed + AN_HOUR, partial(self._sign, self._inspector))
        yield Moment(signed + 2 * AN_HOUR, partial(self._sign, self._leader))
        yield Moment(signed + 3 * AN_HOUR, self._praise)
        yield Moment(signed + LATE, self._strike)

    def _compute(self) -> None:
        assessment.end_quarter(self._desk, self._quarter, self._inspector)
        result = self._assess(self._quarter, False)  # noqa: FBT003 - as the type says
        assessment.compute(self._desk, result, self._inspector)
        self._computed = result

    def _compute_again(self) -> None:
        """As of the position under review, without what was excluded."""
        result = self._assess(self._quarter, True)  # noqa: FBT003 - as the type says
        assessment.compute(self._desk, result, self._inspector)
        self._computed = result

    def _open_review(self) -> None:
        assessment.open_review(self._desk, self._quarter, self._inspector)

    def _propose(self) -> None:
        """A failing nobody could help, if there was one."""
        failings = [one for unit in self._units() for one in unit.failings]
        for one in failings[:1]:
            reason = "当日山洪冲断道路、通信中断，记录可查，不应计入"
            asked = Asked("units", one.number, one.failing, reason, one.proof)
            assessment.propose_exclusion(self._desk, self._quarter, asked, self._leader)

    def _contest(self) -> None:
        """A unit contests one of its failings in the matter itself, while there is time."""
        failings = [(one, unit) for unit in self._units() for one in unit.failings]
        for failed, unit in failings[1:]:
            officer = self._officers.get(unit.scored.unit)
            if officer is not None and self._contests(failed, officer):
                break

    def _contests(self, failed: Failed, officer: Actor) -> bool:
        case_id = self._desk.find(failed.number)
        command = ContestFailing(
            failing=Failing(failed.failing),
            proof=failed.proof,
            reason="当时已用对讲机报告，事后补记",
        )
        try:
            self._desk.execute(case_id, command, Act(by=officer))
        except DomainError:  # the time for it is over
            return False
        self._contested = case_id
        return True

    def _strike(self) -> None:
        """Ruled on after the quarter was published: it stands beside it as a difference."""
        if self._contested:
            contest = len(self._desk.load(self._contested).case.contests)
            command = RuleFailing(contest=contest, struck=True, reason="对讲机记录属实")
            self._desk.execute(self._contested, command, Act(by=self._inspector))

    def _decide(self) -> None:
        for one in self._desk.courses.of(self._quarter).open_exclusions:
            assessment.decide_exclusion(
                self._desk, self._quarter, one.id, "属实", self._inspector, approved=True
            )

    def _object(self) -> None:
        """The centre objects to its own score."""
        rules = self._desk.scoring.in_force("centre", self._quarter.first)
        indicator = rules.indicators[-1].id
        reason = "节假日期间未能接通的，应不计入应回访数"
        ground = Ground(CENTRE, "indicator", indicator, reason=reason)
        assessment.lodge_objection(self._desk, self._quarter, ground, self._leader)

    def _rule(self) -> None:
        ruling = Ruling(upheld=False, reason="未接通的可再次回访，规则没有除外规定")
        assessment.rule_objection(self._desk, self._quarter, 1, ruling, self._inspector)

    def _sign(self, who: Actor) -> None:
        assessment.sign(self._desk, self._assess(self._quarter, True), who)  # noqa: FBT003 - as above

    def _praise(self) -> None:
        """Whoever came first in a class, if anybody was ranked."""
        first = [one.scored.unit for one in self._units() if one.scored.rank == 1]
        for unit in first[:1]:
            said = (unit, Kind.PRAISE, "同类单位第一名，按时履责情况好，予以通报表扬")
            assessment.record_consequence(self._desk, self._quarter, said, self._leader)

    def _units(self) -> tuple[UnitResult, ...]:
        """What the units came to."""
        part = self._computed.part("units") if self._computed is not None else None
        return part.units if part is not None else ()


def _first(town: Town, role: Role) -> Actor:
    """Of the inspection office, or a head of the centre."""
    found: Person = next(
        one
        for one in town.people
        if one.role == role and (role != Role.LEADER or one.unit == CENTRE)
    )
    return Actor(found.username, found.unit, found.role)
