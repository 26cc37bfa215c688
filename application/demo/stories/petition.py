"""Petitions: claims, proposals and accusations, taken or not."""

from application.demo import steps
from application.demo.script import Script
from application.demo.stories import petition_steps
from domain.case import dispatch, handling, intake
from domain.case.words import Outcome, Track


def claim(s: Script) -> None:
    """The usual life of a claim."""
    number = petition_steps.sent(s)
    s.days(*petition_steps.OPINION_DAYS)
    petition_steps.opinion(s, number)
    petition_steps.close(s)


def proposal(s: Script) -> None:
    """A proposal is answered, not decided."""
    number = petition_steps.sent(s)
    s.days(8, 25)
    steps.feed_back(s, number, s.lead)
    s.days(1, 4)
    s.do(s.desk, handling.Reply, how=s.text("by_post"), document=s.matter.opinion)
    petition_steps.close(s)


def anonymous(s: Script) -> None:
    """Nobody to tell: notice waived, opinion kept on file."""
    steps.report(s, Track.PETITION, anonymous=True)
    petition_steps.screened(s)
    s.days(0.5, 3)
    waived = {"waived": s.text("anonymous")}
    s.do(s.desk, intake.Accept, article=s.text("accept_article"), notice=waived)
    number = petition_steps.transfer(s)
    s.days(*petition_steps.OPINION_DAYS)
    petition_steps.opinion(s, number)
    petition_steps.close(s)


def accusation(s: Script) -> None:
    """Looked into by the inspection office; an attempt to send it to the accused is refused."""
    steps.report(s, Track.PETITION)
    petition_steps.screened(s)
    s.minutes(5, 20)
    s.try_barred(s.desk, dispatch.Dispatch, unit=s.matter.accused[0])
    petition_steps.accept(s, s.desk)
    number = petition_steps.transfer(s)
    s.days(12, 30)
    steps.feed_back(s, number, s.lead)
    s.days(1, 3)
    s.do(s.desk, handling.Reply, how=s.text("by_post"), document=s.matter.opinion)
    petition_steps.close(s)


def accusation_centre(s: Script) -> None:
    """Against the centre itself: only the inspection office has it, from receipt to closing."""
    s.desk = steps.supervisor(s)
    steps.report(s, Track.PETITION)
    petition_steps.screened(s)
    petition_steps.accept(s, s.desk)
    number = petition_steps.transfer(s)
    s.days(12, 30)
    steps.feed_back(s, number, s.lead)
    s.days(1, 3)
    s.do(s.desk, handling.Reply, how=s.text("by_post"), document=s.matter.opinion)
    s.days(0.5, 2)
    steps.close(s)


def declined(s: Script) -> None:
    """Before a court already."""
    steps.report(s, Track.PETITION)
    petition_steps.screened(s)
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
    petition_steps.screened(s)
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
    number = petition_steps.sent(s)
    s.days(6, 15)
    s.do(s.officer(s.lead), intake.Withdraw, words=s.text("withdrawn"))
    s.minutes(10, 60)
    s.do(s.officer(s.lead), dispatch.GiveFeedback, dispatch=number, outcome=Outcome.WITHDRAWN)
    s.days(0.5, 3)
    steps.close(s, Outcome.WITHDRAWN)


def objected(s: Script) -> None:
    """Transferred to the wrong unit, which objects in time; ruled, and transferred anew."""
    steps.report(s, Track.PETITION)
    petition_steps.screened(s)
    petition_steps.accept(s, s.desk)
    wrong = "cgd" if s.lead != "cgd" else "swb"
    first = steps.send(s, wrong)
    s.days(1, 3)
    reason = s.text("not_ours")
    objection = {"dispatch": first, "reason": reason, "proposed": s.lead}
    s.do(s.officer(wrong), dispatch.ObjectToTransfer, **objection)
    s.days(0.5, 2)
    ruling = {"dispatch": first, "upheld": True, "reason": s.text("ruled_away")}
    s.do(steps.supervisor(s), dispatch.RuleReturn, **ruling)
    number = petition_steps.transfer(s)
    s.days(*petition_steps.OPINION_DAYS)
    petition_steps.opinion(s, number)
    petition_steps.close(s)


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
}
