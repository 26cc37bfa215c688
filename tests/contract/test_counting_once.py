"""A form counts once, a number is given once, a decision is made on what is true."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from eventsourcing.persistence import IntegrityError

from application.desk import Act, Desk, Work
from application.settings import Settings
from domain.case.dispatch import Arrive, Dispatch, SignFor
from domain.case.intake import Screen
from domain.case.record import Note
from domain.case.words import Validity
from domain.errors import AlreadyArrived, AlreadySigned, CaseUnknown, DuplicateOfItself
from tests.contract.records import DESK, POLICE, query, receive, received, stored

Open = Callable[[], Desk]


class TestForms:
    """The form's key is answered with what was recorded first."""

    def test_the_same_form_registers_one_case(self, desk: Desk, settings: Settings) -> None:
        first = receive(desk, key="form-1")
        before = stored(settings)
        again = receive(desk, key="form-1", title="别的标题")
        assert stored(settings) == before
        assert again.repeated
        assert (again.case_id, again.number, again.version, again.seq) == (
            first.case_id,
            first.number,
            first.version,
            first.seq,
        )

    def test_another_form_registers_another(self, desk: Desk) -> None:
        assert receive(desk, key="form-1").case_id != receive(desk, key="form-2").case_id

    def test_it_is_answered_though_the_decision_would_refuse_now(self, desk: Desk) -> None:
        case_id = received(desk)
        desk.execute(case_id, Dispatch(unit="police"), Act(by=DESK))
        first = desk.execute(case_id, Arrive(dispatch=1), Act(by=POLICE, key="arrived"))
        desk.execute(case_id, Note(label="后来"), Act(by=DESK))
        with pytest.raises(AlreadyArrived):
            desk.execute(case_id, Arrive(dispatch=1), Act(by=POLICE))
        again = desk.execute(case_id, Arrive(dispatch=1), Act(by=POLICE, key="arrived"))
        assert (again.version, again.seq, again.repeated) == (first.version, first.seq, True)

    def test_a_refused_form_may_be_sent_again_and_then_counts(self, desk: Desk) -> None:
        case_id = received(desk)
        desk.execute(case_id, Dispatch(unit="police"), Act(by=DESK))
        desk.execute(case_id, SignFor(dispatch=1), Act(by=POLICE))
        with pytest.raises(AlreadySigned):
            desk.execute(case_id, SignFor(dispatch=1), Act(by=POLICE, key="form-1"))
        assert not desk.execute(case_id, Arrive(dispatch=1), Act(by=POLICE, key="form-1")).repeated

    def test_without_a_key_each_counts(self, desk: Desk) -> None:
        case_id = received(desk)
        versions = [desk.execute(case_id, Note(label="x"), Act(by=DESK)).version for _ in range(3)]
        assert versions == [2, 3, 4]

    def test_sent_by_eight_at_once_it_counts_once(
        self, open_desk: Open, settings: Settings
    ) -> None:
        desks = [open_desk() for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda one: receive(one, key="form-1"), desks))
        assert len({result.case_id for result in results}) == 1
        assert [result.repeated for result in results].count(False) == 1
        assert [row.topic for row in stored(settings)].count("case.received") == 1


class TestNumbers:
    """File numbers: centre code, year, running number; no gap and none twice."""

    def test_they_run_from_one(self, desk: Desk) -> None:
        numbers = [receive(desk).number for _ in range(3)]
        assert [number.rpartition("-")[2] for number in numbers] == ["00001", "00002", "00003"]
        assert all(number.startswith("QS") for number in numbers)

    def test_a_case_is_found_by_its_number_and_by_its_id(self, desk: Desk) -> None:
        first = receive(desk)
        assert desk.find(first.number) == first.case_id
        assert desk.find(f" {first.number} ") == first.case_id
        assert desk.find(first.case_id) == first.case_id

    @pytest.mark.parametrize("name", ["QS2025-99999", "", "nothing", "QS2025-"])
    def test_what_nobody_has_is_not_found(self, desk: Desk, name: str) -> None:
        with pytest.raises(CaseUnknown):
            desk.find(name)

    def test_eight_threads_at_one_desk_get_each_their_own(
        self, desk: Desk, settings: Settings
    ) -> None:
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda _: receive(desk), range(64)))
        self.run_without_gaps([result.number for result in results], settings)

    def run_without_gaps(self, given: list[str], settings: Settings) -> None:
        running = sorted(int(number.rpartition("-")[2]) for number in given)
        assert running == list(range(1, len(given) + 1))
        kept = query(settings, "SELECT running, stream FROM file_numbers ORDER BY running")
        assert [row[0] for row in kept] == running
        assert len({row[1] for row in kept}) == len(kept)


