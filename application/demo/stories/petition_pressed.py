"""Petitions that take more: directed, extended, overdue, reviewed."""

from application.demo import steps
from application.demo.data import Person
from application.demo.script import Script
from application.demo.stories import petition_steps
from domain.case import handling, supervision
from domain.case.words import ReviewStage


def directed(s: Script) -> None:
    """A leader directs, a handler is appointed, and closing states all three."""
    number = petition_steps.sent(s)
    s.days(1, 3)
    leader = s.setting.book.town.people[4]
    due, text = steps.due_in(s, 20), s.text("directive")
    s.do(leader, supervision.Direct, leader=leader.name, holder=s.lead, due=due, text=text)
    _appoint(s, leader)
    s.mark("directed")
    s.days(10, 16)
    petition_steps.opinion(s, number)
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
    number = petition_steps.sent(s)
    s.days(40, 48)
    ask = {"kind": "opinion", "days": 30, "reason": s.text("extension_reason")}
    s.do(s.officer(s.lead), handling.AskExtension, **ask)
    s.days(1, 3)
    s.do(steps.leader(s), handling.Extend, **ask, told=True)
    s.days(25, 35)
    petition_steps.opinion(s, number)
    petition_steps.close(s)


def overdue(s: Script) -> None:
    """Past its time: urged, then put under supervision."""
    number = petition_steps.sent(s)
    s.days(61, 63)
    unit, reason = s.lead, s.text("urge_reason")
    s.do(s.desk, supervision.Urge, unit=unit, reason=reason, kind="opinion")
    s.days(3, 5)
    due, why = steps.due_in(s, 15), s.text("supervise_reason")
    s.do(steps.supervisor(s), supervision.Supervise, unit=unit, reason=why, due=due)
    s.mark("supervised")
    s.days(4, 9)
    petition_steps.opinion(s, number)
    end = {"supervision": 1, "result": s.text("supervise_result")}
    s.do(steps.supervisor(s), supervision.EndSupervision, **end)
    petition_steps.close(s)


def reviewed(s: Script) -> None:
    """Review and re-review, with a hearing, both upheld."""
    number = petition_steps.sent(s)
    s.days(20, 28)
    petition_steps.opinion(s, number)
    s.days(1, 3)
    steps.close(s)
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
    steps.after_closing(s)


def overturned(s: Script) -> None:
    """The review overturns the opinion, and the matter is handled again."""
    number = petition_steps.sent(s)
    s.days(20, 28)
    petition_steps.opinion(s, number)
    s.days(1, 3)
    steps.close(s)
    _review(s, ReviewStage.REVIEW, "review_request")
    s.days(14, 22)
    _decide(s, ReviewStage.REVIEW, upheld=False)
    s.hours(1, 8)
    again = petition_steps.transfer(s)
    s.days(10, 20)
    petition_steps.opinion(s, again)
    petition_steps.close(s)


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


STORIES = {
    "directed": directed,
    "extended": extended,
    "overdue": overdue,
    "reviewed": reviewed,
    "overturned": overturned,
}
