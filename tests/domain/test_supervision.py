"""Holding units to it: directives, urging, supervision, proposals, complaints, reviews."""

from datetime import timedelta

import pytest

from domain import errors
from domain.case import events as e
from domain.case.closing import Close
from domain.case.handling import IssueOpinion
from domain.case.supervision import (
    AnswerDirective,
    AnswerProposal,
    AnswerUrge,
    Complain,
    DecideReview,
    Direct,
    EndHearing,
    EndSupervision,
    OpenHearing,
    Propose,
    RequestReview,
    RuleComplaint,
    Supervise,
    Urge,
)
from domain.case.words import Outcome, PetitionKind, ReviewStage
from tests.domain.scenario import (
    CLINIC,
    DESK,
    INSPECTOR,
    LEADER,
    MORNING,
    POLICE,
    Story,
    answered_claim,
    closed,
    dispatched,
    emergency,
    in_rereview,
    petition,
    reviewed,
)

SOON = MORNING + timedelta(days=3)
JUSTICE = e.Actor("qian", "justice", "responder")


class TestDirectives:
    """批示: due at the earlier of the date given and thirty days."""

    def test_the_date_given_counts_when_it_is_earlier(self) -> None:
        story = petition().given(Direct(leader="刘镇长", holder="justice", due=SOON), by=LEADER)
        assert story.due("directive", 1) == SOON

    @pytest.mark.parametrize("due", [None, MORNING + timedelta(days=90)])
    def test_thirty_days_count_otherwise(self, due: object) -> None:
        story = petition().given(
            Direct(leader="刘镇长", holder="justice", due=due)  # type: ignore[arg-type]
        )
        assert (story.due("directive", 1) - MORNING).days == 30

    def test_a_date_lies_ahead(self) -> None:
        petition().when(Direct(leader="刘镇长", holder="justice", due=MORNING)).refused(
            errors.OccurredBefore, what="directive"
        )

    def test_a_leader_gave_it(self) -> None:
        petition().when(Direct(leader=" ", holder="justice")).refused(errors.LeaderNeeded)

    def test_the_holder_answers_it_after_closing_too(self) -> None:
        story = emergency().given(Direct(leader="刘镇长", holder="justice"))
        story.given(Close(outcome=Outcome.FALSE_ALARM))
        assert story.runs("directive", 1)
        story.when(AnswerDirective(directive=1), by=POLICE).refused(errors.NotYourUnit)
        story.given(AnswerDirective(directive=1), by=JUSTICE)
        story.when(AnswerDirective(directive=1), by=JUSTICE).refused(errors.NoSuchItem)

    def test_a_further_one_may_follow(self) -> None:
        story = petition().given(
            Direct(leader="刘镇长", holder="justice"), Direct(leader="刘镇长", holder="clinic")
        )
        assert story.case.directives == {1: False, 2: False}


class TestUrging:
    """催办: over one limit, or over the matter as a whole."""

    def test_it_counts_on_the_limit_it_is_about(self) -> None:
        story = dispatched(emergency())
        for _ in range(2):
            story.given(Urge(unit="police", kind="sign", ref=1, reason="未签收"))
        clock = story.case.running("sign", 1)
        assert clock is not None
        assert clock.urged == 2

    def test_the_unit_says_where_it_stands_in_time(self) -> None:
        story = dispatched(emergency()).given(Urge(unit="police", reason="未签收"))
        assert story.due("urge_answer", 1) == MORNING + timedelta(minutes=15)
        story.when(AnswerUrge(urge=1), by=CLINIC).refused(errors.NotYourUnit)
        story.given(AnswerUrge(urge=1), by=POLICE)
        assert not story.runs("urge_answer", 1)
        story.when(AnswerUrge(urge=1), by=POLICE).refused(errors.NoSuchItem, item=1)

    def test_nobody_is_urged_over_a_limit_that_does_not_run(self) -> None:
        emergency().when(Urge(unit="police", kind="sign", ref=1, reason="x")).refused(
            errors.NoSuchClock
        )


class TestSupervisionOrders:
    """督办: by the inspection office or a leader, with a period."""

    ORDER = Supervise(unit="justice", reason="逾期", due=SOON)

    def test_the_desk_issues_none(self) -> None:
        petition().when(self.ORDER, by=DESK).refused(errors.NotYourRole)

    def test_the_period_lies_ahead(self) -> None:
        petition().when(
            Supervise(unit="justice", reason="逾期", due=MORNING), by=INSPECTOR
        ).refused(errors.OccurredBefore)

    def test_it_outlasts_the_closing_and_ends_with_a_result(self) -> None:
        story = emergency().given(self.ORDER, by=INSPECTOR)
        story.given(Close(outcome=Outcome.FALSE_ALARM))
        assert story.runs("supervise", 1)
        story.when(EndSupervision(supervision=1, result=" "), by=INSPECTOR).refused(
            errors.FieldMissing
        )
        story.given(EndSupervision(supervision=1, result="已整改"), by=LEADER)
        assert not story.runs("supervise", 1)
        story.when(EndSupervision(supervision=1, result="x"), by=LEADER).refused(errors.NoSuchItem)


def test_a_proposal_outlasts_the_closing_and_is_answered_by_its_unit() -> None:
    story = emergency().given(Propose(unit="clinic", due=SOON))
    story.given(Close(outcome=Outcome.FALSE_ALARM))
    assert story.runs("proposal", 1)
    story.when(AnswerProposal(proposal=1, adopted=True), by=POLICE).refused(errors.NotYourUnit)
    story.given(AnswerProposal(proposal=1, adopted=False), by=CLINIC)
    assert not story.runs("proposal", 1)


