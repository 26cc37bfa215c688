"""Dispatching units: one lead and any supports, and what each reports back in its order."""

from datetime import UTC, datetime, timedelta

import pytest

from domain import errors
from domain.case import events as e
from domain.case.closing import Close
from domain.case.command import Command
from domain.case.dispatch import (
    Arrive,
    Dispatch,
    DoFollowUp,
    EndHandling,
    GiveFeedback,
    ObjectToTransfer,
    Recall,
    ReportSituation,
    Return,
    RuleReturn,
    SendFeedbackBack,
    SignFor,
)
from domain.case.words import DispatchRole, Outcome, Stage
from tests.domain.scenario import (
    CLINIC,
    COLLEAGUE,
    DESK,
    INSPECTOR,
    MORNING,
    POLICE,
    Story,
    dispatched,
    emergency,
    handled,
    hotline,
    petition,
)

NIGHT = datetime(2025, 6, 10, 15, tzinfo=UTC)  # 23:00 in Shanghai
SUPPORT = DispatchRole.SUPPORT
HANDLED = Outcome.HANDLED


def sent() -> Story:
    """An emergency was dispatched to the police."""
    return dispatched(emergency())


def test_a_case_has_one_lead_and_any_number_of_supports() -> None:
    story = sent().given(
        Dispatch(unit="clinic", role=SUPPORT), Dispatch(unit="justice", role=SUPPORT)
    )
    story.when(Dispatch(unit="centre")).refused(errors.LeadTaken, unit="police")
    assert [d.role for d in story.case.dispatches] == ["lead", "support", "support"]


def test_a_returned_lead_leaves_the_lead_to_another() -> None:
    story = sent().given(Return(dispatch=1, reason="不属管辖"), by=POLICE)
    assert story.case.lead is None
    story.when(Dispatch(unit="clinic")).then(e.Dispatched, dispatch=2)


def test_a_dispatch_to_a_dissolved_unit_is_refused() -> None:
    emergency().when(Dispatch(unit="closed-school")).refused(errors.UnitUnknown)


@pytest.mark.parametrize(("now", "minutes"), [(MORNING, 20), (NIGHT, 30)])
def test_the_unit_has_to_be_on_scene_by_the_band_of_day_or_night(
    now: datetime, minutes: int
) -> None:
    story = emergency()
    story.now = now
    assert dispatched(story).due("arrive", 1) == now + timedelta(minutes=minutes)


def test_without_a_zone_nobody_is_timed_on_arriving() -> None:
    assert not dispatched(emergency(), zone="").runs("arrive", 1)


def test_nobody_is_timed_on_reaching_the_people_of_a_petition() -> None:
    assert not dispatched(petition(), zone="seat").runs("arrive", 1)


def test_a_dispatch_meets_the_centres_limit_and_starts_the_units() -> None:
    story = sent()
    assert not story.runs("dispatch")
    held = {o.kind for o in story.case.obligations if o.holder == "police"}
    assert held == {"sign", "arrive", "handle", "feedback"}


@pytest.mark.parametrize(
    "command",
    [
        SignFor(dispatch=1),
        Arrive(dispatch=1),
        ReportSituation(dispatch=1),
        EndHandling(dispatch=1, result=HANDLED),
        GiveFeedback(dispatch=1, outcome=HANDLED),
        Return(dispatch=1, reason="不属管辖"),
    ],
    ids=lambda command: type(command).__name__,
)
class TestStepsOfTheUnit:
    """What a unit does with its dispatch."""

    def test_comes_after_the_dispatch(self, command: Command) -> None:
        emergency().when(command).refused(errors.NotDispatched, dispatch=1)

    def test_did_not_happen_before_the_dispatch(self, command: Command) -> None:
        story = emergency().later(minutes=10)
        dispatched(story).when(command, by=POLICE, at=MORNING + timedelta(minutes=9)).refused(
            errors.OccurredBefore, what="dispatch"
        )

    def test_is_no_step_of_another_unit(self, command: Command) -> None:
        story = sent().given(Dispatch(unit="clinic", role=SUPPORT))
        story.when(command, by=CLINIC).refused(errors.NotYourUnit, unit="police")

    def test_may_be_logged_by_the_centre(self, command: Command) -> None:
        sent().when(command, by=DESK).accepted()

    def test_is_over_after_a_recall(self, command: Command) -> None:
        sent().given(Recall(dispatch=1, reason="误派")).when(command, by=DESK).refused(
            errors.NotDispatched
        )


