"""Petitions of the demo: accepted with notice, transferred, answered by a written opinion."""

from application.demo import steps
from application.demo.data import Person
from application.demo.script import Script
from domain.case import dispatch, handling, intake, supervision
from domain.case.words import Outcome, ReviewStage, Track

OPINION_DAYS = (14, 38)


def claim(s: Script) -> None:
    """The usual life of a claim."""
    number = _sent(s)
    s.days(*OPINION_DAYS)
    _opinion(s, number)
    _close(s)


def proposal(s: Script) -> None:
    """A proposal is answered, not decided."""
    number = _sent(s)
    s.days(8, 25)
    steps.feed_back(s, number, s.lead)
    s.days(1, 4)
    s.do(s.desk, handling.Reply, how=s.text("by_post"), document=s.matter.opinion)
    _close(s)


def anonymous(s: Script) -> None:
    """Nobody to tell: notice waived, opinion kept on file."""
    steps.report(s, Track.PETITION, anonymous=True)
    _screened(s)
    s.days(0.5, 3)
    waived = {"waived": s.text("anonymous")}
    s.do(s.desk, intake.Accept, article=s.text("accept_article"), notice=waived)
    number = _transfer(s)
    s.days(*OPINION_DAYS)
    _opinion(s, number)
    _close(s)


def accusation(s: Script) -> None:
    """Looked into by the inspection office; an attempt to send it to the accused is refused."""
    steps.report(s, Track.PETITION)
    _screened(s)
    s.minutes(5, 20)
    s.try_barred(s.desk, dispatch.Dispatch, unit=s.matter.accused[0])
    _accept(s, s.desk)
    number = _transfer(s)
    s.days(12, 30)
    steps.feed_back(s, number, s.lead)
    s.days(1, 3)
    s.do(s.desk, handling.Reply, how=s.text("by_post"), document=s.matter.opinion)
    _close(s)


def accusation_centre(s: Script) -> None:
    """Against the centre itself: only the inspection office has it, from receipt to closing."""
    s.desk = steps.supervisor(s)
    steps.report(s, Track.PETITION)
    _screened(s)
    _accept(s, s.desk)
    number = _transfer(s)
    s.days(12, 30)
    steps.feed_back(s, number, s.lead)
    s.days(1, 3)
    s.do(s.desk, handling.Reply, how=s.text("by_post"), document=s.matter.opinion)
    s.days(0.5, 2)
    steps.close(s)


def declined(s: Script) -> None:
    """Before a court already."""
    steps.report(s, Track.PETITION)
    _screened(s)
    s.days(2, 8)
    s.do(
        s.desk,
        intake.Decline,
        reason=s.text("decline_reason"),
        article=s.text("decline_article"),
        notice=steps.served(s, "in_person"),
    )


def redirected(s: Script) -> None:
    """A county office's business."""
    steps.report(s, Track.PETITION)
    _screened(s)
    s.days(1, 5)
    s.do(
        s.desk,
        intake.Redirect,
        to=s.text("report_to"),
        reason=s.text("redirect_reason"),
        leader=steps.leader(s).name,
        notice=steps.served(s, "by_post"),
    )


def withdrawn(s: Script) -> None:
    """Taken back by whoever brought it."""
    number = _sent(s)
    s.days(6, 15)
    s.do(s.officer(s.lead), intake.Withdraw, words=s.text("withdrawn"))
    s.minutes(10, 60)
    s.do(s.officer(s.lead), dispatch.GiveFeedback, dispatch=number, outcome=Outcome.WITHDRAWN)
    s.days(0.5, 3)
    steps.close(s, Outcome.WITHDRAWN)


def objected(s: Script) -> None:
    """Transferred to the wrong unit, which objects in time; ruled, and transferred anew."""
    steps.report(s, Track.PETITION)
    _screened(s)
    _accept(s, s.desk)
    wrong = "cgd" if s.lead != "cgd" else "swb"
    first = steps.send(s, wrong)
    s.days(1, 3)
    reason = s.text("not_ours")
    objection = {"dispatch": first, "reason": reason, "proposed": s.lead}
    s.do(s.officer(wrong), dispatch.ObjectToTransfer, **objection)
    s.days(0.5, 2)
    ruling = {"dispatch": first, "upheld": True, "reason": s.text("ruled_away")}
    s.do(steps.supervisor(s), dispatch.RuleReturn, **ruling)
    number = _transfer(s)
    s.days(*OPINION_DAYS)
    _opinion(s, number)
    _close(s)


def directed(s: Script) -> None:
    """A leader directs, a handler is appointed, and closing states all three."""
    number = _sent(s)
    s.days(1, 3)
    leader = s.setting.book.town.people[4]
    due, text = steps.due_in(s, 20), s.text("directive")
    s.do(leader, supervision.Direct, leader=leader.name, holder=s.lead, due=due, text=text)
    _appoint(s, leader)
    s.mark("directed")
    s.days(10, 16)
    _opinion(s, number)
    result = s.text("directive_result")
    s.do(s.officer(s.lead), supervision.AnswerDirective, directive=1, result=result)
    s.days(1, 3)
    texts = {name: s.text(name) for name in ("responsibility", "result")}
    steps.close(s, **texts, measures=s.matter.measures)
    steps.after_closing(s)


