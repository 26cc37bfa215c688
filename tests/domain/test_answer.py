"""The reporter's own answer: once, in time, by nobody else, and what it leads to."""

from datetime import timedelta

import pytest

from domain import errors
from domain.case import COMMANDS
from domain.case import events as e
from domain.case.answer import REPORTER, Answer, answer_until
from domain.case.closing import Close, RecordAttempt, RuleDissatisfaction, Visit
from domain.case.command import Command
from domain.case.correction import Correct
from domain.case.dispatch import GiveFeedback
from domain.case.possible import possible
from domain.case.record import Note
from domain.case.rights import ROLES
from domain.case.supervision import Complain
from domain.case.words import Outcome, Role, Satisfaction
from tests.domain.scenario import (
    ADMIN,
    AUDITOR,
    COLLEAGUE,
    DESK,
    INSPECTOR,
    LEADER,
    POLICE,
    SEALED,
    Story,
    accusation,
    closed,
    dispatched,
    dispute,
    emergency,
    handled,
)

STAFF = (DESK, COLLEAGUE, LEADER, INSPECTOR, AUDITOR, ADMIN, POLICE)
HAPPY = Answer(solved=True, satisfied=Satisfaction.SATISFIED)
UNSATISFIED = Answer(solved=True, satisfied=Satisfaction.NOT, words=SEALED)
UNSOLVED = Answer(solved=False, satisfied=Satisfaction.NOT, words=SEALED)
ASKING = Answer(solved=False, satisfied=Satisfaction.NOT, reopen=True, words=SEALED)
HANDLED = Close(outcome=Outcome.HANDLED)
RULING = RuleDissatisfaction(reopen=True, reason="未处置到位")


def closed_again(story: Story) -> Story:
    """The reopened matter was handled and closed once more."""
    number = len(story.case.dispatches) + 1
    feedback = GiveFeedback(dispatch=number, outcome=Outcome.HANDLED)
    return dispatched(story).given(feedback, by=POLICE).given(HANDLED)


class TestWhoAnswers:
    """The reporter, and nobody in their place."""

    @pytest.mark.parametrize("actor", STAFF, ids=lambda actor: actor.role)
    def test_nobody_who_has_an_account(self, actor: e.Actor) -> None:
        closed().when(HAPPY, by=actor).refused(errors.NotYourRole, needed="reporter")

    def test_no_record_of_another_system_either(self) -> None:
        closed().when(HAPPY, by=DESK, source="import").refused(errors.NotYourRole)

    def test_no_account_can_have_the_reporters_role_or_name(self) -> None:
        assert REPORTER.role not in set(Role)
        assert not REPORTER.user

    @pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda kind: kind.__name__)
    def test_the_reporter_takes_no_other_step_but_to_complain(self, command: type[Command]) -> None:
        own = REPORTER.role in ROLES.get(command, frozenset())
        assert own is (command in (Answer, Complain))

    def test_a_step_of_the_desk_is_refused_to_the_reporter(self) -> None:
        emergency().when(Note(label="x"), by=REPORTER).refused(errors.NotYourRole)

    def test_it_is_offered_to_nobody_on_the_page_of_the_case(self) -> None:
        for actor in STAFF:
            story = closed()
            offered = possible(story.case, story.context(actor))
            assert Answer not in {step.command for step in offered}


