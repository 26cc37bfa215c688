"""The screening rounds of the demo's last weeks: one each week by plan, one for the season."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from application import rounds
from application.demo.data import Person, Town
from application.desk import Desk
from application.roundbook import load_round
from application.rounds import ByHand
from domain.case.events import Actor
from domain.case.words import Role
from domain.units import CENTRE

WEEKLY: Final = "village-weekly"
SEASON: Final = "season"
PLAN: Final = "weekly"
ISSUED: Final = timedelta(days=16)  # before the end
OPENED: Final = timedelta(days=2)
LASTS: Final = timedelta(days=5)
A_DAY: Final = 4  # so many report on each
LOOK: Final = timedelta(minutes=30)  # so often the timekeeper looks, as the story has it


class Moment(NamedTuple):
    """What is done, and when."""

    at: datetime
    do: Callable[[], object]


class Rounds:
    """What happens in rounds; each is told when the story reaches it. Somebody never reports."""

    def __init__(
        self, desk: Desk, town: Town, end: datetime, besides: Iterable[Moment] = ()
    ) -> None:
        """Nothing has happened yet; `besides` is told in between."""
        self._desk, self._end = desk, end
        self._people = [one for one in town.people if one.role == Role.RESPONDER]
        self._leader = _first(town, Role.LEADER)
        self._officer = _first(town, Role.OPERATOR)
        self._coming = sorted([*self._all(), *besides], key=lambda one: one.at)

    def next_before(self, moment: datetime) -> Moment | None:
        """What comes next and before this moment, or at it."""
        return self._coming.pop(0) if self._coming and self._coming[0].at <= moment else None

    def _all(self) -> Iterator[Moment]:
        yield Moment(self._end - ISSUED, self._issue)
        yield Moment(self._end - OPENED, self._open_for_the_season)
        at = self._end - ISSUED
        while at <= self._end:
            yield Moment(at, partial(self._keep, at))
            at += LOOK

    def _keep(self, now: datetime) -> None:
        """As the service does it by itself; then who has something to say says it."""
        rounds.open_due_rounds(self._desk, now)
        rounds.settle_missing(self._desk, now)
        for code in self._desk.rounds.now().unsettled:
            self._report(code, now)

    def _report(self, code: str, now: datetime) -> None:
        """Some on each day, one after the other; the last of them forgets."""
        opened = load_round(self._desk.log, code).known()
        for place, person in enumerate(self._people[:-1]):
            days, turn = divmod(place, A_DAY)
            when = opened.at + timedelta(days=days, hours=1 + 2 * turn)
            if person.unit in opened.units and when <= now < when + LOOK:
                rounds.report_nothing(self._desk, code, opened.points[:1], _actor(person))

    def _issue(self) -> None:
        """The week's round, of the units that have somebody to report."""
        plan = self._desk.rounds.now().versions[WEEKLY][-1].plan
        own = msgspec.structs.replace(
            plan,
            id=PLAN,
            title="镇村每周矛盾纠纷排查",
            title_en="Weekly round of town and villages",
            levels=(),
            units=tuple(sorted({one.unit for one in self._people})),
        )
        rounds.draft_plan(self._desk, own, _actor(self._leader), new=True)
        rounds.issue_plan(self._desk, PLAN, 1, _actor(self._leader))

    def _open_for_the_season(self) -> None:
        today = self._desk.clock().astimezone(ZoneInfo(self._desk.settings.timezone)).date()
        changes = {
            "title": "汛期河道与地质灾害隐患排查",
            "title_en": "Rivers and slopes in the flood season",
            "subjects": (
                "河堤、水渠、涵洞的险情",
                "山体滑坡、房屋倒塌的隐患",
                "用水排水引起的纠纷",
            ),
            "levels": (),
            "units": tuple(sorted({one.unit for one in self._people})),
        }
        asked = ByHand(SEASON, today, today + LASTS, changes, "demo")
        units = [one.unit for one in self._people]
        rounds.open_by_hand(self._desk, asked, units, _actor(self._officer))


def _first(town: Town, role: Role) -> Person:
    return next(one for one in town.people if one.role == role and one.unit == CENTRE)


def _actor(person: Person) -> Actor:
    return Actor(person.username, person.unit, person.role)
