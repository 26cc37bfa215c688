"""What has to be done before a case of each track is closed."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from domain import errors
from domain.case import events as e
from domain.case.closing import Close
from domain.case.dispatch import Dispatch, GiveFeedback, Recall, Return
from domain.case.handling import (
    AppointHandler,
    IssueOpinion,
    Pause,
    Reply,
    Resume,
)
from domain.case.intake import Accept, Screen, Withdraw
from domain.case.mediation import FailMediation
from domain.case.planning import LiftPlan
from domain.case.words import OUTCOMES, DispatchRole, Outcome, PetitionKind, Track
from tests.domain.scenario import (
    FIRE_PLAN,
    MORNING,
    POLICE,
    SEALED,
    SERVED,
    Story,
    accepted_claim,
    agreed,
    answered_claim,
    dispatched,
    dispute,
    emergency,
    handled,
    hotline,
    mediating,
    petition,
    receive,
)


def mediated_emergency() -> Story:
    """An emergency that turned out to be a quarrel and ended with an agreement."""
    story = agreed()
    story.case.track = Track.EMERGENCY
    story.history[0] = msgspec.structs.replace(story.history[0], track=Track.EMERGENCY)
    return story


READY: list[tuple[Callable[[], Story], Outcome]] = [
    (lambda: handled(emergency()), Outcome.HANDLED),
    (lambda: handled(emergency()), Outcome.HELP_GIVEN),
    (emergency, Outcome.FALSE_ALARM),
    (emergency, Outcome.REFERRED),
    (mediated_emergency, Outcome.MEDIATED),
    (lambda: hotline().given(Reply(how="电话")), Outcome.SOLVED),
    (lambda: hotline().given(Reply(how="电话")), Outcome.EXPLAINED),
    (lambda: hotline().given(Reply(how="电话")), Outcome.REFERRED),
    (lambda: hotline().given(Reply(how="电话")), Outcome.NOT_SUPPORTED),
    (answered_claim, Outcome.SUPPORTED),
    (answered_claim, Outcome.NOT_SUPPORTED),
    (answered_claim, Outcome.EXPLAINED),
    (answered_claim, Outcome.HELP_GIVEN),
    (lambda: petition().given(Withdraw()), Outcome.WITHDRAWN),
    (agreed, Outcome.AGREEMENT),
    (lambda: mediating().given(FailMediation(routes=("诉讼",))), Outcome.FAILED),
    (dispute, Outcome.REFERRED),
    (lambda: dispute().given(Withdraw()), Outcome.WITHDRAWN),
]


@pytest.mark.parametrize(("story", "outcome"), READY)
def test_a_case_whose_steps_are_done_is_closed(
    story: Callable[[], Story], outcome: Outcome
) -> None:
    told = story()
    told.when(Close(outcome=outcome)).then(e.Closed, outcome=outcome)
    assert told.case.closed
    assert told.runs("visit")


def test_every_outcome_of_every_track_can_be_reached() -> None:
    reached = {(story().case.track, outcome) for story, outcome in READY}
    assert reached == {(track, one) for track, known in OUTCOMES.items() for one in known}


@pytest.mark.parametrize(
    ("story", "outcome", "fact"),
    [
        (emergency, Outcome.HANDLED, errors.HandlingNeeded),
        (emergency, Outcome.MEDIATED, errors.MediationNeeded),
        (hotline, Outcome.SOLVED, errors.ReplyNeeded),
        (petition, Outcome.SUPPORTED, errors.NotAccepted),
        (accepted_claim, Outcome.SUPPORTED, errors.OpinionNeeded),
        (dispute, Outcome.AGREEMENT, errors.MediationNeeded),
        (mediating, Outcome.AGREEMENT, errors.MediationNeeded),
        (mediating, Outcome.FAILED, errors.MediationNeeded),
        (dispute, Outcome.WITHDRAWN, errors.WithdrawalNeeded),
    ],
)
def test_a_case_with_a_step_missing_stays_open(
    story: Callable[[], Story], outcome: Outcome, fact: type[errors.DomainError]
) -> None:
    story().when(Close(outcome=outcome)).refused(fact)


def test_a_proposal_is_accepted_and_replied_to_without_an_opinion() -> None:
    story = petition(PetitionKind.PROPOSAL)
    story.when(Close(outcome=Outcome.EXPLAINED)).refused(errors.NotAccepted)
    story.given(Accept(notice=SERVED))
    story.when(Close(outcome=Outcome.EXPLAINED)).refused(errors.ReplyNeeded)
    story.given(Reply(how="邮寄"))
    story.when(Close(outcome=Outcome.EXPLAINED)).then(e.Closed)


def test_a_reply_to_a_claim_does_not_stand_for_its_opinion() -> None:
    story = accepted_claim().given(Reply(how="电话"))
    story.when(Close(outcome=Outcome.EXPLAINED)).refused(errors.OpinionNeeded)
    story.given(IssueOpinion(outcome=Outcome.EXPLAINED, how="当面送达"))
    story.when(Close(outcome=Outcome.EXPLAINED)).then(e.Closed)


def test_only_an_anonymous_reporter_is_exempt_from_a_reply() -> None:
    hotline().when(Reply(exempt="匿名")).refused(errors.WrongValue)
    story = hotline(anonymous=True).given(Reply(exempt="匿名"))
    story.when(Close(outcome=Outcome.SOLVED)).then(e.Closed)


def test_a_dispute_is_screened_before_it_is_closed() -> None:
    story = Story().given(receive(Track.DISPUTE))
    story.when(Close(outcome=Outcome.REFERRED)).refused(errors.ScreeningNeeded)
    story.given(Screen()).when(Close(outcome=Outcome.REFERRED)).then(e.Closed)


def test_the_rule_set_says_which_steps_a_track_needs() -> None:
    story = hotline()
    relaxed = [
        msgspec.structs.replace(rule, reply=False, visit=False) for rule in story.rules.tracks
    ]
    story.rules = msgspec.structs.replace(story.rules, tracks=tuple(relaxed))
    story.when(Close(outcome=Outcome.SOLVED)).then(e.Closed)
    assert not story.runs("visit")


class TestFeedbackOfEveryUnit:
    """Every dispatch has feedback or was returned or recalled."""

    def with_support(self) -> Story:
        story = handled(emergency())
        return story.given(Dispatch(unit="clinic", role=DispatchRole.SUPPORT))

    def test_a_support_without_feedback_keeps_the_case_open(self) -> None:
        self.with_support().when(Close(outcome=Outcome.HANDLED)).refused(
            errors.FeedbackOutstanding, units="clinic"
        )

    @pytest.mark.parametrize(
        "step",
        [
            GiveFeedback(dispatch=2, outcome=Outcome.HANDLED),
            Return(dispatch=2, reason="无车"),
            Recall(dispatch=2, reason="不需要"),
        ],
        ids=lambda step: type(step).__name__,
    )
    def test_feedback_return_and_recall_each_let_it_close(self, step: object) -> None:
        story = self.with_support().given(step)  # type: ignore[arg-type]
        story.when(Close(outcome=Outcome.HANDLED)).then(e.Closed)

    def test_it_holds_for_a_false_alarm_too(self) -> None:
        dispatched(emergency()).when(Close(outcome=Outcome.FALSE_ALARM)).refused(
            errors.FeedbackOutstanding
        )


class TestThreeGates:
    """三不放过: responsibility, measures and result each stated, where somebody was appointed."""

    def appointed(self) -> Story:
        due = MORNING + timedelta(days=3)
        return handled(emergency()).given(
            AppointHandler(leader="刘镇长", unit="justice", person="钱进", due=due)
        )

    @pytest.mark.parametrize("missing", ["responsibility", "measures", "result"])
    def test_each_is_needed(self, missing: str) -> None:
        stated = {"responsibility": "司法所钱进", "measures": SEALED, "result": SEALED}
        del stated[missing]
        self.appointed().when(
            Close(outcome=Outcome.HANDLED, **stated)  # type: ignore[arg-type]
        ).refused(errors.ThreeGatesNeeded)

    def test_all_three_close_the_case_and_meet_the_deadline(self) -> None:
        story = self.appointed().given(
            Close(
                outcome=Outcome.HANDLED,
                responsibility="司法所钱进",
                measures=SEALED,
                result=SEALED,
            )
        )
        assert not story.runs("handle")


def test_a_case_with_a_plan_in_force_stays_open() -> None:
    story = handled(emergency()).given(FIRE_PLAN)
    story.when(Close(outcome=Outcome.HANDLED)).refused(errors.PlanActive, plan="fire@1")
    story.given(LiftPlan(person="刘", reason="火已灭"))
    story.when(Close(outcome=Outcome.HANDLED)).then(e.Closed)


def test_a_case_whose_clocks_stand_still_stays_open() -> None:
    pause = Pause(reason="waiting_for_reporter", approver="chen")
    story = hotline("hotline-working-days").given(Reply(how="电话"), pause)
    story.when(Close(outcome=Outcome.SOLVED)).refused(errors.AlreadyPaused)
    story.given(Resume()).when(Close(outcome=Outcome.SOLVED)).then(e.Closed)


def test_closing_waives_what_is_not_yet_due_and_keeps_what_is_overdue_as_failed() -> None:
    story = emergency().later(minutes=10).given(Close(outcome=Outcome.FALSE_ALARM))
    ended = {o.kind: o for o in story.case.obligations}
    assert ended["dispatch"].lapsed  # five minutes, and nobody was sent
    assert ended["close"].met


def test_a_closed_case_is_not_closed_again() -> None:
    story = emergency().given(Close(outcome=Outcome.FALSE_ALARM))
    story.when(Close(outcome=Outcome.FALSE_ALARM)).refused(errors.CaseClosed)


def test_a_unit_does_not_close_a_case() -> None:
    handled(emergency()).when(Close(outcome=Outcome.HANDLED), by=POLICE).refused(errors.NotYourRole)


@pytest.mark.parametrize(("dispute_class", "days"), [("1", 30), ("2", 92), ("3", 183), ("", 183)])
def test_the_return_visit_is_due_by_the_class_of_the_dispute(dispute_class: str, days: int) -> None:
    story = Story().given(receive(Track.DISPUTE), Screen(dispute_class=dispute_class))
    story.given(Close(outcome=Outcome.REFERRED))
    assert (story.due("visit") - story.now).days == days
