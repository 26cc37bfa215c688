"""Every command is accepted at least once, and together they make every event there is."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import msgspec
import pytest

from domain.case import COMMANDS
from domain.case import answer as a
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
from domain.case import timekeeping as t
from domain.case.command import Command
from domain.case.correction import Correct
from domain.case.words import (
    Outcome,
    ReportKind,
    ReviewStage,
    Satisfaction,
    Track,
)
from domain.sealed import Sealed
from tests.domain.scenario import (
    ASK,
    COLLEAGUE,
    CONTEST,
    DESK,
    FIRE_PLAN,
    INSPECTOR,
    LEADER,
    MORNING,
    POLICE,
    SEALED,
    SERVED,
    Story,
    accepted_claim,
    accusation,
    agree,
    agreed,
    answered_claim,
    asked,
    closed,
    contested,
    dispatched,
    dispute,
    emergency,
    entered_late,
    handled,
    hotline,
    in_rereview,
    mediating,
    named,
    on_hold,
    petition,
    receive,
    unhappy,
)

SOON = MORNING + timedelta(days=3)
LONG_AFTER = MORNING + timedelta(days=3650)
JUSTICE = e.Actor("qian", "justice", "responder")


class Example(NamedTuple):
    """Given a story, when this command comes, then these events follow."""

    given: Callable[[], Story]
    command: Command
    then: tuple[type[e.Fact], ...]
    by: e.Actor = DESK


def returned_twice() -> Story:
    """The second return of a dispatch in one case waits for a ruling."""
    story = dispatched(emergency()).given(d.Return(dispatch=1, reason="不属管辖"), by=POLICE)
    story.given(d.Dispatch(unit="clinic"))
    return story.given(d.Return(dispatch=2, reason="无人可派"))


def sent() -> Story:
    """An emergency was dispatched to the police."""
    return dispatched(emergency())


def linked() -> Story:
    """The dispatch is open to its unit by a link."""
    return sent().given(k.IssueLink(dispatch=1, ends=SOON))


def with_follow_up() -> Story:
    """A feedback says what remains to be done."""
    follow_up = e.FollowUp(unit="police", person="王强", due=SOON)
    return dispatched(emergency()).given(
        d.GiveFeedback(dispatch=1, outcome=Outcome.HANDLED, follow_up=follow_up), by=POLICE
    )


def with_plan() -> Story:
    """A response plan is in force."""
    return emergency().given(FIRE_PLAN)


def paused() -> Story:
    """A hotline matter waits for its reporter, where local rules allow it."""
    pause = h.Pause(reason="waiting_for_reporter", approver="chen", told=True)
    return hotline("hotline-working-days").given(pause)


def to_be_signed() -> Story:
    """The plan asks for the duty leader's signature."""
    return hotline().given(i.Screen(sign_off="duty_leader"))


def visit_due_soon() -> Story:
    """A closed matter's return visit is due in a few days."""
    story = closed()
    story.now = story.due("visit") - timedelta(days=6)
    return story


def late_and_urged() -> Story:
    """The police should be on scene, were urged, and are not there."""
    story = sent().given(d.SignFor(dispatch=1), by=POLICE)
    story.now = story.due("arrive", 1) + timedelta(minutes=1)
    story.given(t.KeepTime(until=LONG_AFTER), by=t.KEEPER)
    return story.later(minutes=4)


def never_reviewed() -> Story:
    """The period in which a review can be asked for has just ended."""
    story = answered_claim()
    story.now = story.case.windows["review_request"]
    story.given(t.KeepTime(until=LONG_AFTER), by=t.KEEPER)
    return story.later(seconds=1)


def challenged() -> Story:
    """A party challenged the mediator."""
    return mediating().given(m.ChallengeMediator(party=1, reason=SEALED))


