"""Failings are found by themselves: whose, since when, and by which events of the case."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from domain import errors
from domain.case import events as e
from domain.case.answer import REPORTER, Answer
from domain.case.closing import Close, RecordAttempt, Visit
from domain.case.correction import Correct
from domain.case.dispatch import (
    Arrive,
    Dispatch,
    EndHandling,
    ObjectToTransfer,
    Recall,
    Return,
    RuleReturn,
    SignFor,
)
from domain.case.failings import OF_EVENTS, OF_LIMITS, Failing, Found, found
from domain.case.finding import FindFalse, FindUnregistered
from domain.case.fold import fold
from domain.case.handling import AskExtension, Extend, IssueOpinion
from domain.case.intake import ServeNotice
from domain.case.planning import LiftPlan, ReportUpward
from domain.case.supervision import Complain, DecideReview, RequestReview, RuleComplaint, Urge
from domain.case.timekeeping import KEEPER, KeepTime
from domain.case.words import DispatchRole, Outcome, ReportKind, ReviewStage, Satisfaction, Track
from tests.domain.scenario import (
    CLINIC,
    COLLEAGUE,
    DESK,
    FIRE_PLAN,
    INSPECTOR,
    LEADER,
    MORNING,
    POLICE,
    SERVED,
    Story,
    accepted_claim,
    accusation,
    answered_claim,
    closed,
    dispatched,
    emergency,
    handled,
    hotline,
    in_rereview,
    petition,
    receive,
    reviewed,
)

LATE = "值班电话占线"


def of(story: Story, kind: Failing) -> list[Found]:
    """What was found of one kind; in the whole history no less than in the state held."""
    assert found(story.case) == found(fold(story.case.id, story.history))
    return [one for one in found(story.case) if one.kind is kind]


def kinds(story: Story) -> set[str]:
    return {str(one.kind) for one in found(story.case)}


def shows(story: Story, one: Found) -> list[type[e.Fact]]:
    """The events that prove it."""
    return [type(story.history[version - 1]) for version in one.proof]


def test_every_kind_has_its_own_function() -> None:
    assert {*OF_LIMITS, *OF_EVENTS} == set(Failing)
    assert not OF_LIMITS.keys() & OF_EVENTS.keys()


def test_a_case_done_in_time_shows_none() -> None:
    story = closed().given(Visit(solved=True, satisfied=Satisfaction.SATISFIED), by=COLLEAGUE)
    assert found(story.case) == []


class TestPassedRound:
    """Two hand-offs of the lead with nothing done between."""

    def returned(self) -> Story:
        story = dispatched(emergency(), "clinic")
        return story.given(Return(dispatch=1, reason="无车"), by=CLINIC)

    def test_the_first_hand_off_is_none(self) -> None:
        assert of(self.returned(), Failing.PASSED_ROUND) == []

    def test_a_second_one_that_the_inspection_office_allowed_is_the_centres(self) -> None:
        story = dispatched(self.returned()).given(SignFor(dispatch=2), by=POLICE)
        story.given(Return(dispatch=2, reason="不属管辖"), by=POLICE)
        assert of(story, Failing.PASSED_ROUND) == []  # nobody has let it go yet
        story.given(RuleReturn(dispatch=2, upheld=True, reason="属实"), by=INSPECTOR)
        (one,) = of(story, Failing.PASSED_ROUND)
        assert (one.unit, one.at) == ("centre", story.now)
        assert shows(story, one) == [e.Returned, e.ReturnRuled]

    def test_a_unit_held_to_its_dispatch_passes_nothing_round(self) -> None:
        story = dispatched(self.returned()).given(Return(dispatch=2, reason="忙"), by=POLICE)
        story.given(RuleReturn(dispatch=2, upheld=False, reason="属其职责"), by=INSPECTOR)
        assert of(story, Failing.PASSED_ROUND) == []

    def test_where_a_rule_set_lets_units_return_more_often_it_is_the_units(self) -> None:
        story = self.returned()
        rules = msgspec.structs.replace(story.rules.returns, ruled_from=5)
        story.rules = msgspec.structs.replace(story.rules, returns=rules)
        dispatched(story).given(Return(dispatch=2, reason="不属管辖"), by=POLICE)
        (one,) = of(story, Failing.PASSED_ROUND)
        assert one.unit == "police"
        assert shows(story, one) == [e.Returned, e.Returned]

    def test_recalling_it_twice_is_the_centres(self) -> None:
        story = dispatched(emergency(), "clinic").given(Recall(dispatch=1, reason="误派"))
        dispatched(story).given(Recall(dispatch=2, reason="误派"))
        (one,) = of(story, Failing.PASSED_ROUND)
        assert one.unit == "centre"

    def test_an_objection_that_was_right_is_a_hand_off_too(self) -> None:
        story = dispatched(petition(), "clinic", zone="").given(Recall(dispatch=1, reason="误转"))
        dispatched(story, zone="").given(
            ObjectToTransfer(dispatch=2, reason="职权不符", proposed="县医保局"), by=POLICE
        )
        story.given(RuleReturn(dispatch=2, upheld=True, reason="属实"), by=INSPECTOR)
        assert len(of(story, Failing.PASSED_ROUND)) == 1

    def test_work_between_breaks_the_row(self) -> None:
        story = dispatched(self.returned()).given(Arrive(dispatch=2), by=POLICE)
        story.given(Recall(dispatch=2, reason="换队伍"))
        dispatched(story, "justice").given(Recall(dispatch=3, reason="误派"))
        assert of(story, Failing.PASSED_ROUND) == []

    def test_a_supporting_unit_going_home_is_none(self) -> None:
        story = dispatched(emergency())
        for number, unit in ((2, "clinic"), (3, "justice")):
            story.given(Dispatch(unit=unit, role=DispatchRole.SUPPORT))
            story.given(Recall(dispatch=number, reason="不需要"))
        assert of(story, Failing.PASSED_ROUND) == []

    def test_how_many_hand_offs_it_takes_is_the_rule_sets(self) -> None:
        story = self.returned()
        rules = msgspec.structs.replace(story.rules.returns, passed_round_from=3)
        story.rules = msgspec.structs.replace(story.rules, returns=rules)
        dispatched(story).given(Recall(dispatch=2, reason="误派"))
        assert of(story, Failing.PASSED_ROUND) == []
        dispatched(story, "justice").given(Recall(dispatch=3, reason="误派"))
        assert len(of(story, Failing.PASSED_ROUND)) == 1


class TestNeverUrged:
    """Overdue, met late or never, and nobody urged between."""

    def arriving(self, minutes: int = 40) -> Story:
        return dispatched(emergency()).given(SignFor(dispatch=1), by=POLICE).later(minutes=minutes)

    def test_it_is_the_centres_and_counts_from_the_due_time(self) -> None:
        story = self.arriving()
        due = story.due("arrive", 1)
        story.given(Arrive(dispatch=1), by=POLICE)
        (one,) = of(story, Failing.NEVER_URGED)
        assert (one.unit, one.about, one.ref, one.at) == ("centre", "arrive", 1, due)
        assert one.late == story.now
        assert shows(story, one) == [e.Dispatched, e.Arrived]

    def test_as_long_as_the_rule_set_leaves_for_urging_nobody_failed_to(self) -> None:
        story = self.arriving(minutes=20).later(seconds=30)  # urged a minute after the limit
        story.given(Arrive(dispatch=1), by=POLICE)
        assert found(story.case) == []
        friday = Story(now=datetime(2025, 6, 6, 2, tzinfo=UTC))
        friday.given(receive(Track.HOTLINE), Dispatch(unit="police"))
        friday.given(SignFor(dispatch=1), by=POLICE)
        due = friday.due("handle", 1)
        for hours, kinds_found in ((3, set()), (80, {"never_urged"})):
            story = deepcopy(friday)
            story.now = due + timedelta(hours=hours)
            outcome = EndHandling(dispatch=1, result=Outcome.SOLVED)
            story.given(outcome, by=POLICE)
            assert kinds(story) == kinds_found, hours

    def test_of_another_offices_record_nobody_here_could_have_urged(self) -> None:
        story = self.arriving()
        story.when(Arrive(dispatch=1), by=POLICE, source="import").then(e.Arrived)
        assert found(story.case) == []

    def test_what_is_still_open_is_no_finding_yet(self) -> None:
        assert of(self.arriving(), Failing.NEVER_URGED) == []

    def test_urged_while_overdue_is_urged(self) -> None:
        story = self.arriving()
        story.given(Urge(unit="police", kind="arrive", ref=1, reason="超期未到场"))
        story.later(minutes=2).given(Arrive(dispatch=1), by=POLICE)
        assert of(story, Failing.NEVER_URGED) == []

    def test_urging_before_the_limit_ends_does_not_count(self) -> None:
        story = self.arriving(minutes=5)
        story.given(Urge(unit="police", kind="arrive", ref=1, reason="请快到场"))
        story.later(minutes=60).given(Arrive(dispatch=1), by=POLICE)
        assert len(of(story, Failing.NEVER_URGED)) == 1

    def test_what_was_left_behind_by_the_closing_counts(self) -> None:
        story = dispatched(emergency()).later(minutes=40)
        story.given(Recall(dispatch=1, reason="误派"))
        assert "never_urged" not in kinds(story)  # it was taken back, and nothing is owed
        late = handled(emergency())
        assert "never_urged" not in kinds(late)

    def test_nobody_urges_the_centre(self) -> None:
        story = handled(emergency()).later(days=9).given(Close(outcome=Outcome.HANDLED))
        assert kinds(story) == {"closed_after_due"}


class TestConcluding:
    """Closed after due: an ordinary matter's closing, a petition's opinion or reply."""

    def test_the_closing_after_its_limit(self) -> None:
        story = handled(emergency())
        due = story.due("close")
        story.later(days=9).given(Close(outcome=Outcome.HANDLED))
        (one,) = of(story, Failing.CLOSED_AFTER_DUE)
        assert (one.unit, one.at, one.late) == ("centre", due, story.now)
        assert shows(story, one) == [e.Received, e.Closed]

    def test_a_claims_opinion_after_its_limit(self) -> None:
        story = accepted_claim().later(days=90)
        story.given(IssueOpinion(outcome=Outcome.SUPPORTED, how="当面送达"))
        (one,) = of(story, Failing.CLOSED_AFTER_DUE)
        assert (one.about, one.unit) == ("opinion", "centre")

    def test_extended_it_is_held_to_the_new_date(self) -> None:
        story = accepted_claim().later(days=50)
        story.given(Extend(kind="opinion", days=30, reason="复杂", told=True), by=LEADER)
        story.later(days=30).given(IssueOpinion(outcome=Outcome.SUPPORTED, how="当面送达"))
        assert found(story.case) == []


def test_a_notice_served_after_its_limit_is_a_failing_of_the_centre() -> None:
    story = petition().later(days=30)
    story.given(ServeNotice(notice=msgspec.structs.replace(SERVED, served_at=story.now)))
    (one,) = of(story, Failing.NOTICE_MISSED)
    assert one.unit == "centre"
    assert petition().case.running("notice") is not None


def test_a_report_upward_that_came_late_or_never_is_a_failing() -> None:
    story = emergency().given(FIRE_PLAN)
    story.later(hours=5).given(ReportUpward(kind=ReportKind.FIRST, to="县指挥中心"))
    (one,) = of(story, Failing.REPORT_MISSED)
    assert (one.about, one.unit) == ("report_first", "centre")
    assert shows(story, one) == [e.PlanActivated, e.ReportedUpward]


class TestLeftUndone:
    """What nobody ever does is a failing too, as soon as it is on record that it is overdue."""

    def unreported(self) -> Story:
        return emergency().given(FIRE_PLAN).later(hours=5)

    def test_as_long_as_nobody_noticed_it_is_none(self) -> None:
        assert found(self.unreported().case) == []

    def test_the_timekeepers_urging_puts_it_on_record(self) -> None:
        story = self.unreported()
        due = story.due("report_first")
        story.given(KeepTime(until=story.now), by=KEEPER)
        (one,) = of(story, Failing.REPORT_MISSED)
        assert (one.unit, one.about, one.at, one.late) == ("centre", "report_first", due, None)
        opened, overdue = (story.history[version - 1] for version in one.proof)
        assert isinstance(opened, e.PlanActivated)
        assert isinstance(overdue, (e.Urged, e.Escalated))
        assert overdue.at > due

    def test_made_after_all_it_is_the_same_failing_and_says_how_late(self) -> None:
        story = self.unreported().given(KeepTime(until=MORNING + timedelta(hours=5)), by=KEEPER)
        (before,) = of(story, Failing.REPORT_MISSED)
        story.given(ReportUpward(kind=ReportKind.FIRST, to="县指挥中心"))
        (after,) = of(story, Failing.REPORT_MISSED)
        assert after.key == before.key
        assert after.late == story.now

    def test_by_hand_no_less(self) -> None:
        story = petition().later(days=30)
        story.given(Urge(unit="centre", kind="notice", reason="告知书未送达"), by=INSPECTOR)
        (one,) = of(story, Failing.NOTICE_MISSED)
        assert shows(story, one) == [e.Received, e.Urged]

    def test_urging_before_the_end_shows_nothing(self) -> None:
        story = petition().later(days=1)
        story.given(Urge(unit="centre", kind="notice", reason="请及时告知"), by=INSPECTOR)
        assert found(story.case) == []

    def test_an_ordinary_limit_that_is_still_open_is_no_conclusion_after_due(self) -> None:
        story = (
            hotline().later(days=60).given(KeepTime(until=MORNING + timedelta(days=60)), by=KEEPER)
        )
        assert of(story, Failing.CLOSED_AFTER_DUE) == []

    def test_more_time_given_in_the_end_takes_it_away(self) -> None:
        story = self.unreported().given(KeepTime(until=MORNING + timedelta(hours=5)), by=KEEPER)
        clock = story.case.running("report_first")
        assert clock is not None
        later = clock.due + timedelta(days=1)
        extended = e.Extended(
            at=story.now,
            by=LEADER,
            kind="report_first",
            due=later,
            days=1,
            reason="x",
            approver="li",
            told=True,
        )
        story.goes_on([extended])
        assert of(story, Failing.REPORT_MISSED) == []

    @pytest.mark.parametrize(
        "end",
        [
            ReportUpward(kind=ReportKind.FINAL, to="县指挥中心"),
            LiftPlan(person="刘镇长", reason="险情解除"),
        ],
        ids=lambda end: type(end).__name__,
    )
    def test_a_further_report_still_owed_when_it_ended_was_never_made(
        self, end: ReportUpward | LiftPlan
    ) -> None:
        story = emergency().given(FIRE_PLAN)
        story.given(ReportUpward(kind=ReportKind.FIRST, to="县指挥中心"))
        due = story.due("report_further")
        in_time = deepcopy(story).given(end)
        assert found(in_time.case) == []
        story.now = due + timedelta(minutes=1)
        story.given(end)
        (one,) = of(story, Failing.REPORT_MISSED)
        assert (one.about, one.at, one.late) == ("report_further", due, story.now)


class TestBroughtToLight:
    """What no event shows by itself is put on record by people, each with what proves it."""

    BEFORE = FindUnregistered(unit="clinic", since=MORNING - timedelta(days=9), reason="属实")

    def test_that_a_unit_had_it_before_and_did_not_register_it(self) -> None:
        story = emergency().given(self.BEFORE)
        (one,) = of(story, Failing.FOUND_UNREGISTERED)
        assert (one.unit, one.at) == ("clinic", story.now)
        assert shows(story, one) == [e.Received, e.UnregisteredFound]
        story.when(self.BEFORE).changes_nothing()

    def test_the_unit_it_came_in_at_in_the_end_no_less(self) -> None:
        story = emergency()
        own = msgspec.structs.replace(self.BEFORE, unit=story.case.received_by)
        story.given(own, by=INSPECTOR)
        assert len(of(story, Failing.FOUND_UNREGISTERED)) == 1

    @pytest.mark.parametrize("by", [POLICE, CLINIC])
    def test_by_the_centre_or_the_inspection_office(self, by: e.Actor) -> None:
        dispatched(emergency(), by.unit).when(self.BEFORE, by=by).refused(errors.NotYourRole)
        head = e.Actor("gao", by.unit, "leader")
        dispatched(emergency(), by.unit).when(self.BEFORE, by=head).refused(errors.NotYourUnit)

    def test_what_was_not_before_the_receipt_is_none(self) -> None:
        now = msgspec.structs.replace(self.BEFORE, since=MORNING)
        emergency().when(now).refused(errors.OccurredAfter, latest=MORNING)

    def test_that_a_record_is_false_is_held_against_whose_statement_it_is(self) -> None:
        story = dispatched(emergency()).given(SignFor(dispatch=1))
        story.given(Arrive(dispatch=1), by=DESK)  # the desk typed what the unit reported
        story.given(FindFalse(record=4, reason="监控显示未到场"), by=INSPECTOR)
        (one,) = of(story, Failing.FALSE_ENTRY)
        assert one.unit == "police"
        assert shows(story, one) == [e.Arrived, e.FalseEntryFound]
        for again in (
            FindFalse(record=4, reason="再查"),
            FindFalse(record=4, reason="x", unit="clinic"),
        ):
            story.when(again, by=INSPECTOR).changes_nothing()

    def test_or_against_whom_the_inspection_office_names(self) -> None:
        story = dispatched(emergency()).given(SignFor(dispatch=1), by=DESK)
        named = FindFalse(record=3, reason="中心代填时倒签", unit="centre")
        story.given(named, by=INSPECTOR)
        assert of(story, Failing.FALSE_ENTRY)[0].unit == "centre"

    def test_a_dispatch_is_the_centres_own_statement(self) -> None:
        story = dispatched(emergency()).given(FindFalse(record=2, reason="倒签"), by=INSPECTOR)
        assert of(story, Failing.FALSE_ENTRY)[0].unit == "centre"

    def test_only_the_inspection_office_says_so(self) -> None:
        for by in (DESK, LEADER):
            emergency().when(FindFalse(record=1, reason="x"), by=by).refused(errors.NotYourRole)

    @pytest.mark.parametrize("record", [0, 9])
    def test_a_record_there_is_not_can_be_no_false_one(self, record: int) -> None:
        story = emergency()
        story.when(FindFalse(record=record, reason="x"), by=INSPECTOR).refused(errors.NoSuchEvent)

    def test_what_reporters_said_is_no_failing_of_anybody(self) -> None:
        said = Answer(solved=True, satisfied=Satisfaction.NOT)
        story = closed().given(said, by=REPORTER)
        version = len(story.history)
        story.when(FindFalse(record=version, reason="x"), by=INSPECTOR).refused(errors.NoSuchEvent)

    def test_a_correction_of_the_record_leaves_the_finding(self) -> None:
        """The true time is stated by a correction; that the first was false stays so."""
        story = dispatched(emergency()).later(minutes=5).given(SignFor(dispatch=1), by=POLICE)
        story.later(minutes=5).given(FindFalse(record=3, reason="倒签"), by=INSPECTOR)
        right = msgspec.json.encode(story.now).decode()
        fix = Correct(event=3, field="at", value=right, reason="监控", approver="chen")
        story.given(fix, by=INSPECTOR)
        assert len(of(story, Failing.FALSE_ENTRY)) == 1


class TestEntering:
    """Late registration and late entry: two things, and a device without line does neither."""

    def registered(self, minutes: int, track: Track = Track.EMERGENCY, source: str = "") -> Story:
        story = Story(now=MORNING + timedelta(minutes=minutes))
        story.when(
            receive(track), at=MORNING, late=LATE if minutes > 15 else "", source=source
        ).then(e.Received)
        return story

    def test_after_the_tracks_limit_it_is_late_registration_and_no_late_entry_beside(self) -> None:
        story = self.registered(40)
        (one,) = found(story.case)
        assert (one.kind, one.unit, one.proof) == (Failing.LATE_REGISTRATION, "centre", (1,))

    def test_within_the_limit_it_is_none(self) -> None:
        assert found(self.registered(10).case) == []

    def test_a_track_with_a_day_to_register_is_given_it_but_the_entry_is_late(self) -> None:
        assert kinds(self.registered(40, Track.DISPUTE)) == {"late_entry"}

    @pytest.mark.parametrize("source", ["device", "import"])
    def test_a_form_kept_without_line_and_another_offices_record_show_none(
        self, source: str
    ) -> None:
        assert found(self.registered(40, source=source).case) == []

    def test_a_units_report_entered_late_is_the_units_whoever_typed_it(self) -> None:
        story = dispatched(emergency()).later(minutes=10)
        story.given(SignFor(dispatch=1), by=POLICE).later(minutes=50)
        story.when(Arrive(dispatch=1), at=story.now - timedelta(minutes=45), late=LATE).then(
            e.Arrived
        )
        (one,) = of(story, Failing.LATE_ENTRY)
        assert (one.unit, one.proof) == ("police", (4,))


class TestExtensions:
    """Without an approver, or without telling the reporter where the rule wants it."""

    def extended(self, *, told: bool, anonymous: bool = False) -> Story:
        story = hotline(anonymous=anonymous).given(
            AskExtension(kind="reply", days=3, reason="复杂")
        )
        story.given(Extend(kind="reply", days=3, reason="复杂", told=told), by=LEADER)
        return story

    def test_the_reporter_was_not_told(self) -> None:
        story = self.extended(told=False)
        (one,) = found(story.case)
        assert (one.kind, one.unit) == (Failing.EXTENSION_WITHOUT_NOTICE, "centre")
        assert shows(story, one) == [e.Extended]

    def test_the_reporter_was_told(self) -> None:
        assert found(self.extended(told=True).case) == []

    def test_nobody_can_tell_an_anonymous_reporter(self) -> None:
        assert found(self.extended(told=False, anonymous=True).case) == []

    def test_a_correction_that_the_reporter_was_told_takes_it_away(self) -> None:
        story = self.extended(told=False)
        corrected = e.Corrected(
            at=story.now,
            by=INSPECTOR,
            event=3,
            field="told",
            value="true",
            reason="有电话记录",
            approver="chen",
        )
        story.goes_on([corrected])
        assert found(story.case) == []

    def test_a_record_without_an_approver(self) -> None:
        story = self.extended(told=True)
        nobody = msgspec.structs.replace(story.history[-1], approver="")
        case = fold(story.case.id, [*story.history[:-1], nobody])
        assert [one.kind for one in found(case)] == [Failing.EXTENSION_WITHOUT_APPROVER]


class TestReviews:
    """An opinion overturned is a failing of whoever issued it; one upheld is none."""

    def test_overturned_on_review(self) -> None:
        story = reviewed(upheld=False)
        (one,) = of(story, Failing.OPINION_OVERTURNED)
        assert one.unit == "centre"
        assert shows(story, one) == [e.OpinionIssued, e.ReviewDecided]

    def test_overturned_on_re_review(self) -> None:
        story = in_rereview()
        story.given(DecideReview(stage=ReviewStage.REREVIEW, upheld=False), by=LEADER)
        assert len(of(story, Failing.OPINION_OVERTURNED)) == 1

    def test_upheld(self) -> None:
        assert found(reviewed().case) == []


def test_pressure_upheld_is_a_failing_of_the_unit_complained_about() -> None:
    story = emergency().given(Complain(unit="police"))
    assert found(story.case) == []
    story.given(RuleComplaint(complaint=1, upheld=True, reason="属实"), by=INSPECTOR)
    (one,) = of(story, Failing.PRESSURE_UPHELD)
    assert one.unit == "police"


@pytest.mark.parametrize(
    "visit", [Visit(solved=True, satisfied=Satisfaction.SATISFIED), RecordAttempt()]
)
def test_a_visit_by_the_handling_unit_that_a_record_tells_of_is_brought_in_and_shown(
    visit: Visit | RecordAttempt,
) -> None:
    story = closed()
    events = story.when(visit, by=POLICE, source="import").accepted().history
    (one,) = of(story, Failing.VISIT_BY_HANDLER)
    assert (one.unit, one.proof) == ("police", (len(events),))
    other = closed()
    other.when(visit, by=COLLEAGUE, source="import").accepted()
    assert found(other.case) == []


def test_a_visit_by_the_centre_entered_late_is_a_late_entry_and_nothing_else() -> None:
    story = closed().later(hours=5)
    visit = Visit(solved=True, satisfied=Satisfaction.SATISFIED)
    story.when(visit, by=COLLEAGUE, at=story.now - timedelta(minutes=45), late=LATE).accepted()
    assert kinds(story) == {Failing.LATE_ENTRY}


def test_what_else_an_event_shows_is_no_proof_that_it_was_entered_late() -> None:
    story = hotline().later(hours=2)
    before = MORNING - timedelta(days=2)
    unregistered = FindUnregistered(unit="police", since=before, reason="属实")
    late = story.when(unregistered, by=INSPECTOR, at=story.now - timedelta(minutes=45), late=LATE)
    late.accepted()
    (entry,) = of(story, Failing.LATE_ENTRY)
    assert entry.proof == (story.case.version,)


def test_they_stand_in_the_order_of_time() -> None:
    story = dispatched(emergency()).later(hours=2)
    story.given(SignFor(dispatch=1), Arrive(dispatch=1), by=POLICE)
    story.given(EndHandling(dispatch=1, result=Outcome.HANDLED), by=POLICE).later(days=20)
    moments: list[datetime] = [one.at for one in found(story.case)]
    assert len(moments) > 1
    assert moments == sorted(moments)


def test_an_accusation_shows_its_failings_like_any_other_matter() -> None:
    story = accusation("clinic").later(days=30)
    story.given(
        ServeNotice(notice=msgspec.structs.replace(SERVED, served_at=story.now)), by=INSPECTOR
    )
    assert "notice_missed" in kinds(story)


def test_a_request_for_review_alone_shows_none() -> None:
    story = answered_claim().given(RequestReview(stage=ReviewStage.REVIEW))
    assert found(story.case) == []
