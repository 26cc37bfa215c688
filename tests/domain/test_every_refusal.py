"""Every refusal there is has a situation that raises it, with its data."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from domain import errors
from domain.case import closing as end
from domain.case import contesting as c
from domain.case import dispatch as d
from domain.case import erasure as x
from domain.case import events as e
from domain.case import finding as f
from domain.case import handling as h
from domain.case import intake as i
from domain.case import links as k
from domain.case import mediation as m
from domain.case import planning as p
from domain.case import record as r
from domain.case import supervision as s
from domain.case.command import Command
from domain.case.correction import Correct
from domain.case.words import (
    Channel,
    DispatchRole,
    Mode,
    Outcome,
    PetitionKind,
    ReviewStage,
    Satisfaction,
    Track,
    Validity,
)
from domain.errors import DomainError
from domain.rules.calendar import MissingYear
from tests.domain.scenario import (
    ADMIN,
    ASK,
    CLINIC,
    COLLEAGUE,
    CONTEST,
    DESK,
    FIRE_PLAN,
    INSPECTOR,
    LEADER,
    MORNING,
    POLICE,
    SERVED,
    Story,
    accepted_claim,
    agree,
    answered_claim,
    closed,
    contested,
    dispatched,
    dispute,
    emergency,
    handled,
    hotline,
    in_rereview,
    mediating,
    named,
    on_hold,
    petition,
    receive,
    reviewed,
)

SOON = MORNING + timedelta(days=3)
HANDLED = Outcome.HANDLED
APPOINT = h.AppointHandler(leader="刘镇长", unit="justice", person="钱进", due=SOON)
PLAN = FIRE_PLAN
PAUSE = h.Pause(reason="waiting_for_reporter", approver="chen")
BY_LINK = e.Actor(f"{k.BY_LINK}1", "police", "responder")
WORKING_DAYS = "hotline-working-days"
UPHELD = c.RuleFailing(contest=1, struck=False, reason="未见通话记录")


ERASE = x.EraseData(asked=2)


class Refusal(NamedTuple):
    """Given a story, this command is refused with that fact."""

    fact: type[DomainError]
    given: Callable[[], Story]
    command: Command
    by: e.Actor = DESK
    minutes_ago: int = 0
    late: str = ""


def received(track: Track, **fields: object) -> Command:
    """A registration with something missing."""
    return receive(track, **fields)


def sent() -> Story:
    """An emergency was dispatched to the police."""
    return dispatched(emergency())


def linked() -> Story:
    """The police's dispatch is open to them by a link."""
    return sent().given(k.IssueLink(dispatch=1, ends=SOON))


def second_return_pending() -> Story:
    """The police's return, the second in the case, waits for a ruling."""
    story = dispatched(emergency(), "clinic").given(d.Return(dispatch=1, reason="无车"), by=CLINIC)
    return dispatched(story).given(d.Return(dispatch=2, reason="不属管辖"), by=POLICE)


def long_after_transfer() -> Story:
    """A petition was transferred two weeks ago."""
    return dispatched(petition(), zone="").later(days=14)


def long_after_opinion() -> Story:
    """A claim's opinion was served two months ago."""
    return answered_claim().later(days=60)


def challenged() -> Story:
    """The mediator was challenged."""
    return mediating().given(m.ChallengeMediator(party=1))


def without_session() -> Story:
    """A mediation with its facts, but no session yet."""
    return mediating().given(m.EstablishFacts())