EXAMPLES: list[Example] = [
    # intake
    Example(Story, receive(Track.EMERGENCY), (e.Received,)),
    Example(emergency, i.Screen(category="fire", level="grave"), (e.Screened,)),
    Example(emergency, i.LinkDuplicate(number="QS2025-00002"), (e.DuplicateLinked,)),
    Example(petition, i.Accept(article="第二十二条", notice=SERVED), (e.Accepted,)),
    Example(petition, i.Decline(reason="已受理", article="第十九条", notice=SERVED), (e.Declined,)),
    Example(
        petition,
        i.Redirect(to="县医保局", reason="职权", leader="陈主任", notice=SERVED),
        (e.Redirected,),
    ),
    Example(petition, i.ServeNotice(notice=SERVED), (e.NoticeServed,)),
    Example(to_be_signed, i.SignOff(grade="duty_leader"), (e.SignedOff,), LEADER),
    Example(petition, i.Withdraw(words=SEALED), (e.Withdrawn,)),
    # dispatch
    Example(emergency, d.Dispatch(unit="police", zone="seat"), (e.Dispatched,)),
    Example(accusation, d.Dispatch(unit="police"), (e.Barred,)),
    Example(lambda: dispatched(emergency()), d.Recall(dispatch=1, reason="误派"), (e.Recalled,)),
    Example(sent, k.IssueLink(dispatch=1, ends=SOON), (e.LinkIssued,)),
    Example(linked, k.RevokeLink(link=1), (e.LinkRevoked,)),
    Example(
        lambda: dispatched(emergency()),
        d.SignFor(dispatch=1, person="王强"),
        (e.SignedFor,),
        POLICE,
    ),
    Example(
        lambda: dispatched(emergency()),
        d.Return(dispatch=1, reason="不属管辖"),
        (e.Returned,),
        POLICE,
    ),
    Example(
        lambda: dispatched(petition(), zone=""),
        d.ObjectToTransfer(dispatch=1, reason="职权不符", proposed="县医保局"),
        (e.TransferObjected,),
        POLICE,
    ),
    Example(
        returned_twice,
        d.RuleReturn(dispatch=2, upheld=False, reason="属其职责"),
        (e.ReturnRuled,),
        INSPECTOR,
    ),
    Example(lambda: dispatched(emergency()), d.Arrive(dispatch=1, people=2), (e.Arrived,), POLICE),
    Example(
        lambda: dispatched(emergency()),
        d.ReportSituation(dispatch=1, people=30, needs="水车一辆", text=SEALED),
        (e.SituationReported,),
        POLICE,
    ),
    Example(
        lambda: dispatched(emergency()),
        d.EndHandling(dispatch=1, result=Outcome.HANDLED),
        (e.HandlingEnded,),
        POLICE,
    ),
    Example(
        lambda: dispatched(emergency()),
        d.GiveFeedback(dispatch=1, outcome=Outcome.HANDLED, measures=SEALED),
        (e.FeedbackGiven,),
        POLICE,
    ),
    Example(
        lambda: handled(emergency()),
        d.SendFeedbackBack(dispatch=1, reason="未写措施"),
        (e.FeedbackSentBack,),
    ),
    Example(with_follow_up, d.DoFollowUp(dispatch=1, result=SEALED), (e.FollowUpDone,), POLICE),
    # handling
    Example(
        petition,
        h.AppointHandler(leader="刘镇长", unit="justice", person="钱进", due=SOON, scheme=SEALED),
        (e.HandlerAppointed,),
        LEADER,
    ),
    Example(
        lambda: petition().given(
            h.AppointHandler(leader="刘镇长", unit="justice", person="钱进", due=SOON)
        ),
        h.ChangeHandler(unit="clinic", person="赵敏", reason="调离"),
        (e.HandlerChanged,),
    ),
    Example(
        petition, h.Transfer(from_level="district", to_level="town", to="镇"), (e.Transferred,)
    ),
    Example(emergency, p.ReportUpward(kind=ReportKind.FIRST, to="县委"), (e.ReportedUpward,)),
    Example(
        emergency,
        p.ActivatePlan(plan="fire@1", scale="一般", commander="刘镇长"),
        (e.PlanActivated, e.Dispatched, e.Dispatched),
    ),
    Example(emergency, p.ChoosePlan(plan="fire@1", plan_override="起火"), (e.PlanChosen,)),
    Example(petition, p.NameRepresentatives(count=3, names=SEALED), (e.RepresentativesNamed,)),
    Example(with_plan, p.LiftPlan(person="刘镇长", reason="火已灭"), (e.PlanLifted,)),
    Example(with_plan, p.TickItem(item=1), (e.ChecklistTicked,)),
    Example(
        lambda: hotline("hotline-working-days"),
        h.Pause(reason="waiting_for_reporter", approver="chen"),
        (e.Paused,),
    ),
    Example(paused, h.Resume(), (e.Resumed,)),
    Example(hotline, h.AskExtension(kind="reply", days=5, reason="待鉴定"), (e.ExtensionAsked,)),
    Example(
        hotline,
        h.Extend(kind="reply", days=5, reason="待鉴定", told=True),
        (e.Extended,),
        LEADER,
    ),
    Example(
        lambda: hotline().given(h.AskExtension(kind="reply", days=5, reason="待鉴定")),
        h.RefuseExtension(kind="reply", reason="可按期"),
        (e.ExtensionRefused,),
        LEADER,
    ),
    Example(
        accepted_claim,
        h.IssueOpinion(outcome=Outcome.SUPPORTED, document=SEALED, how="当面送达"),
        (e.OpinionIssued,),
    ),
    Example(hotline, h.Reply(how="电话", document=SEALED), (e.ReplyServed,)),
    # supervision
    Example(
        petition,
        s.Direct(leader="刘镇长", holder="justice", due=SOON, text=SEALED),
        (e.Directed,),
        LEADER,
    ),
    Example(
        lambda: petition().given(s.Direct(leader="刘镇长", holder="justice", due=SOON)),
        s.AnswerDirective(directive=1, result=SEALED),
        (e.DirectiveAnswered,),
        JUSTICE,
    ),
    Example(
        lambda: dispatched(emergency()),
        s.Urge(unit="police", kind="sign", ref=1, reason="未签收"),
        (e.Urged,),
    ),
    Example(
        lambda: dispatched(emergency()).given(s.Urge(unit="police", reason="未签收")),
        s.AnswerUrge(urge=1, text=SEALED),
        (e.UrgeAnswered,),
        POLICE,
    ),
    Example(
        petition, s.Supervise(unit="justice", reason="逾期", due=SOON), (e.Supervised,), INSPECTOR
    ),
    Example(
        lambda: petition().given(
            s.Supervise(unit="justice", reason="逾期", due=SOON), by=INSPECTOR
        ),
        s.EndSupervision(supervision=1, result="已办"),
        (e.SupervisionEnded,),
        INSPECTOR,
    ),
    Example(petition, s.Propose(unit="clinic", due=SOON, text=SEALED), (e.Proposed,)),
    Example(
        lambda: petition().given(s.Propose(unit="justice", due=SOON)),
        s.AnswerProposal(proposal=1, adopted=True, text=SEALED),
        (e.ProposalAnswered,),
        JUSTICE,
    ),
    Example(petition, s.Complain(unit="clinic", words=SEALED), (e.Complained,)),
    Example(
        lambda: petition().given(s.Complain(unit="clinic")),
        s.RuleComplaint(complaint=1, upheld=True, reason="属实"),
        (e.ComplaintRuled,),
        INSPECTOR,
    ),
    Example(answered_claim, s.RequestReview(stage=ReviewStage.REVIEW), (e.ReviewRequested,)),
    Example(in_rereview, s.OpenHearing(), (e.HearingOpened,)),
    Example(lambda: in_rereview().given(s.OpenHearing()), s.EndHearing(), (e.HearingEnded,)),
    Example(
        in_rereview,
        s.DecideReview(stage=ReviewStage.REREVIEW, upheld=True, document=SEALED),
        (e.ReviewDecided,),
        LEADER,
    ),
    # timekeeping
    Example(visit_due_soon, t.KeepTime(until=LONG_AFTER), (e.Reminded,), t.KEEPER),
    Example(late_and_urged, t.KeepTime(until=LONG_AFTER), (e.Escalated,), t.KEEPER),
    Example(never_reviewed, t.KeepTime(until=LONG_AFTER), (e.PeriodEnded,), t.KEEPER),
    # mediation
    Example(dispute, m.TakeUp(unit="justice"), (e.TakenUp,)),
    Example(dispute, m.AddParty(name=SEALED, contact=SEALED), (e.PartyJoined,)),
    Example(
        lambda: dispute().given(m.TakeUp(unit="justice"), m.AddParty()),
        m.RecordConsent(party=1),
        (e.ConsentRecorded,),
    ),
    Example(mediating, m.WithdrawConsent(party=2), (e.ConsentWithdrawn,)),
    Example(mediating, m.NameMediator(mediator="sun-mediator", unit="justice"), (e.MediatorNamed,)),
    Example(mediating, m.ChallengeMediator(party=2, reason=SEALED), (e.MediatorChallenged,)),
    Example(challenged, m.RuleChallenge(upheld=True, reason="系亲属"), (e.ChallengeRuled,)),
    Example(mediating, m.EstablishFacts(text=SEALED), (e.FactsEstablished,)),
    Example(
        lambda: mediating().given(m.EstablishFacts()),
        m.HoldSession(parties=(1, 2), text=SEALED),
        (e.SessionHeld,),
    ),
    Example(
        lambda: mediating().given(m.EstablishFacts(), m.HoldSession(parties=(1, 2))),
        agree(Story(), terms=SEALED, perform_by=SOON, sealed_by_committee=True),
        (e.AgreementReached,),
    ),
    Example(agreed, m.RecordPerformance(complete=True, text=SEALED), (e.PerformanceRecorded,)),
    Example(agreed, m.RecordBreach(party=2, text=SEALED), (e.AgreementBreached,)),
    Example(agreed, m.RequestConfirmation(), (e.ConfirmationRequested,)),
    Example(
        lambda: agreed().given(m.RequestConfirmation()),
        m.DecideConfirmation(confirmed=True, document="（2025）司确1号"),
        (e.ConfirmationDecided,),
    ),
    Example(mediating, m.FailMediation(routes=("仲裁", "诉讼")), (e.MediationFailed,)),
    # closing
    Example(lambda: handled(emergency()), end.Close(outcome=Outcome.HANDLED), (e.Closed,)),
    Example(closed, end.RecordAttempt(), (e.VisitAttempted,), COLLEAGUE),
    Example(
        closed,
        end.Visit(solved=True, satisfied=Satisfaction.SATISFIED, words=SEALED),
        (e.Visited,),
        COLLEAGUE,
    ),
    Example(
        unhappy,
        end.RuleDissatisfaction(reopen=True, reason="处置不当"),
        (e.DissatisfactionRuled, e.Reopened),
        INSPECTOR,
    ),
    Example(closed, end.Reopen(reason="复燃"), (e.Reopened,)),
    Example(
        closed,
        end.Archive(manifest=(e.Paper(sha256="ab" * 32, name=SEALED),)),
        (e.Archived,),
    ),
    # the reporter's own page
    Example(
        closed,
        a.Answer(solved=True, satisfied=Satisfaction.BASICALLY, words=SEALED),
        (e.Answered,),
        a.REPORTER,
    ),
    # failings
    Example(
        emergency,
        f.FindUnregistered(unit="clinic", since=MORNING - timedelta(days=9), reason="来人称已去过"),
        (e.UnregisteredFound,),
    ),
    Example(
        entered_late, f.FindFalse(record=4, reason="监控不符"), (e.FalseEntryFound,), INSPECTOR
    ),
    Example(entered_late, CONTEST, (e.FailingContested,), POLICE),
    Example(contested, c.WithdrawContest(contest=1), (e.FailingContestWithdrawn,), POLICE),
    Example(
        contested,
        c.RuleFailing(contest=1, struck=True, reason="通话记录属实"),
        (e.FailingRuled,),
        INSPECTOR,
    ),
    # record
    Example(emergency, r.Note(label="电话记录", text=SEALED), (e.Noted,)),
    Example(
        emergency,
        r.Attach(sha256="ab" * 32, size=100, media_type="image/jpeg", name=SEALED, step=1),
        (e.Attached,),
    ),
    Example(
        emergency,
        Correct(event=1, field="place", value='"新街"', reason="听错", approver="chen"),
        (e.Corrected,),
    ),
    # erasing
    Example(named, ASK, (e.ErasureAsked,)),
    Example(asked, x.RefuseErasure(asked=2, reason="仍需联系"), (e.ErasureRefused,), INSPECTOR),
    Example(asked, x.EraseData(asked=2), (e.DataErased,), INSPECTOR),
    Example(named, x.SetHold(reason="诉讼保全", authority="县法院"), (e.HoldSet,), LEADER),
    Example(on_hold, x.LiftHold(hold=1, reason="已结案"), (e.HoldLifted,), INSPECTOR),
    Example(emergency, r.ExportData(what="timeline", purpose="上报"), (e.DataExported,)),
    Example(
        emergency,
        r.ExportBundle(purpose="法院调取", sha256="ab" * 32),
        (e.DataExported,),
        INSPECTOR,
    ),
    Example(
        lambda: emergency(phone=Sealed("reporter.1", b"box")),
        r.ExportPerson(person="reporter", identity="当面核对身份证件"),
        (e.DataExported,),
    ),
    Example(emergency, r.ReadData(fields=("phone",), purpose="回电"), (e.DataRead,)),
]


def _name(example: Example) -> str:
    return type(example.command).__name__


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_a_command_makes_its_events_when_its_time_has_come(example: Example) -> None:
    example.given().when(example.command, by=example.by).then(*example.then)


def test_every_command_has_an_example() -> None:
    assert {_name(example) for example in EXAMPLES} == set(COMMANDS)


def test_every_event_is_made_by_some_command() -> None:
    made = {kind for example in EXAMPLES for kind in example.then}
    assert made == set(e.TOPICS.values())


@pytest.mark.parametrize("kind", COMMANDS.values(), ids=lambda kind: kind.__name__)
def test_a_command_with_a_field_it_does_not_know_is_refused(kind: type[Command]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"colour": "red"}, kind)