def test_a_complaint_is_taken_at_any_time_and_ruled_on_by_the_inspection_office() -> None:
    story = closed().given(Complain(unit="centre"))
    story.when(RuleComplaint(complaint=1, upheld=True, reason="属实"), by=LEADER).refused(
        errors.NotYourRole
    )
    story.when(RuleComplaint(complaint=1, upheld=True, reason=" "), by=INSPECTOR).refused(
        errors.ReasonMissing
    )
    story.given(RuleComplaint(complaint=1, upheld=True, reason="属实"), by=INSPECTOR)
    story.when(RuleComplaint(complaint=1, upheld=False, reason="x"), by=INSPECTOR).refused(
        errors.NoSuchItem
    )


class TestReviews:
    """复查、复核: asked for within thirty days, and after the re-review final."""

    REVIEW = RequestReview(stage=ReviewStage.REVIEW)
    REREVIEW = RequestReview(stage=ReviewStage.REREVIEW)

    def decide(self, stage: ReviewStage, *, upheld: bool) -> DecideReview:
        return DecideReview(stage=stage, upheld=upheld)

    def test_only_claims_are_reviewed(self) -> None:
        petition(PetitionKind.PROPOSAL).when(self.REVIEW).refused(errors.WrongTrack)

    def test_the_last_day_of_the_window_counts(self) -> None:
        until = answered_claim().case.windows["review_request"]
        for late, allowed in ((0, True), (1, False)):
            story = answered_claim()
            story.now = until + timedelta(seconds=late)
            answer = story.when(self.REVIEW)
            _ = answer.accepted() if allowed else answer.refused(errors.WindowOver)

    def test_a_review_has_its_limit(self) -> None:
        story = answered_claim().given(self.REVIEW)
        assert (story.due("review") - MORNING).days == 30

    def test_it_goes_on_after_the_case_is_closed(self) -> None:
        story = answered_claim().given(self.REVIEW, Close(outcome=Outcome.SUPPORTED))
        assert story.runs("review")
        story.when(self.decide(ReviewStage.REVIEW, upheld=True), by=LEADER).then(e.ReviewDecided)

    def test_a_rereview_comes_after_a_review(self) -> None:
        answered_claim().when(self.REREVIEW).refused(errors.NoReviewUnderWay, stage="review")
        reviewed().when(self.REREVIEW).then(e.ReviewRequested, stage=ReviewStage.REREVIEW)

    def test_after_the_rereview_the_matter_is_final(self) -> None:
        story = in_rereview().given(self.decide(ReviewStage.REREVIEW, upheld=True), by=LEADER)
        story.when(self.REVIEW).refused(errors.ReviewFinal)

    def test_an_overturned_opinion_reopens_a_closed_case(self) -> None:
        story = answered_claim().given(Close(outcome=Outcome.NOT_SUPPORTED), self.REVIEW)
        story.when(self.decide(ReviewStage.REVIEW, upheld=False), by=LEADER).then(
            e.ReviewDecided, e.Reopened
        )
        assert story.runs("opinion")

    def test_an_overturned_opinion_of_an_open_case_is_none(self) -> None:
        story = reviewed(upheld=False)
        assert story.runs("opinion")
        story.when(Close(outcome=Outcome.SUPPORTED)).refused(errors.OpinionNeeded)

    def test_the_new_opinion_can_be_reviewed_anew(self) -> None:
        story = reviewed(upheld=False)
        story.given(IssueOpinion(outcome=Outcome.SUPPORTED, how="当面送达"))
        story.when(self.REREVIEW).refused(errors.NoReviewUnderWay)
        story.when(self.REVIEW).then(e.ReviewRequested)

    def test_the_desk_decides_none(self) -> None:
        answered_claim().given(self.REVIEW).when(
            self.decide(ReviewStage.REVIEW, upheld=True), by=DESK
        ).refused(errors.NotYourRole)

    def test_the_stage_decided_is_the_one_under_way(self) -> None:
        in_rereview().when(self.decide(ReviewStage.REVIEW, upheld=True), by=LEADER).refused(
            errors.NoReviewUnderWay
        )


class TestHearings:
    """听证: the re-review's clock stands still for it, and no other."""

    def heard(self) -> Story:
        return in_rereview().given(OpenHearing())

    def test_its_time_is_given_back(self) -> None:
        story = self.heard()
        due = story.due("rereview")
        story.later(days=10).given(EndHearing())
        moved = story.due("rereview") - due
        assert timedelta(days=10) <= moved <= timedelta(days=13)  # a rest day may follow

    def test_no_decision_while_it_goes_on(self) -> None:
        self.heard().when(DecideReview(stage=ReviewStage.REREVIEW, upheld=True), by=LEADER).refused(
            errors.AlreadyPaused
        )

    def test_there_is_none_in_the_first_review(self) -> None:
        answered_claim().given(RequestReview(stage=ReviewStage.REVIEW)).when(OpenHearing()).refused(
            errors.HearingOnlyInRereview
        )

    def test_one_at_a_time(self) -> None:
        self.heard().when(OpenHearing()).refused(errors.AlreadyPaused)
        in_rereview().when(EndHearing()).refused(errors.NotPaused)

    def test_it_does_not_end_before_it_began(self) -> None:
        story = in_rereview().later(minutes=5).given(OpenHearing())
        story.when(EndHearing(), at=MORNING).refused(errors.OccurredBefore, what="hearing")