REFUSALS: list[Refusal] = [
    # time and person
    Refusal(errors.OccurredInFuture, sent, d.Arrive(dispatch=1), POLICE, minutes_ago=-1),
    Refusal(errors.OccurredBefore, sent, d.Arrive(dispatch=1), POLICE, minutes_ago=1),
    Refusal(errors.LateEntryNeedsReason, Story, receive(Track.EMERGENCY), minutes_ago=16),
    Refusal(
        errors.LateEntryNeedsSupervisor,
        Story,
        receive(Track.EMERGENCY),
        minutes_ago=1441,
        late="停电",
    ),
    Refusal(
        errors.OccurredTooLongAgo,
        Story,
        receive(Track.EMERGENCY),
        INSPECTOR,
        minutes_ago=30 * 24 * 60 + 1,
        late="停电",
    ),
    Refusal(errors.NotYourRole, emergency, d.Dispatch(unit="police"), POLICE),
    Refusal(errors.NotYourUnit, sent, d.Arrive(dispatch=1), CLINIC),
    Refusal(errors.ReasonMissing, sent, d.Recall(dispatch=1, reason=" ")),
    Refusal(errors.FieldMissing, accepted_claim, h.IssueOpinion(outcome=Outcome.SUPPORTED)),
    Refusal(errors.LinkEnded, sent, k.RevokeLink(link=1)),
    Refusal(errors.NotByLink, linked, r.Note(label="x"), BY_LINK),
    # the case as a whole
    Refusal(errors.CaseUnknown, Story, r.Note(label="x")),
    Refusal(errors.CaseExists, emergency, receive(Track.EMERGENCY)),
    Refusal(
        errors.CaseEnded,
        lambda: emergency().given(i.Screen(validity=Validity.INVALID)),
        d.Dispatch(unit="police"),
    ),
    Refusal(errors.CaseClosed, closed, d.Dispatch(unit="police")),
    Refusal(errors.CaseNotClosed, sent, end.Archive()),
    Refusal(errors.WrongTrack, emergency, i.Accept(notice=SERVED)),
    Refusal(errors.NothingOpens, emergency, r.ReadData(fields=(), purpose="回电")),
    Refusal(errors.TitleNeeded, Story, received(Track.EMERGENCY, title=" ")),
    Refusal(errors.PersonInTitle, Story, received(Track.EMERGENCY, title="张三 13800138000")),
    Refusal(errors.PersonInText, emergency, r.Note(label="电话 13800138000")),
    Refusal(errors.PetitionKindNeeded, Story, received(Track.PETITION)),
    Refusal(errors.AccusedNeeded, Story, received(Track.PETITION, kind=PetitionKind.ACCUSATION)),
    Refusal(errors.UnknownOutcome, lambda: handled(emergency()), end.Close(outcome=Outcome.SOLVED)),
    # intake
    Refusal(errors.AlreadyScreened, lambda: emergency().given(i.Screen()), i.Screen()),
    Refusal(errors.DuplicateNeedsMain, emergency, i.Screen(validity=Validity.DUPLICATE)),
    Refusal(
        errors.DuplicateOfItself,
        emergency,
        i.Screen(validity=Validity.DUPLICATE, duplicate_of="QS2025-00001"),
    ),
    Refusal(errors.AlreadyAccepted, accepted_claim, i.Accept(notice=SERVED)),
    Refusal(
        errors.NotAccepted, petition, h.IssueOpinion(outcome=Outcome.SUPPORTED, how="当面送达")
    ),
    Refusal(errors.NoticeNeeded, petition, i.ServeNotice(notice=e.Notice(how="邮寄"))),
    Refusal(
        errors.LeaderNeeded,
        petition,
        i.Redirect(to="县医保局", reason="职权", leader="", notice=SERVED),
    ),
    Refusal(
        errors.SignOffNeeded,
        lambda: hotline().given(i.Screen(sign_off="duty_leader")),
        d.Dispatch(unit="police"),
    ),
    Refusal(errors.SignOffNotAsked, hotline, i.SignOff(grade="duty_leader"), LEADER),
    # dispatch
    Refusal(errors.UnitUnknown, emergency, d.Dispatch(unit="fire-brigade")),
    Refusal(errors.LeadTaken, sent, d.Dispatch(unit="clinic")),
    Refusal(errors.NoLead, emergency, d.Dispatch(unit="police", role=DispatchRole.SUPPORT)),
    Refusal(errors.AlreadyDispatched, sent, d.Dispatch(unit="police", role=DispatchRole.SUPPORT)),
    Refusal(errors.NotDispatched, emergency, d.Arrive(dispatch=1)),
    Refusal(
        errors.AlreadySigned,
        lambda: sent().given(d.SignFor(dispatch=1), by=POLICE),
        d.SignFor(dispatch=1),
        POLICE,
    ),
    Refusal(
        errors.AlreadyArrived,
        lambda: sent().given(d.Arrive(dispatch=1), by=POLICE),
        d.Arrive(dispatch=1),
        POLICE,
    ),
    Refusal(
        errors.AlreadyHandled,
        lambda: sent().given(d.EndHandling(dispatch=1, result=HANDLED), by=POLICE),
        d.Return(dispatch=1, reason="不属管辖"),
        POLICE,
    ),
    Refusal(
        errors.AlreadyGiven,
        lambda: handled(emergency()),
        d.GiveFeedback(dispatch=1, outcome=HANDLED),
        POLICE,
    ),
    Refusal(errors.NoFeedback, sent, d.SendFeedbackBack(dispatch=1, reason="不完整")),
    Refusal(
        errors.RulingPending, second_return_pending, d.Return(dispatch=2, reason="再退"), POLICE
    ),
    Refusal(
        errors.NoRulingPending,
        sent,
        d.RuleReturn(dispatch=1, upheld=True, reason="属实"),
        INSPECTOR,
    ),
    Refusal(
        errors.WindowOver,
        long_after_transfer,
        d.ObjectToTransfer(dispatch=1, reason="职权不符"),
        POLICE,
    ),
    # handling
    Refusal(
        errors.OneLevelAtATime,
        petition,
        h.Transfer(from_level="village", to_level="county", to="县"),
    ),
    Refusal(
        errors.UnknownLevel, petition, h.Transfer(from_level="village", to_level="moon", to="?")
    ),
    Refusal(errors.PlanActive, lambda: emergency().given(PLAN), PLAN),
    Refusal(errors.PlanUnknown, emergency, replace(FIRE_PLAN, plan="fire@9")),
    Refusal(errors.PlanReasonNeeded, emergency, i.Screen(category="X-fire")),
    Refusal(errors.PlanUnitsLeftOut, emergency, replace(FIRE_PLAN, left_out=" ")),
    Refusal(errors.NotInPlan, emergency, replace(FIRE_PLAN, units=("justice",))),
    Refusal(
        errors.SafetyFactNeeded,
        lambda: petition(channel=Channel.VISIT, people=12),
        p.ActivatePlan(plan="visit-20@1", scale="x", commander="x", units=("justice", "police")),
    ),
    Refusal(errors.TooManyRepresentatives, petition, p.NameRepresentatives(count=6)),
    Refusal(errors.NoPlanActive, emergency, p.TickItem(item=1)),
    Refusal(errors.NoSuchItem, lambda: emergency().given(PLAN), p.TickItem(item=3)),
    Refusal(errors.AlreadyPaused, lambda: hotline(WORKING_DAYS).given(PAUSE), PAUSE),
    Refusal(errors.NotPaused, hotline, h.Resume()),
    Refusal(errors.PauseNotAllowed, hotline, PAUSE),
    Refusal(errors.NoSuchClock, hotline, h.AskExtension(kind="opinion", days=1, reason="x")),
    Refusal(errors.ExtensionTooLong, hotline, h.AskExtension(kind="reply", days=16, reason="x")),
    Refusal(errors.ExtensionNotAllowed, hotline, h.AskExtension(kind="screen", days=1, reason="x")),
    Refusal(
        errors.ApproverNeeded,
        lambda: hotline(WORKING_DAYS),
        h.Pause(reason="waiting_for_reporter", approver=DESK.user),
    ),
    Refusal(errors.AlreadyReplied, lambda: hotline().given(h.Reply(how="电话")), h.Reply(how="x")),
    Refusal(errors.NotReplied, accepted_claim, s.RequestReview(stage=ReviewStage.REVIEW)),
    Refusal(errors.OpinionNeeded, accepted_claim, end.Close(outcome=Outcome.SUPPORTED)),
    Refusal(errors.ReviewUnderWay, in_rereview, s.RequestReview(stage=ReviewStage.REREVIEW)),
    Refusal(
        errors.NoReviewUnderWay,
        answered_claim,
        s.DecideReview(stage=ReviewStage.REVIEW, upheld=True),
        LEADER,
    ),
    Refusal(
        errors.ReviewFinal,
        lambda: in_rereview().given(
            s.DecideReview(stage=ReviewStage.REREVIEW, upheld=True), by=LEADER
        ),
        s.RequestReview(stage=ReviewStage.REREVIEW),
    ),
    Refusal(errors.HearingOnlyInRereview, reviewed, s.OpenHearing()),
    Refusal(
        errors.ForbiddenTask,
        emergency,
        replace(FIRE_PLAN, scale="通知亲属劝返"),
    ),
    # mediation
    Refusal(errors.NotTakenUp, dispute, m.EstablishFacts()),
    Refusal(errors.AlreadyTakenUp, mediating, m.TakeUp(unit="justice", mode=Mode.JOINT)),
    Refusal(errors.UnknownParty, mediating, m.RecordConsent(party=3)),
    Refusal(
        errors.ConsentMissing,
        lambda: without_session().given(m.WithdrawConsent(party=2)),
        m.HoldSession(parties=(1, 2)),
    ),
    Refusal(errors.TwoPartiesNeeded, without_session, m.HoldSession(parties=(1, 1))),
    Refusal(
        errors.MediatorNeeded,
        lambda: challenged().given(m.RuleChallenge(upheld=True, reason="亲属")),
        m.HoldSession(parties=(1, 2)),
    ),
    Refusal(errors.MediatorInvolved, challenged, m.HoldSession(parties=(1, 2))),
    Refusal(errors.FactsNeeded, mediating, m.HoldSession(parties=(1, 2))),
    Refusal(errors.SessionNeeded, without_session, agree(Story())),
    Refusal(errors.NoAgreement, mediating, m.RecordPerformance(complete=True)),
    Refusal(errors.RoutesNeeded, mediating, m.FailMediation(routes=())),
    # closing
    Refusal(errors.FeedbackOutstanding, sent, end.Close(outcome=HANDLED)),
    Refusal(errors.HandlingNeeded, emergency, end.Close(outcome=HANDLED)),
    Refusal(errors.ReplyNeeded, hotline, end.Close(outcome=Outcome.SOLVED)),
    Refusal(errors.MediationNeeded, dispute, end.Close(outcome=Outcome.AGREEMENT)),
    Refusal(
        errors.ScreeningNeeded,
        lambda: Story().given(receive(Track.DISPUTE)),
        end.Close(outcome=Outcome.REFERRED),
    ),
    Refusal(errors.WithdrawalNeeded, petition, end.Close(outcome=Outcome.WITHDRAWN)),
    Refusal(
        errors.ThreeGatesNeeded,
        lambda: handled(emergency()).given(APPOINT),
        end.Close(outcome=HANDLED),
    ),
    Refusal(
        errors.NoHandler,
        lambda: handled(emergency()),
        h.ChangeHandler(unit="justice", person="钱进", reason="轮岗"),
    ),
    Refusal(errors.VisitByHandler, closed, end.RecordAttempt()),
    Refusal(
        errors.AlreadyVisited,
        lambda: closed().given(
            end.Visit(solved=True, satisfied=Satisfaction.SATISFIED), by=COLLEAGUE
        ),
        end.RecordAttempt(),
        COLLEAGUE,
    ),
    Refusal(errors.AnswerNeeded, closed, end.Visit(solved=True), COLLEAGUE),
    Refusal(
        errors.NothingToRule,
        closed,
        end.RuleDissatisfaction(reopen=True, reason="x"),
        INSPECTOR,
    ),
    Refusal(errors.AlreadyArchived, lambda: closed().given(end.Archive()), end.Archive()),
    # failings
    Refusal(errors.NoSuchFailing, sent, CONTEST, POLICE),
    Refusal(errors.AlreadyContested, contested, CONTEST, POLICE),
    Refusal(errors.AlreadyRuled, lambda: contested().given(UPHELD, by=INSPECTOR), CONTEST, POLICE),
    Refusal(errors.NotImpartial, contested, UPHELD, e.Actor("ma", "police", "supervisor")),
    Refusal(
        errors.OccurredAfter,
        emergency,
        f.FindUnregistered(unit="clinic", since=MORNING, reason="x"),
    ),
    # record
    Refusal(
        errors.NoSuchEvent,
        emergency,
        Correct(event=2, field="place", value='"x"', reason="误", approver="chen"),
    ),
    Refusal(
        errors.NotCorrectable,
        emergency,
        Correct(event=1, field="number", value='"x"', reason="误", approver="chen"),
    ),
    Refusal(errors.WrongValue, Story, received(Track.EMERGENCY, people=0)),
    # erasing
    Refusal(errors.BasisUnknown, named, replace(ASK, basis="wish")),
    Refusal(errors.NothingToErase, named, replace(ASK, person="party-1")),
    Refusal(errors.NoErasureAsked, named, x.EraseData(asked=1), INSPECTOR),
    Refusal(errors.OwnErasure, lambda: named().given(ASK, by=INSPECTOR), ERASE, INSPECTOR),
    Refusal(errors.UnderHold, on_hold, ASK),
    Refusal(errors.StillHandled, named, replace(ASK, basis="period-over")),
]

