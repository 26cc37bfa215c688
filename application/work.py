"""One case under the hands of a command: loaded, decided, and told what is to be recorded."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import msgspec

from application import numbers
from application.barring import refuse_barred, refuse_repeated
from application.codec import Entry, decode
from application.files.keeping import Prepared
from application.formkeys import mark
from application.registry import Units
from application.store.rows import Row
from domain import errors
from domain.case.command import Command, Context
from domain.case.decide import decide
from domain.case.events import Actor, Barred, Dispatched, Fact, Received
from domain.case.fold import advance, evolve, fold
from domain.case.intake import Receive
from domain.case.readings import only_read_since
from domain.case.record import attach
from domain.case.rights import attempt as attempted
from domain.case.rights import barred
from domain.case.sealing import lost
from domain.rules.calendar import Calendar

if TYPE_CHECKING:
    from application.desk import Desk

FIRST: Final = "case.received"


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Who does it, when it happened (None: now), why it is entered late, and the form's own key.

    `expected`: the version of the case the person had before them; 0: whatever it is.
    """

    by: Actor
    at: datetime | None = None
    late: str = ""
    source: str = ""
    key: str = ""
    expected: int = 0


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """Where a command's events stand. `repeated`: the same form had been recorded before."""

    case_id: str
    number: str
    version: int
    seq: int
    events: tuple[Fact, ...] = ()
    repeated: bool = False


class Shared(NamedTuple):
    """What new cases that are recorded together share: units, and numbers not recorded yet."""

    units: Units
    taken: dict[str, int]


class Beside(Protocol):
    """What is recorded with a case, in the same transaction: another case, or something else."""

    def entries(self) -> list[Entry]:
        """What is new, for the store."""


def begins_a_case(row: Row) -> bool:
    """Whether it is the first record of a case, as no other aggregate has one."""
    return row.topic == FIRST