class TestWhen:
    """Once to a closing, while the return visit is due."""

    def test_not_before_the_closing(self) -> None:
        handled(emergency()).when(HAPPY, by=REPORTER).refused(errors.CaseNotClosed)

    def test_not_twice(self) -> None:
        closed().given(HAPPY, by=REPORTER).when(UNSOLVED, by=REPORTER).refused(
            errors.AlreadyVisited
        )

    def test_not_after_having_answered_the_centres_call(self) -> None:
        call = Visit(solved=True, satisfied=Satisfaction.SATISFIED)
        closed().given(call, by=COLLEAGUE).when(HAPPY, by=REPORTER).refused(errors.AlreadyVisited)

    def test_not_after_the_return_visit_was_due(self) -> None:
        story = closed()
        until = answer_until(story.case)
        assert until is not None
        story.now = until
        story.when(HAPPY, by=REPORTER).then(e.Answered)
        story = closed()
        story.now = until + timedelta(seconds=1)
        story.when(HAPPY, by=REPORTER).refused(errors.WindowOver, until=until)

    def test_a_graver_dispute_is_answered_sooner(self) -> None:
        ordinary, grave = closed(), dispute(number="QS2025-00002")
        grave.given(Close(outcome=Outcome.REFERRED))
        until = answer_until(grave.case)
        later = answer_until(ordinary.case)
        assert until is not None
        assert later is not None
        assert until < later

    @pytest.mark.parametrize("by", [DESK, LEADER, INSPECTOR], ids=lambda by: by.user)
    def test_nobody_puts_it_right_for_them(self, by: e.Actor) -> None:
        story = closed().given(UNSOLVED, by=REPORTER)
        right = Correct(
            event=story.case.version, field="solved", value="true", reason="记错", approver="wei"
        )
        story.when(right, by=by).refused(errors.NotCorrectable)

    def test_each_closing_is_answered_for_itself(self) -> None:
        story = closed_again(closed().given(ASKING, by=REPORTER))
        assert not story.case.own_answer
        assert story.case.solved is None
        story.when(HAPPY, by=REPORTER).then(e.Answered)

    def test_who_could_not_be_reached_still_answers(self) -> None:
        story = closed().given(RecordAttempt(), RecordAttempt(), RecordAttempt(), by=COLLEAGUE)
        made_at = story.case.visited_at
        story.later(days=1).when(HAPPY, by=REPORTER).then(e.Answered)
        assert (story.case.answered, story.case.solved) == (True, True)
        assert story.case.visited_at == made_at


class TestWhatItLeadsTo:
    """The same as a return visit."""

    def test_it_is_the_return_visit_and_no_other_is_due(self) -> None:
        story = closed()
        assert story.runs("visit")
        story.given(HAPPY, by=REPORTER)
        assert not story.runs("visit")
        assert story.case.visited_at == story.now
        assert story.case.own_answer
        call = Visit(solved=True, satisfied=Satisfaction.SATISFIED)
        story.when(call, by=COLLEAGUE).refused(errors.AlreadyVisited)

    def test_unsolved_and_asked_for_it_reopens_at_once(self) -> None:
        story = closed()
        story.when(ASKING, by=REPORTER).then(e.Answered, e.Reopened)
        assert story.case.open
        assert not story.case.unhappy
        assert story.runs("close")
        reopened = story.history[-1]
        assert isinstance(reopened, e.Reopened)
        assert reopened.trigger == "reporter"
        assert not reopened.reason

    @pytest.mark.parametrize("answer", [UNSOLVED, UNSATISFIED], ids=["unsolved", "unsatisfied"])
    def test_any_other_unhappy_answer_waits_for_the_inspection_office(self, answer: Answer) -> None:
        story = closed()
        story.when(answer, by=REPORTER).then(e.Answered)
        assert story.case.closed
        assert story.case.unhappy
        story.when(RULING, by=DESK).refused(errors.NotYourRole)
        story.when(RULING, by=INSPECTOR).then(e.DissatisfactionRuled, e.Reopened)

    def test_solved_but_wanted_anew_waits_with_the_wish_on_record(self) -> None:
        wish = Answer(solved=True, satisfied=Satisfaction.NOT, reopen=True)
        story = closed()
        story.when(wish, by=REPORTER).then(e.Answered, reopen=True)
        assert story.case.closed
        assert story.case.unhappy

    @pytest.mark.parametrize("satisfied", [Satisfaction.SATISFIED, Satisfaction.BASICALLY])
    def test_a_happy_answer_ends_it(self, satisfied: Satisfaction) -> None:
        story = closed().given(Answer(solved=True, satisfied=satisfied), by=REPORTER)
        assert not story.case.unhappy
        story.when(RULING, by=INSPECTOR).refused(errors.NothingToRule)

    def test_nobody_who_is_happy_asks_for_it_anew(self) -> None:
        both = Answer(solved=True, satisfied=Satisfaction.SATISFIED, reopen=True)
        closed().when(both, by=REPORTER).refused(errors.WrongValue, field="reopen")


class TestComplaints:
    """About pressure or bad treatment, at any time, about anybody."""

    @pytest.mark.parametrize("unit", ["police", "centre"])
    def test_the_reporter_complains_of_a_unit_or_the_centre(self, unit: str) -> None:
        story = dispatched(emergency())
        story.when(Complain(unit=unit, words=SEALED), by=REPORTER).then(e.Complained, unit=unit)
        assert story.case.complaints == {1: False}

    @pytest.mark.parametrize("accused", ["police", "centre"])
    def test_who_accuses_somebody_complains_too(self, accused: str) -> None:
        story = accusation(accused)
        story.when(Complain(unit="police", words=SEALED), by=REPORTER).then(e.Complained)
