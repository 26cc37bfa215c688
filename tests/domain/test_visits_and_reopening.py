"""After closing: the return visit, what an unhappy answer does, reopening, the file."""

from datetime import timedelta

import pytest

from domain import errors
from domain.case import events as e
from domain.case.closing import (
    Archive,
    Close,
    RecordAttempt,
    Reopen,
    RuleDissatisfaction,
    Visit,
)
from domain.case.dispatch import Dispatch, GiveFeedback, SignFor
from domain.case.handling import IssueOpinion, Reply
from domain.case.mediation import RecordBreach, RecordPerformance, TakeUp
from domain.case.words import Outcome, Satisfaction, Stage
from tests.domain.scenario import (
    AUDITOR,
    COLLEAGUE,
    DESK,
    INSPECTOR,
    LEADER,
    MORNING,
    POLICE,
    SEALED,
    Story,
    agreed,
    answered_claim,
    closed,
    dispatched,
    emergency,
    handled,
    hotline,
    unhappy,
)

HAPPY = Visit(solved=True, satisfied=Satisfaction.SATISFIED)
UNSOLVED = Visit(solved=False, satisfied=Satisfaction.NOT, words=SEALED)
HANDLED = Close(outcome=Outcome.HANDLED)


class TestWhoVisits:
    """By the centre, never the handler nor the handling unit."""

    def test_not_before_closing(self) -> None:
        handled(emergency()).when(HAPPY, by=COLLEAGUE).refused(errors.CaseNotClosed)

    def test_not_at_a_time_before_the_closing(self) -> None:
        story = closed().later(minutes=10)
        story.when(HAPPY, by=COLLEAGUE, at=MORNING - timedelta(minutes=1)).refused(
            errors.OccurredBefore
        )

    def test_not_the_officer_who_closed_it(self) -> None:
        closed().when(HAPPY, by=DESK).refused(errors.VisitByHandler, user="zhang")

    def test_not_the_officer_who_logged_a_units_step(self) -> None:
        story = dispatched(emergency()).given(
            GiveFeedback(dispatch=1, outcome=Outcome.HANDLED), by=COLLEAGUE
        )
        story.given(HANDLED, by=DESK).when(HAPPY, by=COLLEAGUE).refused(errors.VisitByHandler)

    def test_not_a_head_of_the_handling_unit(self) -> None:
        head = e.Actor("gao", "police", "leader")
        closed().when(HAPPY, by=head).refused(errors.VisitByHandler, unit="police")

    def test_not_the_handling_unit_itself(self) -> None:
        closed().when(HAPPY, by=POLICE).refused(errors.NotYourRole)

    def test_not_an_auditor(self) -> None:
        closed().when(HAPPY, by=AUDITOR).refused(errors.NotYourRole)

    def test_another_officer_of_the_centre(self) -> None:
        closed().when(HAPPY, by=COLLEAGUE).then(e.Visited, solved=True)

    def test_the_inspection_office(self) -> None:
        closed().when(HAPPY, by=INSPECTOR).then(e.Visited)


class TestTheCentresOwnCases:
    """Another officer visits, else the inspection office; nobody who had a hand in it."""

    def own(self) -> Story:
        """The centre dispatched it to itself, handled it and replied."""
        story = hotline().given(Dispatch(unit="centre"))
        story.given(GiveFeedback(dispatch=1, outcome=Outcome.SOLVED), by=DESK)
        story.given(Reply(how="电话"), by=LEADER)
        return story.given(Close(outcome=Outcome.SOLVED), by=LEADER)

    @pytest.mark.parametrize("actor", [DESK, LEADER])
    def test_not_who_handled_replied_or_closed(self, actor: e.Actor) -> None:
        self.own().when(HAPPY, by=actor).refused(errors.VisitByHandler, user=actor.user)
        self.own().when(RecordAttempt(), by=actor).refused(errors.VisitByHandler)

    @pytest.mark.parametrize("actor", [COLLEAGUE, INSPECTOR])
    def test_another_officer_or_the_inspection_office(self, actor: e.Actor) -> None:
        self.own().when(HAPPY, by=actor).then(e.Visited)

    def test_where_every_officer_had_a_hand_in_it_the_inspection_office_remains(self) -> None:
        story = hotline().given(Dispatch(unit="centre"))
        story.given(SignFor(dispatch=1), by=COLLEAGUE)
        story.given(GiveFeedback(dispatch=1, outcome=Outcome.SOLVED), by=DESK)
        story.given(Reply(how="电话"), Close(outcome=Outcome.SOLVED), by=LEADER)
        for officer in (DESK, COLLEAGUE, LEADER):
            story.when(HAPPY, by=officer).refused(errors.VisitByHandler)
        story.when(HAPPY, by=INSPECTOR).then(e.Visited)

    def test_nobody_of_another_unit(self) -> None:
        head = e.Actor("gao", "clinic", "leader")
        self.own().when(HAPPY, by=head).refused(errors.NotYourUnit)