ELSEWHERE = {
    errors.KeptForGood: "tests/domain/test_erasure.py",
    errors.KeptUntil: "tests/domain/test_erasure.py",
    errors.RetentionUnconfirmed: "tests/domain/test_erasure.py",
    errors.AccusedUnit: "tests/contract/test_rows.py",
    errors.OwnAct: "tests/domain/test_separation.py",
    errors.ClockBehind: "tests/contract/test_clock.py",
    errors.ClockJumped: "tests/contract/test_clock.py",
    errors.MovedOn: "tests/web/test_desk_steps.py",
    errors.UnitExists: "tests/domain/test_units.py",
    errors.UnitInCircle: "tests/domain/test_units.py",
    errors.CentreStays: "tests/domain/test_units.py",
    errors.CategoryExists: "tests/domain/test_categories.py",
    errors.KeyUsedBefore: "tests/domain/test_trust.py",
    errors.WitnessKnown: "tests/domain/test_trust.py",
    errors.WitnessUnknown: "tests/domain/test_trust.py",
    errors.CategoryUnknown: "tests/domain/test_categories.py",
    errors.WrongCategoryCode: "tests/domain/test_categories.py",
    errors.PlanFixed: "tests/domain/plans/test_decisions.py",
    errors.PlanOutOfTurn: "tests/domain/plans/test_decisions.py",
    errors.PostUnknown: "tests/domain/plans/test_decisions.py",
    MissingYear: "tests/domain/rules/test_calendar.py",
    errors.RulesExist: "tests/application/test_migrate.py",
    errors.RulesUnknown: "tests/application/test_registry.py",
    errors.RulesOutOfOrder: "tests/domain/rules/test_versions.py",
    errors.IssuerActivates: "tests/domain/rules/test_versions.py",
    errors.CalendarMoved: "tests/application/test_calendar_years.py",
    errors.CalledOff: "tests/domain/test_rounds.py",
    errors.FindingsReported: "tests/domain/test_rounds.py",
    errors.NoReportYet: "tests/domain/test_rounds.py",
    errors.NoUnitsAsked: "tests/domain/test_rounds.py",
    errors.NotAFinding: "tests/domain/test_rounds.py",
    errors.NotInRound: "tests/domain/test_rounds.py",
    errors.PersonsSought: "tests/domain/test_rounds.py",
    errors.RoundPlanExists: "tests/domain/test_rounds.py",
    errors.RoundPlanUnknown: "tests/domain/test_rounds.py",
    errors.RoundUnknown: "tests/domain/test_rounds.py",
    errors.QuarterUnknown: "tests/domain/assessment/test_periods.py",
    errors.OwnScoringRules: "tests/domain/assessment/test_book.py",
    errors.ScoringBackwards: "tests/domain/assessment/test_book.py",
    errors.ScoringInForce: "tests/domain/assessment/test_book.py",
    errors.ScoringOutOfTurn: "tests/domain/assessment/test_book.py",
    errors.ScoringRetired: "tests/domain/assessment/test_book.py",
    errors.ScoringSubjectFixed: "tests/domain/assessment/test_book.py",
    errors.ScoringUnknown: "tests/domain/assessment/test_book.py",
    errors.ConsequenceUnknown: "tests/domain/assessment/test_course.py",
    errors.ExclusionDecided: "tests/domain/assessment/test_course.py",
    errors.ExclusionUnknown: "tests/domain/assessment/test_course.py",
    errors.ExclusionsOpen: "tests/domain/assessment/test_course.py",
    errors.IndicatorUnknown: "tests/domain/assessment/test_course.py",
    errors.NameInText: "tests/domain/assessment/test_course.py",
    errors.NoReview: "tests/domain/assessment/test_course.py",
    errors.ObjectionDecided: "tests/domain/assessment/test_course.py",
    errors.ObjectionUnknown: "tests/domain/assessment/test_course.py",
    errors.ObjectionsOpen: "tests/domain/assessment/test_course.py",
    errors.OtherSideSigns: "tests/domain/assessment/test_course.py",
    errors.OwnExclusion: "tests/domain/assessment/test_course.py",
    errors.OwnObjection: "tests/domain/assessment/test_course.py",
    errors.OwnScore: "tests/domain/assessment/test_course.py",
    errors.QuarterNotComputed: "tests/domain/assessment/test_course.py",
    errors.QuarterNotPublished: "tests/domain/assessment/test_course.py",
    errors.QuarterPublished: "tests/domain/assessment/test_course.py",
    errors.QuarterRunning: "tests/domain/assessment/test_course.py",
    errors.ResultMoved: "tests/domain/assessment/test_course.py",
    errors.ReviewOver: "tests/domain/assessment/test_course.py",
    errors.ReviewRunning: "tests/domain/assessment/test_course.py",
    errors.AuditAccused: "tests/domain/test_audit.py",
    errors.AuditClosed: "tests/domain/test_audit.py",
    errors.AuditFindingUnknown: "tests/domain/test_audit.py",
    errors.AuditSettled: "tests/domain/test_audit.py",
    errors.AuditUnfinished: "tests/domain/test_audit.py",
    errors.AuditUnknown: "tests/domain/test_audit.py",
    errors.NotOnSheet: "tests/domain/test_audit.py",
    errors.NothingToSample: "tests/domain/test_audit.py",
    errors.BulletinExists: "tests/domain/test_bulletins.py",
    errors.BulletinUnknown: "tests/application/test_bulletins.py",
    errors.RecordsWithheld: "tests/web/test_bundle.py",
    errors.FiguresMoved: "tests/domain/test_bulletins.py",
    errors.PeriodRunning: "tests/domain/test_bulletins.py",
    errors.PeriodUnknown: "tests/domain/test_bulletins.py",
    errors.NoShift: "tests/domain/test_duty.py",
    errors.ShiftOver: "tests/domain/test_duty.py",
    errors.NotOfTheDesk: "tests/domain/test_duty.py",
    errors.NoSuchNote: "tests/domain/test_duty.py",
    errors.NoSuchWall: "tests/domain/test_duty.py",
}


