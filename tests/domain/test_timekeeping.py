"""Time passes: what the timekeeper does on a case, once each, and what it leaves alone."""

from datetime import timedelta

import pytest

from domain import errors
from domain.case import events as e
from domain.case.dispatch import Arrive, SignFor
from domain.case.handling import Extend, IssueOpinion, Pause, Resume
from domain.case.supervision import AnswerUrge, OpenHearing, RequestReview
from domain.case.timekeeping import KEEPER, KeepTime
from domain.case.words import Outcome, PetitionKind, ReviewStage
from tests.domain.scenario import (
    DESK,
    LEADER,
    POLICE,
    Answer,
    Story,
    accepted_claim,
    answered_claim,
    closed,
    dispatched,
    emergency,
    hotline,
    in_rereview,
)


def kept(story: Story) -> Answer:
    """The timekeeper comes by."""
    return story.when(KeepTime(until=story.now), by=KEEPER)


class TestAnEmergency:
    """The police were dispatched; on scene is due in twenty minutes, signing sooner."""

    def test_nothing_is_done_while_nothing_is_due(self) -> None:
        kept(dispatched(emergency()).later(minutes=1)).changes_nothing()

    def test_an_overdue_limit_is_urged_and_the_unit_has_to_answer(self) -> None:
        # given a unit that signed and should be there
        story = dispatched(emergency()).given(SignFor(dispatch=1), by=POLICE)
        story.now = story.due("arrive", 1) + timedelta(minutes=1)
        # when time passes it is urged, with a limit for its answer
        kept(story).then(e.Urged, unit="police", kind="arrive", ref=1, rule="urge.emergency")
        assert story.runs("urge_answer", 1)
        assert story.history[-1].by == KEEPER
        story.given(AnswerUrge(urge=1), by=POLICE)

    def test_who_is_there_has_answered(self) -> None:
        # given police who were urged to come
        story = dispatched(emergency()).given(SignFor(dispatch=1), by=POLICE)
        story.now = story.due("arrive", 1) + timedelta(minutes=1)
        kept(story).accepted()
        # when they arrive, nothing more is to be answered
        story.given(Arrive(dispatch=1), by=POLICE)
        assert not story.runs("urge_answer", 1)
        assert story.case.urges == {1: True}
        story.when(AnswerUrge(urge=1), by=POLICE).refused(errors.NoSuchItem)

    def test_urged_again_they_owe_one_answer_and_a_new_one_after_answering(self) -> None:
        # given police who were urged twice without a word
        story = dispatched(emergency()).given(SignFor(dispatch=1), by=POLICE)
        story.now = story.due("arrive", 1) + timedelta(minutes=11)
        kept(story).accepted()
        assert [n for n in story.case.urges if story.runs("urge_answer", n)] == [1]
        # when they answer and are urged a third time
        story.given(AnswerUrge(urge=1), by=POLICE).later(minutes=10)
        kept(story).accepted()
        # then they are asked again
        assert [n for n in story.case.urges if story.runs("urge_answer", n)] == [3]

    def test_each_act_is_done_once_however_often_time_is_kept(self) -> None:
        story = dispatched(emergency()).given(SignFor(dispatch=1), by=POLICE)
        story.now = story.due("arrive", 1) + timedelta(minutes=1)
        kept(story).accepted()
        kept(story).changes_nothing()
        kept(story.later(minutes=1)).changes_nothing()

    def test_what_was_missed_is_made_up_for_in_order_with_the_times_it_was_planned_for(
        self,
    ) -> None:
        # given a service that stood still for an hour
        story = dispatched(emergency()).given(SignFor(dispatch=1), by=POLICE)
        due = story.due("arrive", 1)
        story.now = due + timedelta(hours=1)
        # when
        made = [event for event in kept(story).accepted().history if event.by == KEEPER]
        made = [event for event in made if event.kind == "arrive"]  # type: ignore[attr-defined]
        # then
        assert [(event.planned - due).seconds // 60 for event in made] == [1, 5, 10, 11, 21, 30]  # type: ignore[attr-defined]
        assert {event.at for event in made} == {story.now}  # and when it really was done

    def test_up_to_a_moment_only_what_was_planned_until_then(self) -> None:
        story = dispatched(emergency()).given(SignFor(dispatch=1), by=POLICE)
        due = story.due("arrive", 1)
        story.now = due + timedelta(hours=1)
        story.when(KeepTime(until=due + timedelta(minutes=1)), by=KEEPER).then(e.Urged)

    def test_what_is_met_is_left_alone(self) -> None:
        story = dispatched(emergency()).given(Arrive(dispatch=1), by=POLICE).later(hours=1)
        kept(story).changes_nothing()

    def test_it_goes_up_to_head_centre_and_leader(self) -> None:
        story = dispatched(emergency()).given(SignFor(dispatch=1), by=POLICE)
        story.now = story.due("arrive", 1) + timedelta(minutes=30)
        kept(story).accepted()
        raised = [event for event in story.history if isinstance(event, e.Escalated)]
        up = [event.to for event in raised if event.kind == "arrive"]
        assert up == ["head", "centre", "leader"]
        clock = story.case.running("arrive", 1)
        assert clock is not None
        assert (clock.raised_to, clock.urged) == ("leader", 3)


class TestALimitThatMoves:
    """After an extension the new end counts; while clocks stand still nothing is due."""

    def test_the_reminder_comes_before_the_new_end(self) -> None:
        # given a petition whose holder was reminded of the opinion
        story = accepted_claim()
        story.now = story.due("opinion") - timedelta(days=1)
        kept(story).accepted()
        # when the opinion is given thirty days more
        story.given(Extend(kind="opinion", days=30, reason="待鉴定", told=True), by=LEADER)
        assert _about(story, "opinion") == []
        # then it is reminded again before that end, and never urged over the old one
        story.now = story.due("opinion") - timedelta(days=1)
        assert [type(event) for event in _about(story, "opinion")] == [e.Reminded, e.Reminded]

    def test_a_paused_case_is_left_alone_until_it_runs_again(self) -> None:
        story = hotline("hotline-working-days").given(
            Pause(reason="waiting_for_reporter", approver="chen", told=True)
        )
        due = story.due("reply")
        story.now = due + timedelta(days=10)
        assert _about(story, "reply") == []
        story.given(Resume())
        assert story.due("reply") > due

    def test_a_hearing_keeps_the_rereview_from_being_urged(self) -> None:
        story = in_rereview().given(OpenHearing())
        story.now = story.due("rereview") + timedelta(days=30)
        assert _about(story, "rereview") == []


def _made(story: Story) -> list[e.Fact]:
    answer = kept(story)
    before = len(story.history)
    try:
        return answer.accepted().history[before:]
    except AssertionError:
        return []


def _about(story: Story, kind: str) -> list[e.Fact]:
    return [event for event in _made(story) if getattr(event, "kind", "") == kind]


class TestReturnVisits:
    """The centre owes them, and is reminded and urged like everybody."""

    def test_the_centre_is_reminded_urged_and_reported(self) -> None:
        story = closed()
        due = story.due("visit")
        story.now = due + timedelta(days=30)
        made = _about(story, "visit")
        assert isinstance(made[0], e.Reminded)
        assert {getattr(one, "unit", "") for one in made} == {"centre"}
        assert any(isinstance(one, e.Escalated) and one.to == "leader" for one in made)
        assert not any(clock.kind == "urge_answer" for clock in story.case.obligations)


class TestThePeriodOfAReview:
    """Who doesn't ask in time can't ask any more, and the record says when that was."""

    def test_its_end_is_put_on_record_once(self) -> None:
        story = answered_claim()
        until = story.case.windows["review_request"]
        story.now = until + timedelta(days=1)
        ended = [one for one in _made(story) if isinstance(one, e.PeriodEnded)]
        assert [one.planned for one in ended] == [until]
        assert [one for one in _made(story) if isinstance(one, e.PeriodEnded)] == []

    def test_not_when_a_review_was_asked_for(self) -> None:
        story = answered_claim().given(RequestReview(stage=ReviewStage.REVIEW))
        story.now = story.case.windows["review_request"] + timedelta(days=1)
        assert [one for one in _made(story) if isinstance(one, e.PeriodEnded)] == []

    def test_its_last_second_is_still_the_reporters(self) -> None:
        story = answered_claim()
        story.now = story.case.windows["review_request"]
        assert [one for one in _made(story) if isinstance(one, e.PeriodEnded)] == []
        story.when(RequestReview(stage=ReviewStage.REVIEW)).then(e.ReviewRequested)


class TestWhoMay:
    """Only the service itself keeps time."""

    @pytest.mark.parametrize("by", [DESK, LEADER, POLICE])
    def test_nobody_else(self, by: e.Actor) -> None:
        story = dispatched(emergency()).later(hours=1)
        story.when(KeepTime(until=story.now), by=by).refused(errors.NotYourRole)


class TestAnAccusation:
    """The accused hear nothing of it, whatever they owe."""

    def test_what_the_accused_owe_goes_up_past_them(self) -> None:
        # given a petition the police have in hand, before it turns out to accuse them
        story = dispatched(accepted_claim(), zone="")
        story.case.accused = ("police",)
        story.now = story.due("opinion") + timedelta(days=60)
        # when time passes
        events = [one for one in _answered(story) if getattr(one, "unit", "") == "police"]
        # then nobody of them is reminded or urged, and their head neither
        assert {type(one) for one in events} <= {e.Escalated}
        assert "head" not in {getattr(one, "to", "") for one in events}
        assert events


def _answered(story: Story) -> list[e.Fact]:
    return kept(story)._events  # the story can't be folded again: the accusation was put in


def test_a_petition_runs_through_all_of_its_reminders_before_it_is_late() -> None:
    story = accepted_claim()
    assert story.case.kind is PetitionKind.CLAIM
    due = story.due("opinion")
    rules = []
    for day in range(70):
        story.now = due - timedelta(days=61 - day)
        rules += [one.rule for one in _about(story, "opinion")]  # type: ignore[attr-defined]
    assert rules[:3] == ["remind.petition.early", "remind.petition", "urge"]
    story.given(IssueOpinion(outcome=Outcome.SUPPORTED, how="当面送达"))
    assert not story.runs("opinion")