def test_the_stage_follows_the_lead() -> None:
    story = sent()
    steps = (
        SignFor(dispatch=1),
        Arrive(dispatch=1),
        EndHandling(dispatch=1, result=HANDLED),
        GiveFeedback(dispatch=1, outcome=HANDLED),
    )
    stages = [story.case.stage, *(story.given(step, by=POLICE).case.stage for step in steps)]
    assert stages == [
        Stage.DISPATCHED,
        Stage.SIGNED,
        Stage.ARRIVED,
        Stage.HANDLED,
        Stage.FEEDBACK,
    ]


def test_arriving_or_handling_is_signing_for() -> None:
    for step in (Arrive(dispatch=1), EndHandling(dispatch=1, result=HANDLED)):
        assert not sent().given(step, by=POLICE).runs("sign", 1)


def test_the_end_of_handling_does_not_lie_before_the_arrival() -> None:
    story = sent().later(minutes=5).given(Arrive(dispatch=1), by=POLICE).later(minutes=5)
    story.when(
        EndHandling(dispatch=1, result=HANDLED), by=POLICE, at=MORNING + timedelta(minutes=4)
    ).refused(errors.OccurredBefore, what="arrival")


def test_the_feedback_is_due_a_day_after_the_end_of_handling() -> None:
    story = sent().later(hours=3).given(EndHandling(dispatch=1, result=HANDLED), by=POLICE)
    assert story.due("feedback", 1) == MORNING + timedelta(hours=27)


def test_the_feedback_does_not_lie_before_the_end_of_handling() -> None:
    story = sent().later(minutes=5).given(EndHandling(dispatch=1, result=HANDLED), by=POLICE)
    story.later(minutes=5).when(
        GiveFeedback(dispatch=1, outcome=HANDLED), by=POLICE, at=MORNING + timedelta(minutes=4)
    ).refused(errors.OccurredBefore, what="handling")


def test_a_feedback_sent_back_is_due_again() -> None:
    story = handled(emergency()).later(hours=1)
    story.given(SendFeedbackBack(dispatch=1, reason="未写措施"))
    assert story.due("feedback", 1) == story.now + timedelta(hours=24)
    story.when(GiveFeedback(dispatch=1, outcome=HANDLED), by=POLICE).then(e.FeedbackGiven)


class TestFollowUp:
    """What remains after a feedback names a unit, a person and a date."""

    def left(self, **fields: object) -> GiveFeedback:
        usual: dict[str, object] = {"unit": "clinic", "person": "赵敏", "due": SOON}
        follow_up = e.FollowUp(**{**usual, **fields})  # type: ignore[arg-type]
        return GiveFeedback(dispatch=1, outcome=HANDLED, follow_up=follow_up)

    def test_it_is_owed_by_the_unit_named(self) -> None:
        story = sent().given(self.left(), by=POLICE)
        clock = story.case.running("follow_up", 1)
        assert clock is not None
        assert (clock.holder, clock.due) == ("clinic", SOON)
        story.when(DoFollowUp(dispatch=1), by=POLICE).refused(errors.NotYourUnit, unit="clinic")
        story.given(DoFollowUp(dispatch=1), by=CLINIC)
        story.when(DoFollowUp(dispatch=1), by=CLINIC).refused(errors.NoFeedback)

    def test_it_outlasts_the_closing(self) -> None:
        story = sent().given(self.left(), by=POLICE).given(Close(outcome=HANDLED))
        assert story.runs("follow_up", 1)
        story.when(DoFollowUp(dispatch=1), by=CLINIC).then(e.FollowUpDone)

    def test_it_has_a_responsible_person(self) -> None:
        sent().when(self.left(person=" "), by=POLICE).refused(errors.FieldMissing)

    def test_it_has_a_unit_on_record(self) -> None:
        sent().when(self.left(unit="nobody"), by=POLICE).refused(errors.UnitUnknown)

    def test_it_is_not_due_before_it_is_promised(self) -> None:
        sent().when(self.left(due=MORNING - timedelta(days=1)), by=POLICE).refused(
            errors.OccurredBefore
        )


SOON = MORNING + timedelta(days=3)