class TestWhatTheReporterSays:
    """Solved or not, satisfied or not."""

    @pytest.mark.parametrize(
        "answer",
        [
            Visit(),
            Visit(solved=True),
            Visit(satisfied=Satisfaction.NOT),
            Visit(answered=False, solved=True),
            Visit(answered=False, satisfied=Satisfaction.NOT),
        ],
    )
    def test_an_answer_is_whole_or_none(self, answer: Visit) -> None:
        closed().when(answer, by=COLLEAGUE).refused(errors.AnswerNeeded)

    def test_reached_without_an_answer_is_a_visit_made(self) -> None:
        story = closed().given(Visit(answered=False), by=COLLEAGUE)
        assert not story.runs("visit")
        assert story.case.closed

    def test_unsolved_reopens_whatever_else_is_said(self) -> None:
        story = closed()
        story.when(UNSOLVED, by=COLLEAGUE).then(e.Visited, e.Reopened)
        assert story.case.open
        assert story.runs("close")
        assert story.runs("dispatch")

    def test_basically_satisfied_ends_it(self) -> None:
        story = closed().given(Visit(solved=True, satisfied=Satisfaction.BASICALLY), by=COLLEAGUE)
        assert not story.case.unhappy

    def test_solved_but_unsatisfied_waits_for_the_supervisor(self) -> None:
        story = unhappy()
        assert story.case.unhappy
        assert story.case.closed
        ruling = RuleDissatisfaction(reopen=False, reason="已按规定办理")
        story.when(ruling, by=DESK).refused(errors.NotYourRole)
        story.when(ruling, by=INSPECTOR).then(e.DissatisfactionRuled)
        story.when(ruling, by=INSPECTOR).refused(errors.NothingToRule)

    def test_the_supervisor_may_reopen_it(self) -> None:
        unhappy().when(RuleDissatisfaction(reopen=True, reason="处置不当"), by=INSPECTOR).then(
            e.DissatisfactionRuled, e.Reopened
        )

    def test_there_is_one_visit_to_a_closing(self) -> None:
        story = closed().given(HAPPY, by=COLLEAGUE)
        story.when(HAPPY, by=INSPECTOR).refused(errors.AlreadyVisited)


def test_three_attempts_recorded_count_as_made() -> None:
    story = closed()
    for attempt in (1, 2, 3):
        enough = attempt == 3
        story.when(RecordAttempt(), by=COLLEAGUE).then(
            e.VisitAttempted, attempt=attempt, enough=enough
        )
        assert story.runs("visit") is not enough
    story.when(RecordAttempt(), by=COLLEAGUE).refused(errors.AlreadyVisited)


def test_an_attempt_or_two_do_not_stand_in_the_way_of_a_visit() -> None:
    story = closed().given(RecordAttempt(), RecordAttempt(), by=COLLEAGUE)
    story.when(HAPPY, by=COLLEAGUE).then(e.Visited)


