"""The desk's door to the log: every command is load, decide, save, and counts once."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import product
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from eventsourcing.persistence import IntegrityError

from application import marks, numbers
from application.barring import refuse_barred, refuse_repeated
from application.categorybook import CategoryBook
from application.center import Center
from application.clock import Clock, system_clock, to_ms
from application.codec import Entry, decode
from application.files.keeping import Files, Prepared
from application.keys import Keyring
from application.log import Log
from application.registry import RuleBook, Units
from application.settings import Settings
from application.store.rows import Extras, Row
from application.written import Written
from domain import errors
from domain.case.command import Command, Context
from domain.case.decide import decide
from domain.case.events import Actor, Barred, Dispatched, Fact, Received
from domain.case.fold import advance, evolve, fold
from domain.case.intake import LinkDuplicate, Receive, Screen
from domain.case.record import attach
from domain.case.rights import attempt as attempted
from domain.case.rights import barred
from domain.case.state import Case
from domain.rules.calendar import Calendar

TRIES = 30  # of writers on one case or one series of numbers, each time one gets through
PATIENCE = 0.002  # seconds


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


class Loaded(msgspec.Struct):
    """A case with the history it was folded from."""

    case: Case
    rows: list[Row]
    history: list[Fact]


class Shared(NamedTuple):
    """What new cases that are recorded together share: units, and numbers not recorded yet."""

    units: Units
    taken: dict[str, int]


class Desk:
    """One per process. `after_write` is told what was written, so that read models follow."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock = system_clock,
        after_write: Callable[[Written | None], object] | None = None,
    ) -> None:
        """The store is there already: `migrate` made it."""
        from application.calendars import load_calendar  # noqa: PLC0415 - reads a large table

        self.settings = settings
        self.clock = clock
        self.after_write = after_write
        self.log = Log(settings)
        self.center = Center(settings)
        self.rules = RuleBook(self.log)
        self.categories = CategoryBook(self.log)
        self.keys = Keyring(settings)
        self.marks = marks.Marks(settings, self.keys)
        self.files = Files(settings, self.keys)
        self.calendar: Calendar = load_calendar(assume_weekends=True)

    # --- loading ---

    def load(self, case_id: str, upto: int | None = None) -> Loaded:
        """The case up to a position. Errors: `CaseUnknown`."""
        rows = self.log.stream(case_id, upto)
        if not rows or rows[0].topic != "case.received":
            raise errors.CaseUnknown(case=case_id)
        history = [decode(row.topic, row.state) for row in rows]
        return Loaded(fold(case_id, history), rows, history)

    def load_at(self, case_id: str, moment: datetime) -> Loaded:
        """The case as it was recorded up to a moment. Errors: `CaseUnknown`."""
        rows = [row for row in self.log.stream(case_id) if row.recorded <= to_ms(moment)]
        return self.load(case_id, upto=rows[-1].seq if rows else 0)

    def find(self, name: str) -> str:
        """The id of a case by its file number or its id. Errors: `CaseUnknown`."""
        parsed = numbers.parse(name)
        if parsed is not None:
            found = self.log.reader.number(*parsed)
            if found is not None:
                return found
        try:
            return UUID(name).hex
        except ValueError:
            raise errors.CaseUnknown(case=name) from None

    # --- commands ---

    def receive(
        self,
        command: Receive,
        act: Act,
        case_id: str | None = None,
        files: Sequence[Prepared] = (),
    ) -> Recorded:
        """Register a matter under the next file number; `command.number` is not looked at."""
        return self.batch([command], act, case_id or numbers.new_case_id(), files)

    def execute(
        self, case_id: str, command: Command, act: Act, files: Sequence[Prepared] = ()
    ) -> Recorded:
        """Do what the command asks. Errors: a `DomainError`, after nothing was written.

        `MovedOn` where the case has got further than the version that was expected.

        An attempt to bring an accusation before the accused is the exception: it is recorded,
        then refused with `AccusedUnit`; to the accused themselves with `CaseUnknown`.
        """
        if isinstance(command, Screen) and command.duplicate_of:
            return self._screen_duplicate(case_id, command, act, files)
        return self.batch([command], act, case_id, files)

    def batch(
        self,
        commands: Sequence[Command],
        act: Act,
        case_id: str,
        files: Sequence[Prepared] = (),
    ) -> Recorded:
        """Several commands of one person on one case, recorded together or not at all.

        Files belong to the first event of them, or to the case when there is none.
        """
        return self.run(case_id, act.key, lambda work: work.do_all(commands, act, files))

    def run(self, case_id: str, key: str, job: Callable[["Work"], object]) -> Recorded:
        """Load, let `job` decide, save; told again, answer with what was recorded first."""
        for attempt in range(TRIES):
            repeated = self.repeated(key)
            if repeated is not None:
                return repeated
            work = Work(self, case_id)
            try:
                job(work)
                return self._save(work, key)
            except errors.DomainError:
                repeated = self.repeated(key)
                if repeated is not None:
                    return repeated
                raise
            except IntegrityError:
                if attempt == TRIES - 1:
                    raise
                time.sleep(random.uniform(0, PATIENCE * (attempt + 1)))  # noqa: S311 - jitter
        raise AssertionError

    def repeated(self, key: str) -> Recorded | None:
        """What the form of that key led to, if it was recorded. Errors: as it was refused then."""
        found = self.log.reader.key(key) if key else None
        if found is None:
            return None
        stream, version = found
        loaded = self.load(stream)
        refuse_barred(loaded.history[version - 1], loaded.case.number)
        seq = loaded.rows[version - 1].seq
        return Recorded(
            case_id=stream, number=loaded.case.number, version=version, seq=seq, repeated=True
        )

    def _save(self, work: "Work", key: str) -> Recorded:
        if not work.new:
            return work.recorded(work.rows[-1].seq)
        if work.rows and marks.void(work.case, work.new):
            self.marks.forget([work.case_id])  # before, so that none outlives its reason
        extras = Extras(to_ms(self.clock()), work.keys(key), work.numbers)
        entries = work.entries()
        seqs = self.put([*entries, *work.entries_of_others()], extras)[: len(entries)]
        self._tell(work, seqs, extras.recorded)
        for event in work.new:
            refuse_barred(event, work.case.number)
        return work.recorded(seqs[-1])

    def put(self, entries: Sequence[Any], extras: Extras) -> list[int]:
        """Record entries in one transaction; their positions. Errors: `IntegrityError`.

        Straight into the application's event store: its `save` would ask each entry at length
        whether it is an aggregate.
        """
        recordings = self.center.events.put(entries, extras=extras)
        return [int(recording.notification.id) for recording in recordings]

    def _tell(self, work: "Work", seqs: list[int], recorded: int) -> None:
        if self.after_write is None:
            return
        rows = work.rows
        self.after_write(
            Written(
                stream=work.case_id,
                cid=rows[0].seq if rows else seqs[0],
                recorded=rows[0].recorded if rows else recorded,
                history=[*work.history, *work.new],
                before=len(rows),
                first_seq=seqs[0],
                last_seq=seqs[-1],
            )
        )
        if work.others:
            self.after_write(None)

    def _screen_duplicate(
        self, case_id: str, command: Screen, act: Act, files: Sequence[Prepared]
    ) -> Recorded:
        """Both cases know it, or neither: the duplicate, and the main case at the chain's end."""
        main = self._main(command.duplicate_of, act)
        screen = msgspec.structs.replace(command, duplicate_of=main.number)

        def job(work: "Work") -> None:
            if not work.do_all([screen], act, files):
                return
            linked = Work(self, main.id)
            linked.do(LinkDuplicate(number=work.case.number), act)
            work.others.append(linked)

        return self.run(case_id, act.key, job)

    def _main(self, name: str, act: Act) -> Case:
        """Errors: `CaseUnknown`, and the attempt recorded, to whom a case on the way accuses."""
        work = Work(self, self.find(name))
        if barred(work.case, work.context(act)):
            self.run(work.case_id, "", lambda again: again.tried(act, "act"))
        case = self.load(work.case_id).case
        return self._main(case.duplicate_of, act) if case.duplicate_of else case

    # --- what is not a case ---

    def append(self, stream: str, version: int, events: Sequence[Any]) -> int:
        """Events of another aggregate (unit, rule set) after `version`; gives the last position."""
        entries = [
            Entry(stream, version + offset, event) for offset, event in enumerate(events, start=1)
        ]
        seqs = self.put(entries, Extras(to_ms(self.clock())))
        if self.after_write is not None:
            self.after_write(None)
        return seqs[-1]

    def close(self) -> None:
        """Close all connections."""
        self.center.close()
        self.log.close()
        self.keys.close()
        self.marks.close()
        self.files.close()