def _appoint(s: Script, leader: Person) -> None:
    s.do(
        leader,
        handling.AppointHandler,
        leader=leader.name,
        unit=s.lead,
        person=s.officer(s.lead).name,
        due=steps.due_in(s, 25),
        scheme=s.text("scheme"),
    )


def extended(s: Script) -> None:
    """Complex: the leader gives more time, and the petitioner is told why."""
    number = _sent(s)
    s.days(40, 48)
    ask = {"kind": "opinion", "days": 30, "reason": s.text("extension_reason")}
    s.do(s.officer(s.lead), handling.AskExtension, **ask)
    s.days(1, 3)
    s.do(steps.leader(s), handling.Extend, **ask, told=True)
    s.days(25, 35)
    _opinion(s, number)
    _close(s)


def overdue(s: Script) -> None:
    """Past its time: urged, then put under supervision."""
    number = _sent(s)
    s.days(61, 63)
    unit, reason = s.lead, s.text("urge_reason")
    s.do(s.desk, supervision.Urge, unit=unit, reason=reason, kind="opinion")
    s.days(3, 5)
    due, why = steps.due_in(s, 15), s.text("supervise_reason")
    s.do(steps.supervisor(s), supervision.Supervise, unit=unit, reason=why, due=due)
    s.mark("supervised")
    s.days(4, 9)
    _opinion(s, number)
    end = {"supervision": 1, "result": s.text("supervise_result")}
    s.do(steps.supervisor(s), supervision.EndSupervision, **end)
    _close(s)


def reviewed(s: Script) -> None:
    """Review and re-review, with a hearing, both upheld."""
    number = _sent(s)
    s.days(20, 28)
    _opinion(s, number)
    _close(s)
    _review(s, ReviewStage.REVIEW, "review_request")
    s.days(14, 22)
    _decide(s, ReviewStage.REVIEW, upheld=True)
    _review(s, ReviewStage.REREVIEW, "rereview_request")
    s.days(5, 9)
    s.do(steps.supervisor(s), supervision.OpenHearing)
    s.days(2, 4)
    s.do(steps.supervisor(s), supervision.EndHearing)
    s.days(8, 14)
    _decide(s, ReviewStage.REREVIEW, upheld=True)


def overturned(s: Script) -> None:
    """The review overturns the opinion, and the matter is handled again."""
    number = _sent(s)
    s.days(20, 28)
    _opinion(s, number)
    s.days(1, 3)
    steps.close(s)
    _review(s, ReviewStage.REVIEW, "review_request")
    s.days(14, 22)
    _decide(s, ReviewStage.REVIEW, upheld=False)
    s.hours(1, 8)
    again = _transfer(s)
    s.days(10, 20)
    _opinion(s, again)
    _close(s)


def _review(s: Script, stage: ReviewStage, request: str) -> None:
    s.days(8, 16)
    s.do(steps.supervisor(s), supervision.RequestReview, stage=stage, request=s.text(request))


def _decide(s: Script, stage: ReviewStage, *, upheld: bool) -> None:
    document = s.text("review_upheld" if upheld else "review_overturned")
    s.do(
        steps.supervisor(s),
        supervision.DecideReview,
        stage=stage,
        upheld=upheld,
        document=document,
    )


def _sent(s: Script) -> int:
    steps.report(s, Track.PETITION)
    _screened(s)
    _accept(s, s.desk)
    return _transfer(s)


def _screened(s: Script) -> None:
    s.hours(1, 7)
    s.do(s.desk, intake.Screen, category=s.matter.category)


def _accept(s: Script, by: Person) -> None:
    s.days(1, 5)
    article = s.text("accept_article")
    s.do(by, intake.Accept, article=article, notice=steps.served(s, "by_post"))
    s.mark("accepted")


def _transfer(s: Script) -> int:
    s.hours(1, 20)
    number = steps.send(s, s.lead)
    s.hours(1, 6)
    steps.sign(s, number, s.lead)
    s.mark("signed")
    return number


def _opinion(s: Script, number: int) -> None:
    how, officer = s.text("in_person"), s.officer(s.lead)
    s.do(
        officer,
        handling.IssueOpinion,
        outcome=s.matter.outcome,
        how=how,
        document=s.matter.opinion,
    )
    s.minutes(10, 90)
    steps.feed_back(s, number, s.lead)


def _close(s: Script) -> None:
    s.days(1, 4)
    steps.close(s)
    steps.after_closing(s)


STORIES = {
    "claim": claim,
    "proposal": proposal,
    "anonymous": anonymous,
    "accusation": accusation,
    "accusation_centre": accusation_centre,
    "declined": declined,
    "redirected": redirected,
    "withdrawn": withdrawn,
    "objected": objected,
    "directed": directed,
    "extended": extended,
    "overdue": overdue,
    "reviewed": reviewed,
    "overturned": overturned,
}
