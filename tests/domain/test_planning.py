"""A response plan on a case: proposed, put into force with all its units, reported, lifted."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain import errors
from domain.case import events as e
from domain.case.closing import Close
from domain.case.correction import Correct
from domain.case.dispatch import Arrive, Dispatch, EndHandling, GiveFeedback, ReportSituation
from domain.case.intake import Screen, SignOff
from domain.case.planning import (
    ActivatePlan,
    ChoosePlan,
    LiftPlan,
    NameRepresentatives,
    ReportUpward,
    TickItem,
)
from domain.case.possible import possible
from domain.case.reckoning import reckon
from domain.case.words import Channel, Outcome, PetitionKind, ReportKind, Validity
from tests.domain.scenario import (
    CLINIC,
    DESK,
    FIRE_PLAN,
    LEADER,
    MORNING,
    PLANS,
    POLICE,
    SEALED,
    Story,
    dispatched,
    emergency,
    hotline,
    petition,
    working_calendar,
)

FIRE = "fire@1"
ALL = ActivatePlan(plan=FIRE, scale="一般", commander="刘镇长", zone="seat")
VISIT = ActivatePlan(plan="visit-20@1", scale="20人以下", commander="接待室负责人")
LIFT = LiftPlan(person="刘镇长", reason="火已灭")


def fire() -> Story:
    """An emergency the plan for fires fits."""
    return emergency(category="X-fire")


def visit(people: int = 12, **more: object) -> Story:
    """A group comes with a petition."""
    kind = PetitionKind.CLAIM
    return petition(kind, channel=Channel.VISIT, people=people, **more)


class TestScreening:
    """The plan is proposed with its reason; another one, or none, needs a reason."""

    def test_the_plan_proposed_is_confirmed_with_why_it_fits(self) -> None:
        fire().when(Screen(plan=FIRE)).then(
            e.Screened,
            plan=FIRE,
            plan_proposed=FIRE,
            plan_reasons=("track=emergency", "category=X-fire"),
            plan_override="",
            sign_off="duty_leader",
        )

    def test_another_or_none_needs_a_reason(self) -> None:
        for chosen in ("", "rescue@1"):
            story = fire()
            story.when(Screen(plan=chosen)).refused(errors.PlanReasonNeeded, plan=FIRE)
            story.when(Screen(plan=chosen, plan_override="只冒烟")).then(
                e.Screened, plan=chosen, plan_proposed=FIRE, plan_override="只冒烟"
            )

    def test_a_reason_nobody_needs_is_not_kept(self) -> None:
        fire().when(Screen(plan=FIRE, plan_override="x")).then(e.Screened, plan_override="")

    def test_what_screening_settles_decides_which_plan_fits(self) -> None:
        story = emergency(category="A01")
        story.when(Screen()).then(e.Screened, plan_proposed="")
        emergency(category="A01").when(Screen(level="grave")).refused(
            errors.PlanReasonNeeded, plan="rescue@1"
        )
        emergency().when(Screen(category="X-fire")).refused(errors.PlanReasonNeeded, plan=FIRE)
        visit(people=12).when(Screen(people=30)).refused(errors.PlanReasonNeeded, plan="visit-50@1")

    def test_a_better_head_count_is_the_cases_own(self) -> None:
        story = visit().given(Screen(people=30, plan="visit-50@1"))
        assert story.case.people == 30
        visit().when(Screen(people=0)).refused(errors.WrongValue, field="people")

    def test_a_plan_that_is_not_in_force_can_not_be_chosen(self) -> None:
        for plan in ("fire@2", "nothing@1", "fire"):
            fire().when(Screen(plan=plan, plan_override="x")).refused(errors.PlanUnknown)

    def test_the_graver_signature_is_asked_for(self) -> None:
        story = fire().when(Screen(plan=FIRE, sign_off="principal_leader"))
        story.then(e.Screened, sign_off="principal_leader")

    def test_no_plan_is_asked_for_what_is_not_handled(self) -> None:
        fire().when(Screen(validity=Validity.INVALID)).then(e.Screened, plan_proposed="")

    def test_a_record_brought_in_says_what_it_says(self) -> None:
        fire().when(Screen(plan="旧预案"), source="import").then(e.Screened, plan="旧预案")

    def test_no_reason_asks_for_a_task_against_people(self) -> None:
        fire().when(Screen(plan_override="先稳控")).refused(errors.ForbiddenTask, word="稳控")


class TestChoosing:
    """When the matter changes another plan may fit."""

    def test_the_plan_is_chosen_anew_as_more_people_come(self) -> None:
        story = visit(people=12).given(Screen(plan="visit-20@1"), Dispatch(unit="justice"))
        story.given(ReportSituation(dispatch=1, people=40))
        story.when(ChoosePlan(plan="visit-20@1")).refused(errors.PlanReasonNeeded)
        story.when(ChoosePlan(plan="visit-50@1")).then(
            e.PlanChosen, plan="visit-50@1", sign_off="duty_leader"
        )
        assert story.case.plan == "visit-50@1"

    def test_the_same_again_changes_nothing(self) -> None:
        fire().given(Screen(plan=FIRE)).when(ChoosePlan(plan=FIRE)).changes_nothing()

    def test_a_signature_asked_for_before_is_asked_for_still(self) -> None:
        story = fire().given(Screen(plan=FIRE, sign_off="principal_leader"))
        story.given(ChoosePlan(plan="", plan_override="误报"))
        assert story.case.sign_off == "principal_leader"

    def test_not_while_a_plan_is_in_force(self) -> None:
        fire().given(FIRE_PLAN).when(ChoosePlan(plan="", plan_override="x")).refused(
            errors.PlanActive
        )


class TestActivation:
    """All units in one step, or nothing."""

    def test_all_units_are_dispatched_at_once(self) -> None:
        story = (
            fire()
            .when(ALL)
            .then(
                e.PlanActivated,
                e.Dispatched,
                e.Dispatched,
                plan=FIRE,
                checklist=("清点人数", "切断电源"),
                sign_off="duty_leader",
            )
        )
        assert [(one.unit, one.role) for one in story.case.dispatches] == [
            ("police", "lead"),
            ("clinic", "support"),
        ]
        (begun,) = (one for one in story.history if isinstance(one, e.PlanActivated))
        assert [(one.unit, one.least) for one in begun.units] == [("police", 20), ("clinic", 10)]
        sent = [one for one in story.history if isinstance(one, e.Dispatched)]
        assert {one.plan for one in sent} == {FIRE}

    def test_who_is_at_work_already_is_not_sent_again(self) -> None:
        story = dispatched(fire()).when(ALL).then(e.PlanActivated, e.Dispatched)
        assert [one.unit for one in story.case.dispatches] == ["police", "clinic"]

    def test_where_a_unit_leads_already_the_plans_lead_supports_it(self) -> None:
        story = dispatched(fire(), "justice").when(ALL).accepted()
        assert [(one.unit, one.role) for one in story.case.dispatches] == [
            ("justice", "lead"),
            ("police", "support"),
            ("clinic", "support"),
        ]

    def test_a_unit_is_left_out_with_a_reason(self) -> None:
        story = fire()
        story.when(replace(ALL, units=("police",))).refused(errors.PlanUnitsLeftOut, units="clinic")
        story.when(replace(ALL, units=("police",), left_out="无人受伤")).then(
            e.PlanActivated, e.Dispatched, left_out=("clinic",), why_left_out="无人受伤"
        )

    def test_no_unit_supports_without_a_lead(self) -> None:
        fire().when(replace(ALL, units=("clinic",), left_out="x")).refused(errors.NoLead)

    def test_only_units_of_the_plan_are_called_out_by_it(self) -> None:
        fire().when(replace(ALL, units=("police", "clinic", "justice"))).refused(
            errors.NotInPlan, unit="justice"
        )

    def test_a_plan_is_in_force_once(self) -> None:
        fire().given(ALL).when(ALL).refused(errors.PlanActive, plan=FIRE)

    @pytest.mark.parametrize("field", ["commander", "scale"])
    def test_commander_and_scale_are_said(self, field: str) -> None:
        fire().when(replace(ALL, **{field: " "})).refused(errors.FieldMissing, field=field)

    def test_the_plans_own_limit_goes_before_the_rule_sets(self) -> None:
        story = fire().given(ALL)
        assert story.due("arrive", 1) == MORNING + timedelta(minutes=12)
        clock = story.case.running("arrive", 1)
        assert clock is not None
        assert clock.rule == "fire@1/arrive"
        assert story.case.running("sign", 1).rule == "sign.emergency"  # type: ignore[union-attr]


class TestSignature:
    """An emergency is dispatched first and signed after; others are signed first."""

    def test_an_emergency_is_signed_for_after(self) -> None:
        story = fire().given(ALL)
        assert story.case.sign_off == "duty_leader"
        story.when(SignOff(grade="duty_leader"), by=LEADER).then(e.SignedOff)

    def test_a_hotline_matter_is_signed_for_first(self) -> None:
        story = hotline(category="X-fire").given(Screen(plan=FIRE))
        story.when(ALL).refused(errors.SignOffNeeded, grade="duty_leader")
        story.given(SignOff(grade="duty_leader"), by=LEADER)
        story.when(ALL).then(e.PlanActivated, e.Dispatched, e.Dispatched)

    def test_a_plan_nobody_chose_asks_for_its_signature_too(self) -> None:
        hotline(category="X-fire").when(ALL).refused(errors.SignOffNeeded, grade="duty_leader")


class TestAccused:
    """A plan never calls out whom the case accuses."""

    @pytest.mark.parametrize("accused", ["police", "county-police", "police-post"])
    def test_an_accused_unit_is_none_of_the_plans(self, accused: str) -> None:
        story = petition(PetitionKind.ACCUSATION, accused=(accused,))
        refused = story.when(replace(FIRE_PLAN, units=("police",)))
        refused.then(e.Barred, unit="police", attempt="dispatch")

    def test_the_others_come_and_nobody_is_missed(self) -> None:
        story = petition(
            PetitionKind.ACCUSATION, accused=("clinic",), channel=Channel.VISIT, people=60
        )
        story.given(Screen(plan="visit-over-50@1"))
        story.given(SignOff(grade="principal_leader"), by=LEADER)
        plan = ActivatePlan(plan="visit-over-50@1", scale="x", commander="x")
        begun = story.when(plan).accepted().history[-3]
        assert isinstance(begun, e.PlanActivated)
        assert {one.unit for one in begun.units} == {"justice", "centre"}
        assert "post:medical" in begun.vacant


class TestVisits:
    """Police only on a recorded safety fact, never because people came."""

    def test_no_police_come_because_people_came(self) -> None:
        story = visit().given(Screen(plan="visit-20@1")).when(VISIT).accepted()
        assert [one.unit for one in story.case.dispatches] == ["justice"]

    def test_police_come_where_a_fact_is_recorded(self) -> None:
        fact = "有人携带汽油"
        story = visit().given(Screen(plan="visit-20@1"))
        story.when(replace(VISIT, units=("justice", "police"))).refused(
            errors.SafetyFactNeeded, unit="police"
        )
        story.when(replace(VISIT, safety_fact=fact)).then(
            e.PlanActivated, e.Dispatched, e.Dispatched, safety_fact=fact
        )

    def test_the_fact_is_about_safety_and_no_task(self) -> None:
        visit().given(Screen(plan="visit-20@1")).when(
            replace(VISIT, safety_fact="需要劝返")
        ).refused(errors.ForbiddenTask)

    def test_a_group_speaks_through_no_more_than_the_rule_set_lets(self) -> None:
        story = visit()
        story.when(NameRepresentatives(count=6)).refused(errors.TooManyRepresentatives, most=5)
        story.when(NameRepresentatives(count=0)).refused(errors.WrongValue, field="count")
        story.given(NameRepresentatives(count=5, names=SEALED))
        assert story.case.representatives == 5


class TestReports:
    """First, further, final, concluding: each starts what comes next."""

    def test_the_first_report_is_due_by_the_rule_set_where_the_plan_says_nothing(self) -> None:
        assert fire().given(ALL).due("report_first") == MORNING + timedelta(minutes=30)

    def test_each_report_starts_the_time_to_the_next(self) -> None:
        story = fire().given(ALL).later(minutes=10)
        story.given(ReportUpward(kind=ReportKind.FIRST, to="县"))
        assert not story.runs("report_first")
        first = story.due("report_further")
        assert first == story.now + timedelta(hours=2)
        story.later(minutes=30).given(ReportUpward(kind=ReportKind.FURTHER, to="县"))
        assert story.due("report_further") == first + timedelta(minutes=30)
        met = [one for one in story.case.obligations if one.kind == "report_further" and one.met]
        assert len(met) == 1

    def test_final_and_concluding_reports_are_due_from_the_lifting(self) -> None:
        story = fire().given(ALL, ReportUpward(kind=ReportKind.FIRST, to="县"))
        assert not story.runs("report_final")
        story.later(days=2).given(LIFT)
        assert not story.runs("report_further")
        assert story.due("report_final") > story.now + timedelta(days=3)
        assert story.case.running("after_action").rule == "fire@1/after_action"  # type: ignore[union-attr]

    def test_a_final_report_made_before_is_not_asked_for_again(self) -> None:
        story = fire().given(ALL)
        story.given(ReportUpward(kind=ReportKind.FIRST, to="县"))
        story.given(ReportUpward(kind=ReportKind.FINAL, to="县"))
        assert not story.runs("report_further")
        story.given(LIFT)
        assert not story.runs("report_final")
        assert story.runs("after_action")

    def test_a_report_without_a_plan_starts_nothing(self) -> None:
        story = fire().given(ReportUpward(kind=ReportKind.FIRST, to="县"))
        assert not story.runs("report_further")

    def test_the_concluding_report_outlasts_the_closing(self) -> None:
        story = fire().given(ALL)
        for unit, number in ((POLICE, 1), (CLINIC, 2)):
            story.given(
                Arrive(dispatch=number, people=20),
                EndHandling(dispatch=number, result=Outcome.HANDLED),
                GiveFeedback(dispatch=number, outcome=Outcome.HANDLED),
                by=unit,
            )
        story.when(Close(outcome=Outcome.HANDLED)).refused(errors.PlanActive, plan=FIRE)
        story.given(LIFT, Close(outcome=Outcome.HANDLED))
        assert story.runs("after_action")
        story.given(ReportUpward(kind=ReportKind.CONCLUDING, to="县政府"))
        assert not story.runs("after_action")


class TestReckoning:
    """Why this deadline: the plan, its version, its article."""

    def test_a_limit_of_the_plan_names_it_and_its_article(self) -> None:
        story = fire().given(ALL)
        found = reckon(
            story.case.id, story.history, story.rules, working_calendar(), plans=PLANS.get
        )
        arrive = next(one for one in found if one.limit.rule == "fire@1/arrive").moves[-1]
        assert arrive.article == "联动处置规定：火灾12分钟内到场"
        assert [(line.what, line.number) for line in arrive.lines][-1] == ("minutes", 12)
        assert arrive.today is None

    def test_when_the_activation_was_really_earlier_its_clocks_follow(self) -> None:
        story = fire().given(ReportUpward(kind=ReportKind.FIRST, to="县")).later(minutes=5)
        plan = replace(FIRE_PLAN, plan="flood@1")
        story.given(plan)
        assert story.due("report_first") == story.now + timedelta(minutes=30)
        early = story.now - timedelta(minutes=2)
        story.given(
            Correct(
                event=len(story.history),
                field="at",
                value=f'"{early.isoformat()}"',
                reason="记错",
                approver="chen",
            )
        )
        assert story.due("report_first") == early + timedelta(minutes=30)


def test_what_is_possible_with_a_plan() -> None:
    before = {step.command for step in possible(fire().case, fire().context(DESK))}
    story = fire().given(FIRE_PLAN)
    during = {step.command for step in possible(story.case, story.context(DESK))}
    assert {ActivatePlan, ChoosePlan} <= before
    assert {LiftPlan, TickItem} <= during
    assert not {ActivatePlan, ChoosePlan} & during


def test_units_tick_what_they_did_and_the_desk_lifts() -> None:
    story = fire().given(ALL)
    story.when(TickItem(item=1), by=POLICE).then(e.ChecklistTicked, item=1)
    story.when(LIFT, by=POLICE).refused(errors.NotYourRole)


def test_a_signature_nobody_screened_for_is_asked_for_since_the_activation() -> None:
    story = fire().later(minutes=4).given(ALL)
    assert story.case.since["sign_off"] == story.now
    later = story.now
    story.later(minutes=1).given(LIFT, ActivatePlan(plan=FIRE, scale="x", commander="x"))
    assert story.case.since["sign_off"] == later