class Work:
    """One case under the hands of one command, or of several recorded together."""

    def __init__(self, desk: "Desk", case_id: str, shared: Shared | None = None) -> None:
        """Load the case; a new one is empty. With `shared` it is known to be new.

        Errors: `CaseUnknown` where the id is that of something else.
        """
        self._desk = desk
        self._shared = shared or Shared(Units(desk.log), {})
        self.case_id = case_id
        self.rows = [] if shared is not None else desk.log.stream(case_id)
        if self.rows and not begins_a_case(self.rows[0]):
            raise errors.CaseUnknown(case=case_id)
        self.history: list[Fact] = [decode(row.topic, row.state) for row in self.rows]
        self.case = fold(case_id, self.history)
        self.new: list[Fact] = []
        self.numbers: list[tuple[str, int, str]] = []
        self.others: list[Beside] = []  # what the same command is about, recorded with this one

    def entries_of_others(self) -> list[Entry]:
        """What is new in them, for the store."""
        return [entry for other in self.others for entry in other.entries()]

    def entries(self, key: str = "") -> list[Entry]:
        """What is new, for the store; the last says from which form it came."""
        if key and self.new:
            form = mark(key, self.case_id, len(self.rows) + len(self.new))
            self.new[-1] = msgspec.structs.replace(self.new[-1], form=form)
        return [
            Entry(self.case_id, version, event)
            for version, event in enumerate(self.new, start=len(self.rows) + 1)
        ]

    def keys(self, key: str) -> list[tuple[str, str, int]]:
        """The form's key and what it stands for from now on."""
        return [(key, self.case_id, len(self.rows) + len(self.new))] if key else []

    def do_all(self, commands: Sequence[Command], act: Act, files: Sequence[Prepared] = ()) -> bool:
        """Decide one after the other; False: an attempt at the accused leaves nothing but itself.

        Errors: a `DomainError`.
        """
        self._check_expected(act)
        for command in commands:
            self.do(command, act)
            if self._is_refused():
                return False
        self._attach(files, act)
        return not self._is_refused()

    def _is_refused(self) -> bool:
        tried = self.new[-1] if self.new else None
        if isinstance(tried, Barred):
            self._keep_only(tried)
        return isinstance(tried, Barred)

    def _attach(self, files: Sequence[Prepared], act: Act) -> None:
        """Keep files once it is decided what they belong to.

        Who may take a step may add its papers, even where the step takes the case from them.
        Of several units dispatched at once each gets them.
        """
        received = self._begins_with(Received)
        for step, file in product(self._steps(), files):
            command = self._desk.files.attach(self.case_id, file, step, of_receipt=received)
            if step:
                self._fold(attach(self.case, command, self.context(act)))
            else:
                self.do(command, act)

    def _steps(self) -> list[int]:
        """The versions that files recorded now belong to; 0 is the case itself."""
        new = list(enumerate(self.new, start=len(self.rows) + 1))
        if self._begins_with(Dispatched):
            return [version for version, event in new if isinstance(event, Dispatched)]
        return [version for version, _ in new[:1]] or [0]

    def _begins_with(self, kind: type[Fact]) -> bool:
        return bool(self.new) and isinstance(self.new[0], kind)

    def _check_expected(self, act: Act) -> None:
        """Errors: `MovedOn`, so that nobody decides on what they have not seen.

        That somebody else has read the case keeps nobody from a step.
        """
        if act.expected == 0 or only_read_since(self.history, act.expected):
            return
        if barred(self.case, self.context(act)):
            return
        raise errors.MovedOn(number=self.case.number, version=self.case.version)

    def tried(self, act: Act, what: str) -> None:
        """Record only that somebody of the accused tried: "open" or "act"."""
        (event,) = attempted(self.context(act), what)
        self._keep_only(event)

    def _keep_only(self, tried: Barred) -> None:
        if not self.rows:
            refuse_barred(tried, self.case.number)
        refuse_repeated(self.history, tried, self.case.number)
        self.case = evolve(fold(self.case_id, self.history), tried)
        self.new = [tried]

    def do(self, command: Command, act: Act) -> None:
        """Decide one command and fold what it gives. Errors: a `DomainError`."""
        ctx = self.context(act)
        if isinstance(command, Receive) and not self.case.version:
            command = self._numbered(command, ctx)
        decided = decide(self.case, command, ctx)
        if lost(decided, self.history):
            raise errors.MovedOn(number=self.case.number, version=self.case.version)
        self._fold(decided)

    def take(self, events: Sequence[Fact]) -> None:
        """Take in what no command of this case decided: what a restore has to do again."""
        self._fold(events)

    def _fold(self, events: Sequence[Fact]) -> None:
        self.case = advance(self.case, [*self.history, *self.new], events)
        self.new.extend(events)

    def context(self, act: Act) -> Context:
        """Who, when and under which rules: those in force at receipt, or the case's own."""
        desk = self._desk
        rules = (
            desk.rules.get(self.case.rules)
            if self.case.version
            else desk.rules.active(desk.settings.rules)
        )
        now = desk.clock()
        return Context(
            by=act.by,
            at=act.at or now,
            now=now,
            rules=rules,
            calendar=self._calendar,
            units=self._shared.units,
            plans=desk.plans.view(),
            quarters=desk.published,
            retention=desk.retention,
            late=act.late,
            source=act.source,
            history=[*self.history, *self.new],
        )

    @cached_property
    def _calendar(self) -> Calendar:
        """In force when the command first asks, and the same for all it decides."""
        return self._desk.calendar

    def _numbered(self, command: Receive, ctx: Context) -> Receive:
        series = numbers.series(self._desk.settings, ctx.at)
        taken = self._shared.taken
        running = (taken.get(series) or self._desk.log.reader.last_number(series)) + 1
        taken[series] = running
        self.numbers = [(series, running, self.case_id)]
        return msgspec.structs.replace(command, number=numbers.write(series, running))

    def recorded(self, seq: int) -> Recorded:
        """What the caller is told."""
        return Recorded(
            case_id=self.case_id,
            number=self.case.number,
            version=self.case.version,
            seq=seq,
            events=tuple(self.new),
        )
