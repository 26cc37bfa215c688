"""Plays the steps of the demo on the desk, each at its moment, as if people had entered it then."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from random import Random

from application.clock import from_ms, to_ms
from application.demo.alarm import Alarm
from application.demo.data import Person
from application.demo.rounds import Rounds
from application.demo.script import MainCase, Step
from application.demo.watch import Watch
from application.desk import Act, Desk
from application.sealing import build, person_of, sealed_fields
from domain.case.events import Actor, Fact, Urged
from domain.case.intake import Receive
from domain.case.mediation import AddParty
from domain.case.supervision import AnswerUrge
from domain.errors import AccusedUnit

Progress = Callable[[int, int], object]


class MovingClock:
    """A clock that stands where it was put."""

    def __init__(self, moment: datetime) -> None:
        """Starts there."""
        self.moment = moment

    def __call__(self) -> datetime:
        """The moment it stands at."""
        return self.moment


class Player:
    """Does one step after the other; knows the id and number of each case it began."""

    def __init__(
        self, desk: Desk, clock: MovingClock, chance: Random, watch: Watch, rounds: Rounds
    ) -> None:
        """`chance` makes the ids of cases; meanwhile shifts change and rounds are held."""
        self._desk, self._clock, self._chance, self._watch = desk, clock, chance, watch
        self._rounds = rounds
        self._alarm = Alarm(desk)
        self._ids: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._urges: dict[str, list[int]] = {}  # those of the story, which are not all there are

    def play(self, steps: Sequence[Step], progress: Progress) -> int:
        """All steps, in order; gives how many cases they made."""
        self._prepare(steps)
        try:
            for done, step in enumerate(steps):
                self._do(step)
                progress(done + 1, len(steps))
            self._let_time_pass(self._watch.end)
        finally:
            self._desk.keys.prepare(())
        return len(self._ids)

    def _prepare(self, steps: Sequence[Step]) -> None:
        """All cases get their ids, and all keys of personal data are made by one durable write."""
        for step in steps:
            if step.key not in self._ids:
                self._ids[step.key] = self._new_id(step.recorded)
        self._desk.keys.prepare(
            (self._ids[step.key], person_of(step.command, field, step.values))
            for step in steps
            for field in sealed_fields(step.command)
            if step.values.get(field) and step.command is not AddParty
        )

    def _change_shifts(self, moment: datetime) -> None:
        while change := self._watch.next_before(moment):
            self._hold_rounds(change.at)
            self._clock.moment = change.at
            self._watch.take_over(change)
        self._hold_rounds(moment)

    def _hold_rounds(self, moment: datetime) -> None:
        while coming := self._rounds.next_before(moment):
            self._clock.moment = coming.at
            coming.do()

    def _let_time_pass(self, moment: datetime) -> None:
        while found := self._alarm.next_before(to_ms(moment)):
            rings, case_id = found
            self._change_shifts(from_ms(rings))
            self._clock.moment = from_ms(rings)
            self._alarm.ring(rings, case_id)
        self._change_shifts(moment)

    def _do(self, step: Step) -> None:
        self._let_time_pass(step.recorded)
        self._clock.moment = step.recorded
        self._take(step, self._ids[step.key])
        self._alarm.set(self._ids[step.key])

    def _take(self, step: Step, case_id: str) -> None:
        values = {name: self._resolved(value) for name, value in step.values.items()}
        if step.command is AnswerUrge:
            values["urge"] = self._urges[step.key][step.values["urge"] - 1]
        command = build(self._desk.keys, step.command, case_id, values, self._parties(step))
        act = Act(by=_actor(step.by), at=step.at, late=step.late)
        if isinstance(command, Receive):
            self._numbers[step.key] = self._desk.receive(command, act, case_id).number
        elif step.barred:
            with suppress(AccusedUnit):
                self._desk.execute(case_id, command, act)
        else:
            made = self._desk.execute(case_id, command, act).events
            urges = [event.urge for event in made if isinstance(event, Urged)]
            self._urges.setdefault(step.key, []).extend(urges)

    def _parties(self, step: Step) -> list[Fact]:
        """The history in which a party that joins is counted."""
        if step.command is not AddParty:
            return []
        return self._desk.load(self._ids[step.key]).history

    def _resolved(self, value: object) -> object:
        return self._numbers[value.key] if isinstance(value, MainCase) else value

    def _new_id(self, moment: datetime) -> str:
        """A time-ordered identifier (UUID version 7) of the story's moment."""
        chance = self._chance.getrandbits
        value = to_ms(moment) << 80 | 0x7 << 76 | chance(12) << 64 | 0b10 << 62 | chance(62)
        return f"{value:032x}"


def _actor(person: Person) -> Actor:
    return Actor(person.username, person.unit, person.role)