class Work:
    """One case under the hands of one command, or of several recorded together."""

    def __init__(self, desk: Desk, case_id: str, shared: Shared | None = None) -> None:
        """Load the case; a new one is empty. With `shared` it is known to be new."""
        self._desk = desk
        self._shared = shared or Shared(Units(desk.log), {})
        self.case_id = case_id
        self.rows = [] if shared is not None else desk.log.stream(case_id)
        self.history: list[Fact] = [decode(row.topic, row.state) for row in self.rows]
        self.case = fold(case_id, self.history)
        self.new: list[Fact] = []
        self.numbers: list[tuple[str, int, str]] = []
        self.others: list[Work] = []  # cases the same command is about, recorded with this one

    def entries_of_others(self) -> list[Entry]:
        """What is new in them, for the store."""
        return [entry for other in self.others for entry in other.entries()]

    def entries(self) -> list[Entry]:
        """What is new, for the store."""
        before = len(self.rows)
        return [
            Entry(self.case_id, before + offset, event)
            for offset, event in enumerate(self.new, start=1)
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
        """Errors: `MovedOn`, so that nobody decides on what they have not seen."""
        if act.expected in (0, self.case.version) or barred(self.case, self.context(act)):
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
        self._fold(decide(self.case, command, ctx))

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
            calendar=desk.calendar,
            units=self._shared.units,
            late=act.late,
            source=act.source,
            history=[*self.history, *self.new],
        )

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