class TestReopening:
    """From any point after closing, archived too; everything before stays."""

    def test_it_keeps_everything(self) -> None:
        story = closed().given(Archive())
        before = list(story.history)
        story.given(Reopen(reason="复燃"))
        assert story.history[: len(before)] == before
        assert len(story.case.dispatches) == 1
        assert story.case.dispatches[0].feedback_at is not None
        assert story.case.archived_at is None
        assert story.case.stage is Stage.RECEIVED

    def test_only_what_is_closed_is_reopened(self) -> None:
        emergency().when(Reopen(reason="x")).refused(errors.CaseNotClosed)

    def test_it_says_why(self) -> None:
        closed().when(Reopen(reason=" ")).refused(errors.ReasonMissing)

    @pytest.mark.parametrize(("actor", "trigger"), [(DESK, "centre"), (POLICE, "unit")])
    def test_it_says_who_asked_for_it(self, actor: e.Actor, trigger: str) -> None:
        closed().when(Reopen(reason="复燃"), by=actor).then(e.Reopened, trigger=trigger)

    def test_work_before_it_does_not_close_an_emergency_again(self) -> None:
        story = closed().given(Reopen(reason="复燃"))
        story.when(HANDLED).refused(errors.HandlingNeeded)
        dispatched(story).given(GiveFeedback(dispatch=2, outcome=Outcome.HANDLED), by=POLICE)
        story.when(HANDLED).then(e.Closed)

    def test_a_hotline_matter_is_replied_to_anew(self) -> None:
        story = hotline().given(Reply(how="电话"), Close(outcome=Outcome.SOLVED))
        story.given(UNSOLVED, by=COLLEAGUE)
        assert story.runs("reply")
        story.when(Close(outcome=Outcome.SOLVED)).refused(errors.ReplyNeeded)

    def test_a_claim_needs_another_opinion(self) -> None:
        story = answered_claim().given(Close(outcome=Outcome.SUPPORTED))
        story.given(UNSOLVED, by=COLLEAGUE)
        assert story.runs("opinion")
        story.when(Close(outcome=Outcome.SUPPORTED)).refused(errors.OpinionNeeded)
        story.given(IssueOpinion(outcome=Outcome.SUPPORTED, how="当面送达"))
        story.when(Close(outcome=Outcome.SUPPORTED)).then(e.Closed)

    def test_a_dispute_is_mediated_anew(self) -> None:
        story = agreed().given(Close(outcome=Outcome.AGREEMENT)).given(UNSOLVED, by=COLLEAGUE)
        story.when(Close(outcome=Outcome.AGREEMENT)).refused(errors.MediationNeeded)
        story.when(RecordPerformance(complete=False)).then(e.PerformanceRecorded)
        story.given(TakeUp(unit="justice"))
        assert story.runs("mediation")
        story.when(TakeUp(unit="justice")).refused(errors.AlreadyTakenUp)

    def test_a_breach_reopens_a_closed_dispute_with_its_clocks(self) -> None:
        story = agreed().given(Close(outcome=Outcome.AGREEMENT)).later(days=5)
        story.when(RecordBreach(party=1)).then(e.AgreementBreached, e.Reopened)
        assert story.runs("close")

    def test_each_closing_has_its_own_visit(self) -> None:
        story = closed().given(UNSOLVED, by=COLLEAGUE)
        dispatched(story).given(GiveFeedback(dispatch=2, outcome=Outcome.HANDLED), by=POLICE)
        story.given(HANDLED)
        assert story.case.solved is None
        assert story.runs("visit")
        story.when(HAPPY, by=COLLEAGUE).then(e.Visited)

    def test_an_unhappy_answer_of_before_is_not_ruled_on_after_it(self) -> None:
        story = unhappy().given(Reopen(reason="自查"))
        dispatched(story).given(GiveFeedback(dispatch=2, outcome=Outcome.HANDLED), by=POLICE)
        story.given(HANDLED)
        story.when(RuleDissatisfaction(reopen=True, reason="x"), by=INSPECTOR).refused(
            errors.NothingToRule
        )

    def test_attempts_are_counted_anew(self) -> None:
        story = closed().given(RecordAttempt(), RecordAttempt(), by=COLLEAGUE)
        story.given(Reopen(reason="自查"))
        dispatched(story).given(GiveFeedback(dispatch=2, outcome=Outcome.HANDLED), by=POLICE)
        story.given(HANDLED)
        story.when(RecordAttempt(), by=COLLEAGUE).then(e.VisitAttempted, attempt=1, enough=False)


class TestTheFile:
    """One case, one file; a reopened case gets a further manifest."""

    def test_it_may_be_complete_before_the_visit(self) -> None:
        story = closed().given(Archive(manifest=(e.Paper(sha256="ab" * 32, name=SEALED),)))
        assert story.case.stage is Stage.ARCHIVED
        story.when(HAPPY, by=COLLEAGUE).then(e.Visited)

    def test_it_is_completed_once_to_a_closing(self) -> None:
        story: Story = closed().given(Archive())
        story.when(Archive()).refused(errors.AlreadyArchived)
        story.given(Reopen(reason="复燃"))
        dispatched(story).given(GiveFeedback(dispatch=2, outcome=Outcome.HANDLED), by=POLICE)
        story.given(HANDLED)
        story.when(Archive()).then(e.Archived)
