"""Whatever people do in whatever order, the state rebuilt from the log is the state held."""

from collections.abc import Callable
from datetime import datetime, timedelta

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from application.codec import decode
from application.desk import Act, Recorded, Work
from application.migrate import migrate
from application.settings import Settings
from application.store.rows import Row
from application.whatif import WhatIf
from domain.case import events as e
from domain.case.command import Command
from domain.case.events import Actor
from domain.case.fold import advance, fold
from domain.case.intake import Receive
from domain.case.state import Case
from domain.errors import AccusedUnit, CaseUnknown, DomainError
from projections.bootstrap import Service, open_service
from projections.compare import compare
from projections.rebuild import rebuild
from tests.conftest import Place
from tests.contract.commands import ACTORS, START, allowed, any_command, choose, plausible, receipts
from tests.contract.conftest import found_units
from tests.contract.records import stored

MOST_CASES = 4


class Lives(RuleBasedStateMachine):
    """Several cases under the hands of several people, on one place, with restarts."""

    cases = Bundle("cases")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.settings = Settings(
            data=place.data_dir, database_url=place.database_url, rules="hotline-working-days"
        )
        self.now: datetime = START
        self.held: dict[str, Case] = {}
        self.history: dict[str, list[e.Fact]] = {}
        self.sent: list[tuple[str, Command, Act, Recorded]] = []
        migrate(self.settings)
        self.service: Service = self.start()
        found_units(self.service.desk)
        self.seen = self.service.desk.log.head()

    def start(self) -> Service:
        """As after a start of the process."""
        return open_service(self.settings, clock=lambda: self.now)

    # --- what people do ---

    @initialize(target=cases, receipt=receipts())
    def first(self, receipt: Receive) -> str:
        return self.register(receipt, Actor("zhang", "centre", "operator"))

    @precondition(lambda self: len(self.held) < MOST_CASES)
    @rule(target=cases, receipt=receipts(), by=ACTORS)
    def receive(self, receipt: Receive, by: Actor) -> object:
        return self.register(receipt, by) or multiple()

    @rule(case=cases, steps=st.lists(st.tuples(ACTORS, st.integers(0, 9999)), min_size=10))
    def work_on_it(self, case: str, steps: list[tuple[Actor, int]]) -> None:
        """One step after the other, each one that pages would offer."""
        for by, pick in steps:
            work = Work(self.service.desk, case)
            offered = allowed(work.case, work.context(Act(by=by)))
            if offered:
                self.do(case, choose(offered, pick), Act(by=by))

    @rule(case=cases, by=ACTORS, data=st.data())
    def try_what_pages_might_offer(self, case: str, by: Actor, data: st.DataObject) -> None:
        work = Work(self.service.desk, case)
        commands = plausible(work.case, work.context(Act(by=by)))
        self.do(case, data.draw(st.sampled_from(commands)), self.act(by, data))

    @rule(case=cases, by=ACTORS, command=any_command(), data=st.data())
    def try_anything(self, case: str, by: Actor, command: Command, data: st.DataObject) -> None:
        self.do(case, command, self.act(by, data))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_a_form_again(self, data: st.DataObject) -> None:
        case, command, act, first = data.draw(st.sampled_from(self.sent))
        again = self.service.desk.execute(case, command, act)
        assert again.repeated
        assert (again.version, again.seq) == (first.version, first.seq)
        assert not self.new_rows()

    # --- what happens meanwhile ---

    @rule(minutes=st.sampled_from((1, 14, 60, 1500, 20_000)))
    def let_time_pass(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(minutes=st.integers(1, 90))
    def set_the_clock_back(self, minutes: int) -> None:
        self.now -= timedelta(minutes=minutes)

    @rule()
    def start_again(self) -> None:
        self.service.close()
        self.service = self.start()

    # --- how it is done ---

    def act(self, by: Actor, data: st.DataObject) -> Act:
        minutes = data.draw(st.sampled_from((0, 0, 0, -1, 5, 30, 2000)))
        late = data.draw(st.sampled_from(("", "补录"))) if minutes > 15 else ""
        key = f"form-{len(self.sent)}" if data.draw(st.booleans()) else ""
        at = self.now - timedelta(minutes=minutes) if minutes else None
        return Act(by=by, at=at, late=late, key=key)

    def register(self, receipt: Receive, by: Actor) -> str:
        try:
            recorded = self.service.desk.receive(receipt, Act(by=by))
        except DomainError:
            assert not self.new_rows()
            return ""
        self.take_in(recorded)
        return recorded.case_id

    def do(self, case: str, command: Command, act: Act) -> None:
        try:
            recorded = self.service.desk.execute(case, command, act)
        except (AccusedUnit, CaseUnknown):  # unknown: to the accused themselves
            self.take_in_attempt(case)
        except DomainError:
            assert not self.new_rows()
        else:
            self.take_in(recorded)
            if act.key and recorded.events:
                self.sent.append((case, command, act, recorded))

    def take_in_attempt(self, case: str) -> None:
        rows = self.new_rows()
        assert [row.topic for row in rows] in ([], ["case.barred"])
        for row in rows:
            self.fold_in(case, [decode(row.topic, row.state)])

    def take_in(self, recorded: Recorded) -> None:
        rows = [row for row in self.new_rows() if row.stream == recorded.case_id]
        assert [decode(row.topic, row.state) for row in rows] == list(recorded.events)
        self.fold_in(recorded.case_id, list(recorded.events))

    def fold_in(self, case: str, events: list[e.Fact]) -> None:
        before = self.history.setdefault(case, [])
        held = self.held.setdefault(case, Case(case))
        self.held[case] = advance(held, before, events)
        before.extend(events)
        check_case(self.held[case], before)
        assert self.held[case] == self.service.desk.load(case).case
        self.seen = self.service.desk.log.head()

    def new_rows(self) -> list[Row]:
        return self.service.desk.log.after(self.seen, 100)

    # --- what always holds ---

    @invariant()
    def positions_are_dense(self) -> None:
        log = self.service.desk.log
        assert log.head() == self.seen

    def teardown(self) -> None:
        for case, held in self.held.items():
            assert fold(case, self.service.desk.load(case).history) == held
            self.counted_again_no_limit_moves(case, held)
        self.service.close()
        rows = stored(self.settings)
        assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
        assert [row.recorded for row in rows] == sorted(row.recorded for row in rows)
        assert list(compare(self.settings)) == []
        rebuild(self.settings)
        assert list(compare(self.settings)) == []

    def counted_again_no_limit_moves(self, case: str, held: Case) -> None:
        """A what-if that asks about the rules a case has finds what is recorded."""
        desk = self.service.desk
        again = WhatIf(desk, desk.rules.get(held.rules), running_only=False).case(case)
        assert len(again.limits) == len(held.obligations)
        assert again.moved == []


def check_case(case: Case, history: list[e.Fact]) -> None:
    """The invariants of every case, whatever was done."""
    live = [one for one in case.dispatches if one.live]
    assert sum(one.role == "lead" for one in live) <= 1
    for one in case.dispatches:
        assert one.arrived_at is None or one.arrived_at >= one.at
        assert one.feedback_at is None or one.ended_at is None or one.feedback_at >= one.ended_at
    assert not case.closed or all(one.feedback_at is not None for one in live)
    assert not {one.unit for one in case.dispatches} & set(case.accused)
    running = [(one.kind, one.ref) for one in case.obligations if one.running]
    assert len(running) == len(set(running))
    assert all(bool(one.met) == (one.met_at is not None) for one in case.obligations)
    assert case.version == len(history)
    assert case.stage is not None


def test_state_and_read_models_rebuilt_are_those_held(
    new_place: Callable[[], Place], database: str
) -> None:
    chosen = hypothesis.settings()
    share = 1 if database == "sqlite" else 3
    run_state_machine_as_test(
        lambda: Lives(new_place()),  # type: ignore[arg-type]
        settings=hypothesis.settings(
            chosen,
            max_examples=max(chosen.max_examples // (3 * share), 5),
            stateful_step_count=40,
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
