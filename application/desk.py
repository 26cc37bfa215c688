"""The desk's door to the log: every command is load, decide, save, and counts once."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.persistence import IntegrityError

from application import marks, numbers
from application.auditbook import SheetBook
from application.barring import refuse_barred
from application.bulletinbook import BulletinBook
from application.calendarbook import CalendarBook
from application.categorybook import CategoryBook
from application.center import Center
from application.clock import Clock, system_clock, to_ms
from application.clockwatch import ClockWatch, Unwatched, watch
from application.codec import Entry, decode
from application.coursebook import CourseBook
from application.erasing.register import RegisterBook
from application.files.keeping import Files, Prepared
from application.keys import Keyring
from application.log import Log
from application.plans.book import PlanBook
from application.published import PublishedQuarters
from application.registry import RuleBook
from application.retention import RetentionBook
from application.roundbook import RoundBook
from application.scoringbook import ScoringBook
from application.settings import Settings
from application.store.rows import ClockIsBehind, Extras, Row
from application.work import Act, Recorded, Shared, Work, begins_a_case
from application.written import Written
from domain import errors
from domain.case.command import Command
from domain.case.events import Fact
from domain.case.fold import fold
from domain.case.intake import LinkDuplicate, Receive, Screen
from domain.case.rights import barred
from domain.case.state import Case
from domain.rules.calendar import Calendar

__all__ = ["Act", "Desk", "Loaded", "Recorded", "Shared", "Work"]

TRIES = 30  # of writers on one case or one series of numbers, each time one gets through
PATIENCE = 0.002  # seconds


class Loaded(msgspec.Struct):
    """A case with the history it was folded from."""

    case: Case
    rows: list[Row]
    history: list[Fact]


class Desk:
    """One per process. `after_write` is told what was written, so that read models follow."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock = system_clock,
        after_write: Callable[[Written | None], object] | None = None,
    ) -> None:
        """The store is there already: `migrate` made it."""
        self.settings = settings
        self.clock = clock
        self.after_write = after_write
        self.log = Log(settings)
        self.watch: ClockWatch | Unwatched = watch(self.log, clock)
        self.center = Center(settings)
        self.rules = RuleBook(self.log)
        self.categories = CategoryBook(self.log)
        self.plans = PlanBook(self.log, self.categories)
        self.keys = Keyring(settings)
        self.marks = marks.Marks(settings, self.keys)
        self.files = Files(settings, self.keys)
        self.calendars = CalendarBook(self.log)
        self.rounds = RoundBook(self.log)
        self.bulletins = BulletinBook(self.log)
        self.scoring = ScoringBook(self.log)
        self.courses = CourseBook(self.log)
        self.sheets = SheetBook(self.log)
        self.register = RegisterBook(self.log)
        self.retention = RetentionBook(self.log, settings.timezone)
        self.published = PublishedQuarters(self.courses, settings.timezone)

    @property
    def calendar(self) -> Calendar:
        """The working calendar in force; its years follow the log."""
        return self.calendars.now()

    # --- loading ---

    def load(self, case_id: str, upto: int | None = None) -> Loaded:
        """The case up to a position. Errors: `CaseUnknown`."""
        rows = self.log.stream(case_id, upto)
        if not rows or not begins_a_case(rows[0]):
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

    def run(self, case_id: str, key: str, job: Callable[[Work], object]) -> Recorded:
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

    def _save(self, work: Work, key: str) -> Recorded:
        if not work.new:
            return work.recorded(work.rows[-1].seq)
        if work.rows and marks.void(work.case, work.new):
            self.marks.forget([work.case_id])  # before, so that none outlives its reason
        extras = Extras(to_ms(self.clock()), work.keys(key), work.numbers)
        entries = work.entries(key)
        others = [*work.entries_of_others(), *self.register.entries(work)]
        seqs = self.put([*entries, *others], extras)[: len(entries)]
        self._tell(work, seqs, extras.recorded)
        for event in work.new:
            refuse_barred(event, work.case.number)
        return work.recorded(seqs[-1])

    def put(self, entries: Sequence[Any], extras: Extras) -> list[int]:
        """Record entries in one transaction; their positions. Errors: `IntegrityError`.

        Straight into the application's event store: its `save` would ask each entry at length
        whether it is an aggregate. Errors: `ClockBehind`, `ClockJumped` while the clock is astray.
        """
        self.watch.check()
        extras.behind_most = self.watch.most_behind
        try:
            return self.put_unwatched(entries, extras)
        except ClockIsBehind as found:
            self.watch.check_behind(found.last)
        extras.behind_most = None
        return self.put_unwatched(entries, extras)

    def put_unwatched(self, entries: Sequence[Any], extras: Extras) -> list[int]:
        """The same whatever the clock says."""
        recordings = self.center.events.put(entries, extras=extras)
        return [int(recording.notification.id) for recording in recordings]

    def _tell(self, work: Work, seqs: list[int], recorded: int) -> None:
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

        def job(work: Work) -> None:
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