def all_refusals(kind: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """Every class of refusal the domain has."""
    for below in kind.__subclasses__():
        yield below
        yield from all_refusals(below)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.fact.__name__)
def test_what_the_rules_forbid_is_refused_as_the_fact_it_is(refusal: Refusal) -> None:
    story = refusal.given()
    at = story.now - timedelta(minutes=refusal.minutes_ago)
    version = story.case.version
    story.when(refusal.command, by=refusal.by, at=at, late=refusal.late).refused(refusal.fact)
    assert story.case.version == version


def test_every_refusal_has_its_situation() -> None:
    shown = {refusal.fact for refusal in REFUSALS} | set(ELSEWHERE)
    assert shown == set(all_refusals())


def test_a_refusal_says_its_stable_code_and_its_data() -> None:
    refusal = errors.NotDispatched(dispatch=3)
    assert (refusal.code, refusal.data) == ("not-dispatched", {"dispatch": 3})
    assert str(refusal) == "not-dispatched (dispatch=3)"
    assert str(errors.NoPlanActive()) == "no-plan-active"


def test_no_two_refusals_share_a_code() -> None:
    codes = [kind.code for kind in all_refusals()]
    assert len(codes) == len(set(codes))


def test_an_administrator_sees_no_case() -> None:
    emergency().when(r.Note(label="x"), by=ADMIN).refused(errors.NotYourRole)
