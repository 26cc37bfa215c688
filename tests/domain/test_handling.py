"""The office's work: handlers, levels, plans, reports, pauses, extensions, opinion and reply."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain import errors
from domain.case import events as e
from domain.case.closing import Close
from domain.case.dispatch import Dispatch
from domain.case.handling import (
    AppointHandler,
    AskExtension,
    ChangeHandler,
    Extend,
    IssueOpinion,
    Pause,
    RefuseExtension,
    Reply,
    Resume,
    Transfer,
)
from domain.case.planning import LiftPlan, ReportUpward, TickItem
from domain.case.words import Outcome, PetitionKind, ReportKind
from domain.rules.categories import CategoryFile, Group, Leaf, UnlawfulTask, tree
from domain.rules.tasks import FORBIDDEN
from tests.domain.scenario import (
    COLLEAGUE,
    DESK,
    FIRE_PLAN,
    INSPECTOR,
    LEADER,
    MORNING,
    accepted_claim,
    answered_claim,
    emergency,
    handled,
    hotline,
    petition,
)

SOON = MORNING + timedelta(days=3)
APPOINT = AppointHandler(leader="刘镇长", unit="justice", person="钱进", due=SOON)


class TestHandlers:
    """四定一包: leader, unit, person and date."""

    def test_the_deadline_is_owed_by_the_units_named(self) -> None:
        story = petition().given(APPOINT)
        clock = story.case.running("handle")
        assert clock is not None
        assert (clock.holder, clock.due) == ("justice", SOON)

    def test_a_change_hands_the_deadline_over(self) -> None:
        story = petition().given(APPOINT, ChangeHandler(unit="clinic", person="赵", reason="调离"))
        clock = story.case.running("handle")
        assert clock is not None
        assert clock.holder == "clinic"
        story.when(ChangeHandler(unit="clinic", person="赵", reason="x")).changes_nothing()

    def test_nobody_can_be_changed_before_somebody_was_appointed(self) -> None:
        change = ChangeHandler(unit="clinic", person="赵", reason="调离")
        petition().when(change).refused(errors.NoHandler)

    def test_a_deadline_lies_ahead(self) -> None:
        past = AppointHandler(leader="刘", unit="justice", person="钱", due=MORNING)
        petition().when(past).refused(errors.OccurredBefore)

    @pytest.mark.parametrize("missing", ["leader", "person"])
    def test_leader_and_person_are_named(self, missing: str) -> None:
        petition().when(replace(APPOINT, **{missing: " "})).refused(errors.FieldMissing)
        petition().when(ChangeHandler(unit="justice", person=" ", reason="x")).refused(
            errors.FieldMissing
        )


class TestLevels:
    """逐级移送: one level at a time; skipping needs a reason."""

    def up(self, lower: str, upper: str, skip_reason: str = "") -> Transfer:
        return Transfer(from_level=lower, to_level=upper, to="上一级", skip_reason=skip_reason)

    def test_level_by_level_to_the_county(self) -> None:
        story = petition()
        for lower, upper in (("village", "district"), ("district", "town"), ("town", "county")):
            story.when(self.up(lower, upper)).then(e.Transferred)
        assert story.case.at_level == "county"

    def test_skipping_needs_a_reason(self) -> None:
        petition().when(self.up("village", "town")).refused(errors.OneLevelAtATime)
        petition().when(self.up("village", "town", skip_reason="跨片区")).then(e.Transferred)

    def test_never_down_nor_on_the_spot(self) -> None:
        for lower, upper in (("town", "district"), ("town", "town")):
            petition().when(self.up(lower, upper, skip_reason="x")).refused(errors.OneLevelAtATime)

    def test_it_goes_on_from_where_it_is(self) -> None:
        story = petition().given(self.up("village", "district"))
        story.when(self.up("village", "district")).refused(errors.OneLevelAtATime, at="district")

    def test_it_has_an_addressee(self) -> None:
        petition().when(Transfer(from_level="town", to_level="county", to=" ")).refused(
            errors.FieldMissing, field="to"
        )


class TestPlans:
    """In force by an event, lifted by a named person, open until the matter is settled."""

    def test_items_are_ticked_once(self) -> None:
        story = emergency().given(FIRE_PLAN, TickItem(item=2))
        story.when(TickItem(item=2)).changes_nothing()
        story.when(TickItem(item=0)).refused(errors.NoSuchItem)
        assert story.case.ticked == {2}

    def test_a_plan_names_commander_and_scale(self) -> None:
        emergency().when(replace(FIRE_PLAN, commander=" ")).refused(errors.FieldMissing)

    def test_a_named_person_lifts_it_with_a_reason(self) -> None:
        story = emergency().given(FIRE_PLAN)
        story.when(LiftPlan(person=" ", reason="火已灭")).refused(errors.FieldMissing)
        story.when(LiftPlan(person="刘", reason=" ")).refused(errors.ReasonMissing)
        story.given(LiftPlan(person="刘", reason="火已灭"))
        story.when(LiftPlan(person="刘", reason="x")).refused(errors.NoPlanActive)

    @pytest.mark.parametrize("word", FORBIDDEN)
    def test_no_activation_holds_people_back(self, word: str) -> None:
        task = f"安排专人{word[0]} {word[1:]}来访人"
        emergency().when(replace(FIRE_PLAN, scale=task)).refused(errors.ForbiddenTask, word=word)

    def test_no_category_does_either(self) -> None:
        leaf = Leaf(code="a.1", name="重点人员稳控", name_en="x")
        group = Group(code="a", name="综合", name_en="x", tracks=("petition",), categories=(leaf,))
        with pytest.raises(UnlawfulTask, match="稳控"):
            tree(CategoryFile(groups=(group,)))


class TestReports:
    """初报、终报、总结报告: each meets its limit, after closing too."""

    def test_the_first_report_is_due_at_once(self) -> None:
        story = emergency().given(FIRE_PLAN)
        assert story.due("report_first") == MORNING + timedelta(minutes=30)
        story.given(ReportUpward(kind=ReportKind.FIRST, to="县委"))
        assert not story.runs("report_first")

    def test_a_further_report_meets_none(self) -> None:
        story = emergency().given(FIRE_PLAN, ReportUpward(kind=ReportKind.FURTHER, to="县委"))
        assert story.runs("report_first")

    @pytest.mark.parametrize(
        ("kind", "clock"),
        [(ReportKind.FINAL, "report_final"), (ReportKind.CONCLUDING, "after_action")],
    )
    def test_the_reports_after_the_matter_outlast_its_closing(
        self, kind: ReportKind, clock: str
    ) -> None:
        story = handled(emergency()).given(
            FIRE_PLAN, LiftPlan(person="刘", reason="火已灭"), Close(outcome=Outcome.HANDLED)
        )
        assert story.runs(clock)
        story.when(ReportUpward(kind=kind, to="县委")).then(e.ReportedUpward)
        assert not story.runs(clock)

    def test_a_report_has_an_addressee(self) -> None:
        emergency().when(ReportUpward(kind=ReportKind.FIRST, to="")).refused(errors.FieldMissing)


class TestPauses:
    """Clocks stand still only where the pinned rule set allows it."""

    WAIT = Pause(reason="waiting_for_reporter", approver="chen", told=True)

    def test_waiting_for_the_reporter_moves_the_hotlines_limits(self) -> None:
        story = hotline("hotline-working-days")
        due = story.due("reply")
        story.given(self.WAIT).later(days=1).given(Resume())
        assert story.due("reply") - due == timedelta(days=1)
        assert story.case.paused_at is None

    def test_it_moves_no_limit_the_rule_does_not_name(self) -> None:
        story = hotline("hotline-working-days").given(self.WAIT).later(days=1)
        due = story.due("screen")
        assert story.given(Resume()).due("screen") == due

    def test_a_clock_started_meanwhile_gets_back_only_its_own_standing(self) -> None:
        story = hotline("hotline-working-days").given(self.WAIT).later(days=1)  # a Wednesday
        story.given(Dispatch(unit="police"))
        due = story.due("handle", 1)
        story.later(days=1).given(Resume())
        assert story.due("handle", 1) - due == timedelta(days=1)

    @pytest.mark.parametrize("rules", ["national", "local-5-30-90"])
    def test_other_rule_sets_allow_no_waiting(self, rules: str) -> None:
        hotline(rules).when(self.WAIT).refused(errors.PauseNotAllowed)

    def test_a_petition_never_pauses_but_for_its_hearing(self) -> None:
        for reason in ("waiting_for_reporter", "hearing"):
            accepted_claim().when(Pause(reason=reason, approver="chen")).refused(
                errors.PauseNotAllowed
            )

    def test_it_does_not_end_before_it_began(self) -> None:
        story = hotline("hotline-working-days").later(minutes=5).given(self.WAIT)
        story.when(Resume(), at=MORNING).refused(errors.OccurredBefore, what="pause")


class TestExtensions:
    """Approved by the head, at most by what the rule set allows in all, the reporter told why."""

    ASK = AskExtension(kind="opinion", days=30, reason="案情复杂")

    def give(self, days: int = 30) -> Extend:
        return Extend(kind="opinion", days=days, reason="案情复杂", told=True)

    def test_a_claims_opinion_gets_thirty_days_at_most(self) -> None:
        story = accepted_claim()
        due = story.due("opinion")
        story.when(self.give(31), by=LEADER).refused(errors.ExtensionTooLong, most=30)
        story.given(self.ASK).given(self.give(), by=LEADER)
        assert story.due("opinion") >= due + timedelta(days=30)
        clock = story.case.running("opinion")
        assert clock is not None
        assert clock.first_due == due

    def test_once_is_once_though_days_are_left(self) -> None:
        story = accepted_claim().given(self.give(10), by=LEADER)
        story.when(self.give(5), by=LEADER).refused(errors.ExtensionTooLong, times=1)

    def test_working_days_count_as_such(self) -> None:
        story = hotline("hotline-working-days")
        due = story.due("reply")  # a Tuesday
        story.given(Extend(kind="reply", days=5, reason="待鉴定", told=True), by=LEADER)
        assert story.due("reply") == due + timedelta(days=7)
        assert story.case.extended_days == {"reply.0": 5}

    def test_whoever_asked_does_not_approve(self) -> None:
        story = accepted_claim().given(self.ASK, by=LEADER)
        story.when(self.give(), by=LEADER).refused(errors.ApproverNeeded, approver="chen")
        story.when(self.give(), by=INSPECTOR).then(e.Extended)

    def test_the_desk_does_not_approve(self) -> None:
        accepted_claim().when(self.give(), by=DESK).refused(errors.NotYourRole)

    def test_a_reporter_not_told_shows_in_the_event(self) -> None:
        untold = Extend(kind="opinion", days=5, reason="案情复杂", told=False)
        accepted_claim().when(untold, by=LEADER).then(e.Extended, told=False, approver="chen")

    def test_a_refusal_leaves_the_limit_as_it_was(self) -> None:
        story = accepted_claim().given(self.ASK)
        due = story.due("opinion")
        story.given(RefuseExtension(kind="opinion", reason="可按期"), by=LEADER)
        assert story.due("opinion") == due
        story.when(RefuseExtension(kind="opinion", reason="x"), by=LEADER).refused(
            errors.NoSuchClock
        )

    @pytest.mark.parametrize("days", [0, -1])
    def test_an_extension_extends(self, days: int) -> None:
        accepted_claim().when(self.give(days), by=LEADER).refused(errors.ExtensionTooLong)


class TestOpinionAndReply:
    """The written opinion of a claim, and the reply of the other matters."""

    def test_only_claims_have_an_opinion(self) -> None:
        opinion = IssueOpinion(outcome=Outcome.SUPPORTED, how="邮寄")
        for story in (hotline(), petition(PetitionKind.PROPOSAL)):
            story.when(opinion).refused(errors.WrongTrack)

    def test_an_opinion_is_served_once(self) -> None:
        answered_claim().when(IssueOpinion(outcome=Outcome.SUPPORTED, how="x")).refused(
            errors.AlreadyReplied
        )

    def test_an_opinion_opens_the_window_for_its_review(self) -> None:
        story = answered_claim()
        assert story.case.windows["review_request"] > story.now + timedelta(days=30)

    def test_a_reply_says_how_it_was_served(self) -> None:
        hotline().when(Reply(how=" ")).refused(errors.FieldMissing, field="how")

    def test_an_emergency_needs_none(self) -> None:
        emergency().when(Reply(how="电话")).refused(errors.WrongTrack)

    def test_whoever_replied_makes_no_return_visit(self) -> None:
        story = hotline().given(Reply(how="电话"), by=COLLEAGUE)
        assert COLLEAGUE.user in story.case.handlers
