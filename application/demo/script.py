"""One case of the demo as the steps people take: who does what, when, and when it is entered."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from application.demo.data import LOCAL, Book, Matter, Person, Place
from domain.case.command import Command
from domain.case.record import ReadData
from domain.case.words import Role
from domain.rules.calendar import Calendar
from domain.units import CENTRE

MORNING, NOON, AFTERNOON, EVENING = time(8, 30), time(12), time(14), time(17, 40)
ONE_DAY = timedelta(days=1)


class MainCase(NamedTuple):
    """Stands for the file number of another story's case, which is known when it is played."""

    key: str


class Step(NamedTuple):
    """One command of one person; `barred`: the rules refuse it, and the attempt is recorded."""

    key: str
    at: datetime
    recorded: datetime
    by: Person
    command: type[Command]
    values: dict[str, Any]
    late: str = ""
    barred: bool = False


class Stopped(Exception):
    """The story is told as far as it was to be told."""


class Setting(NamedTuple):
    """What every story has in common."""

    book: Book
    calendar: Calendar
    zone: ZoneInfo


class Script:
    """A case's steps in order, with a moment that only moves on."""

    def __init__(
        self,
        setting: Setting,
        key: str,
        start: datetime,
        matter: Matter,
        place: Place,
        chance: Random,
        stop: str = "",
    ) -> None:
        """`start` is when the matter is brought; `stop` the mark to tell it up to."""
        self.setting, self.key, self.at = setting, key, start
        self.matter, self.place, self.chance, self.stop = matter, place, chance, stop
        self.steps: list[Step] = []
        self.twins: list[Script] = []
        self.dispatched = 0
        self.reporter = f"{self.pick('surnames')}某"
        self.desk, self.caller = self._shift()

    # --- who and what ---

    @property
    def local(self) -> str:
        """The village or community of the place."""
        return self.place.unit

    @property
    def lead(self) -> str:
        """The unit whose business the matter is."""
        return self.unit(self.matter.lead)

    def unit(self, code: str) -> str:
        """The unit a matter names; "local" is the place's own."""
        return self.local if code == LOCAL else code

    def neighbour(self) -> Place:
        """Another place of the same village, if it has one."""
        places = self.setting.book.town.places
        near = [p for p in places if p.unit == self.place.unit and p != self.place]
        return self.chance.choice(near or [self.place])

    def officer(self, unit: str) -> Person:
        """Who enters what the unit does: its own officer, else the desk it reports to."""
        town = self.setting.book.town
        found = (person for person in town.people if person.unit == unit != CENTRE)
        return next(found, self.desk)

    def one(self, role: Role) -> Person:
        """The first who holds a role."""
        people = self.setting.book.town.people
        return next(person for person in people if person.role == role)

    def text(self, name: str) -> str:
        """A phrase, filled in for this case."""
        return self.fill(str(self.setting.book.texts[name]))

    def pick(self, name: str) -> str:
        """One of several phrases."""
        return self.chance.choice(list(self.setting.book.texts[name]))

    def fill(self, text: str) -> str:
        """The text with place and reporter in it."""
        return text.replace("{place}", self.place.short).replace(
            "{who}", getattr(self, "reporter", "")
        )

    def likely(self, share: float) -> bool:
        """True in that share of cases."""
        return self.chance.random() < share

    def twin(self, after: float) -> "Script":
        """A second report of the same matter, so many hours later, as a case of its own."""
        start = self.at + timedelta(hours=after)
        key = f"{self.key}/{len(self.twins) + 1}"
        other = Script(self.setting, key, start, self.matter, self.place, self.chance)
        self.twins.append(other)
        return other

    # --- time ---

    def minutes(self, low: float, high: float) -> None:
        """Let some minutes pass, by day or night."""
        self._pass(timedelta(minutes=self.chance.uniform(low, high)))

    def hours(self, low: float, high: float) -> None:
        """Let some hours pass, and go on in office hours."""
        self._pass(timedelta(hours=self.chance.uniform(low, high)))
        self.at = self.in_office(self.at)

    def days(self, low: float, high: float) -> None:
        """Let some days pass, and go on in office hours."""
        self._pass(timedelta(days=self.chance.uniform(low, high)))
        self.at = self.in_office(self.at)

    def _pass(self, time: timedelta) -> None:
        self.at = (self.at + time).replace(microsecond=0)

    def in_office(self, moment: datetime) -> datetime:
        """The moment itself in office hours, else early in the next ones."""
        local = moment.astimezone(self.setting.zone)
        if self._works(local.date()):
            if MORNING <= local.time() < NOON or AFTERNOON <= local.time() < EVENING:
                return moment
            if local.time() < AFTERNOON:
                begin = MORNING if local.time() < MORNING else AFTERNOON
                return self._begin(local.date(), begin, moment)
        day = local.date() + ONE_DAY
        while not self._works(day):
            day += ONE_DAY
        return self._begin(day, MORNING, moment)

    def _begin(self, day: date, begin: time, moment: datetime) -> datetime:
        start = datetime.combine(day, begin, self.setting.zone).astimezone(moment.tzinfo)
        return start + timedelta(seconds=self.chance.randint(60, 5000))

    def _works(self, day: date) -> bool:
        return self.setting.calendar.is_working_day(day)

    def _shift(self) -> tuple[Person, Person]:
        """Who sits at the desk then, and who will make the return visit: somebody else."""
        town = self.setting.book.town
        desks = [person for person in town.people if person.role == Role.OPERATOR]
        local = self.at.astimezone(self.setting.zone)
        turn = local.toordinal() * 3 + local.hour // 8
        return desks[turn % len(desks)], desks[(turn + 1) % len(desks)]

    # --- steps ---

    def do(self, by: Person, command: type[Command], **values: Any) -> None:
        """The person does it now and enters it at once, or nearly."""
        self._add(Step(self.key, self.at, self._soon(), by, command, values))

    def read(self, by: Person, purpose: str, *fields: str) -> None:
        """The person opens these sealed texts of the receipt, and says what for."""
        values = {"fields": fields, "purpose": purpose, "stays": True}
        self._add(Step(self.key, self.at, self.at, by, ReadData, values))

    def do_late(
        self, by: Person, command: type[Command], after: timedelta, why: str, **values: Any
    ) -> None:
        """The person does it now and enters it so much later; nobody goes on before."""
        self._add(Step(self.key, self.at, self.at + after, by, command, values, late=why))
        self.at += after

    def try_barred(self, by: Person, command: type[Command], **values: Any) -> None:
        """The person tries what is recorded and refused."""
        self._add(Step(self.key, self.at, self._soon(), by, command, values, barred=True))

    def mark(self, name: str) -> None:
        """A place where the story may stop. Errors: `Stopped`."""
        if self.stop == name:
            raise Stopped

    def _soon(self) -> datetime:
        return self.at + timedelta(seconds=self.chance.randint(4, 70))

    def _add(self, step: Step) -> None:
        """Entered in the order in which it happened."""
        before = self.steps[-1].recorded if self.steps else step.recorded
        self.steps.append(step._replace(recorded=max(before, step.recorded)))