class TestConflicts:
    """Whoever comes second decides again on what is true by then."""

    def test_a_stale_decision_is_made_again(self, desk: Desk, open_desk: Open) -> None:
        case_id = received(desk)
        other, tries = open_desk(), []

        def job(work: Work) -> None:
            tries.append(work.case.version)
            if len(tries) == 1:
                other.execute(case_id, Note(label="dazwischen"), Act(by=DESK))
            work.do(Dispatch(unit="police"), Act(by=DESK))

        recorded = desk.run(case_id, "", job)
        assert tries == [1, 2]
        assert recorded.version == 3

    def test_it_is_refused_when_it_came_true_meanwhile(self, desk: Desk, open_desk: Open) -> None:
        case_id = received(desk)
        desk.execute(case_id, Dispatch(unit="police"), Act(by=DESK))
        other, tries = open_desk(), []

        def job(work: Work) -> None:
            tries.append(work.case.version)
            if len(tries) == 1:
                other.execute(case_id, Arrive(dispatch=1), Act(by=POLICE))
            work.do(Arrive(dispatch=1), Act(by=POLICE))

        with pytest.raises(AlreadyArrived):
            desk.run(case_id, "", job)

    def test_a_version_is_written_once(self, desk: Desk) -> None:
        event = desk.load(received(desk)).history[0]
        desk.append("a" * 32, 0, [event])
        with pytest.raises(IntegrityError):
            desk.append("a" * 32, 0, [event])

    def test_eight_hands_on_one_case_lose_nothing(self, desk: Desk, settings: Settings) -> None:
        case_id = received(desk)
        failed: list[Exception] = []

        def work(name: int) -> None:
            for number in range(5):
                try:
                    desk.execute(case_id, Note(label=f"{name}.{number}"), Act(by=DESK))
                except IntegrityError as error:
                    failed.append(error)

        threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failed
        assert len(desk.load(case_id).rows) == 41
        assert len({row.seq for row in stored(settings)}) == len(stored(settings))


class TestDuplicates:
    """A duplicate is linked on both cases."""

    def test_the_main_case_knows_its_duplicate(self, desk: Desk) -> None:
        main, second = receive(desk), receive(desk)
        screen = Screen(validity=Validity.DUPLICATE, duplicate_of=main.case_id)
        desk.execute(second.case_id, screen, Act(by=DESK, key="form-1"))
        desk.execute(second.case_id, screen, Act(by=DESK, key="form-1"))
        assert desk.load(second.case_id).case.duplicate_of == main.number
        assert desk.load(main.case_id).case.duplicates == [second.number]

    def test_both_know_it_or_neither(
        self, desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        main, second = receive(desk), receive(desk)
        before = stored(settings)
        screen = Screen(validity=Validity.DUPLICATE, duplicate_of=main.number)

        def fail(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(Work, "entries_of_others", fail)
        with pytest.raises(KeyboardInterrupt):
            desk.execute(second.case_id, screen, Act(by=DESK))
        assert stored(settings) == before
        monkeypatch.undo()
        desk.execute(second.case_id, screen, Act(by=DESK))
        assert len({row.recorded for row in stored(settings)[-2:]}) == 1

    def test_a_duplicate_of_a_duplicate_is_linked_to_the_main_case(self, desk: Desk) -> None:
        main, second, third = receive(desk), receive(desk), receive(desk)
        for case, of in ((second, main), (third, second)):
            screen = Screen(validity=Validity.DUPLICATE, duplicate_of=of.number)
            desk.execute(case.case_id, screen, Act(by=DESK))
        assert desk.load(main.case_id).case.duplicates == [second.number, third.number]
        assert desk.load(third.case_id).case.duplicate_of == main.number

    def test_the_main_case_exists(self, desk: Desk) -> None:
        second = receive(desk)
        screen = Screen(validity=Validity.DUPLICATE, duplicate_of="QS2000-00001")
        with pytest.raises(CaseUnknown):
            desk.execute(second.case_id, screen, Act(by=DESK))
        assert desk.load(second.case_id).case.open

    def test_two_cases_are_not_duplicates_of_each_other(self, desk: Desk) -> None:
        first, second = receive(desk), receive(desk)
        screen = Screen(validity=Validity.DUPLICATE, duplicate_of=first.number)
        desk.execute(second.case_id, screen, Act(by=DESK))
        back = Screen(validity=Validity.DUPLICATE, duplicate_of=second.number)
        with pytest.raises(DuplicateOfItself):
            desk.execute(first.case_id, back, Act(by=DESK))