class TestReturns:
    """No passing round: the second return in one case, across units, needs a ruling."""

    def second(self) -> Story:
        story = dispatched(emergency(), "clinic")
        story.given(Return(dispatch=1, reason="无车"), by=CLINIC)
        return dispatched(story).given(Return(dispatch=2, reason="不属管辖"), by=POLICE)

    def test_the_first_is_the_units_word(self) -> None:
        story = sent().given(Return(dispatch=1, reason="不属管辖"), by=POLICE)
        assert story.case.dispatches[0].returned_at is not None
        assert story.runs("dispatch")  # the centre has to dispatch again
        assert not story.runs("handle", 1)

    def test_a_returned_support_starts_no_new_dispatch(self) -> None:
        story = sent().given(Dispatch(unit="clinic", role=SUPPORT))
        story.given(Return(dispatch=2, reason="无车"), by=CLINIC)
        assert not story.runs("dispatch")

    def test_the_second_waits_for_a_ruling_though_it_is_another_unit(self) -> None:
        story = self.second()
        assert story.case.dispatches[1].ruling_needed
        assert story.case.dispatches[1].live

    @pytest.mark.parametrize("upheld", [True, False])
    def test_the_supervisor_lets_it_go_or_holds_the_unit_to_it(self, upheld: bool) -> None:
        story = self.second()
        ruling = RuleReturn(dispatch=2, upheld=upheld, reason="查明")
        story.when(ruling, by=DESK).refused(errors.NotYourRole)
        story.given(ruling, by=INSPECTOR)
        assert story.case.dispatches[1].live is not upheld
        assert story.runs("dispatch") is upheld
        story.when(ruling, by=INSPECTOR).refused(
            errors.NotDispatched if upheld else errors.NoRulingPending
        )

    def test_no_supervisor_of_the_unit_itself_rules(self) -> None:
        own = e.Actor("feng", "police", "supervisor")
        self.second().when(RuleReturn(dispatch=2, upheld=True, reason="x"), by=own).refused(
            errors.NotYourUnit
        )

    def test_a_unit_held_to_its_dispatch_can_work_on(self) -> None:
        story = self.second().given(
            RuleReturn(dispatch=2, upheld=False, reason="属其职责"), by=INSPECTOR
        )
        story.when(SignFor(dispatch=2), by=POLICE).then(e.SignedFor)

    def test_what_was_handled_is_not_returned(self) -> None:
        handled(emergency()).when(Return(dispatch=1, reason="x"), by=POLICE).refused(
            errors.AlreadyHandled
        )


class TestTransferObjection:
    """A petition sent to the wrong unit: objection within five working days."""

    def transferred(self) -> Story:
        return dispatched(petition(), zone="")

    def objection(self) -> ObjectToTransfer:
        return ObjectToTransfer(dispatch=1, reason="职权不符", proposed="县医保局")

    def test_it_waits_for_a_ruling(self) -> None:
        story = self.transferred().given(self.objection(), by=POLICE)
        story.when(self.objection(), by=POLICE).refused(errors.RulingPending)
        story.given(RuleReturn(dispatch=1, upheld=True, reason="属实"), by=INSPECTOR)
        assert story.case.lead is None

    def test_its_last_day_counts(self) -> None:
        story = self.transferred().later(days=7)  # a week has five working days
        story.when(self.objection(), by=POLICE).then(e.TransferObjected)
        self.transferred().later(days=8).when(self.objection(), by=POLICE).refused(
            errors.WindowOver
        )

    def test_only_petitions_are_transferred(self) -> None:
        sent().when(self.objection(), by=POLICE).refused(errors.WrongTrack)

    def test_it_comes_before_the_work_not_after(self) -> None:
        feedback = GiveFeedback(dispatch=1, outcome=Outcome.EXPLAINED)
        self.transferred().given(feedback, by=POLICE).when(self.objection(), by=POLICE).refused(
            errors.AlreadyHandled
        )


def test_recalling_waives_the_units_limits() -> None:
    story = sent().given(Recall(dispatch=1, reason="误派"))
    assert {o.why for o in story.case.obligations if o.holder == "police"} == {"recalled"}
    assert not any(o.running for o in story.case.obligations if o.holder == "police")


def test_a_dispatch_with_feedback_is_not_recalled() -> None:
    handled(emergency()).when(Recall(dispatch=1, reason="误派")).refused(errors.AlreadyGiven)


def test_an_outcome_the_track_does_not_know_is_refused() -> None:
    dispatched(hotline()).when(
        GiveFeedback(dispatch=1, outcome=Outcome.FALSE_ALARM), by=POLICE
    ).refused(errors.UnknownOutcome, outcome="false_alarm", track="hotline")


def test_a_situation_report_updates_how_many_people_there_are() -> None:
    story = sent().given(ReportSituation(dispatch=1, people=30), by=POLICE)
    assert story.case.people == 30
    story.given(ReportSituation(dispatch=1), by=COLLEAGUE)
    assert story.case.people == 30
