"""Plays the steps of the demo on the desk, each at its moment, as if people had entered it then."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from random import Random

from application.clock import to_ms
from application.demo.data import Person
from application.demo.script import MainCase, Step
from application.demo.watch import Watch
from application.desk import Act, Desk
from application.sealing import build, person_of, sealed_fields
from domain.case.events import Actor, Fact
from domain.case.intake import Receive
from domain.case.mediation import AddParty
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

    def __init__(self, desk: Desk, clock: MovingClock, chance: Random, watch: Watch) -> None:
        """`chance` makes the ids of cases, `watch` changes the shifts meanwhile."""
        self._desk, self._clock, self._chance, self._watch = desk, clock, chance, watch
        self._ids: dict[str, str] = {}
        self._numbers: dict[str, str] = {}

    def play(self, steps: Sequence[Step], progress: Progress) -> int:
        """All steps, in order; gives how many cases they made."""
        self._prepare(steps)
        try:
            for done, step in enumerate(steps):
                self._do(step)
                progress(done + 1, len(steps))
            self._change_shifts(self._watch.end)
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
            self._clock.moment = change.at
            self._watch.take_over(change)

    def _do(self, step: Step) -> None:
        self._change_shifts(step.recorded)
        self._clock.moment = step.recorded
        case_id = self._ids[step.key]
        values = {name: self._resolved(value) for name, value in step.values.items()}
        command = build(self._desk.keys, step.command, case_id, values, self._parties(step))
        act = Act(by=_actor(step.by), at=step.at, late=step.late)
        if isinstance(command, Receive):
            self._numbers[step.key] = self._desk.receive(command, act, case_id).number
        elif step.barred:
            with suppress(AccusedUnit):
                self._desk.execute(case_id, command, act)
        else:
            self._desk.execute(case_id, command, act)

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
