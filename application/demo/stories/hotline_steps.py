"""What stories of hotline matters have in common: heard, dispatched, worked on, answered."""

from application.demo import steps
from application.demo.script import Script
from domain.case import handling, intake, supervision
from domain.case.words import Track

# How long the work takes, in hours, and how much the desk hurries, by the grade of the matter.
WORK = {"urgent": (0.3, 0.8), "consult": (0.5, 7), "ordinary": (4, 60), "complex": (30, 150)}
HURRY = {"urgent": 0.12, "consult": 0.4}


def received(s: Script) -> None:
    """The caller is heard and the matter graded."""
    steps.report(s, Track.HOTLINE)
    hurry(s, 3, 35)
    s.do(s.desk, intake.Screen, category=s.matter.category, grade=s.matter.grade)
    s.mark("screened")


def sent(s: Script) -> int:
    """Heard, dispatched, signed for; the dispatch's number."""
    received(s)
    return go_out(s)


def go_out(s: Script) -> int:
    """Dispatched and signed for; its number."""
    hurry(s, 2, 45)
    number = steps.send(s, s.lead)
    s.mark("dispatched")
    hurry(s, 5, 100)
    steps.sign(s, number, s.lead)
    s.mark("signed")
    return number


def urge(s: Script, number: int) -> None:
    """The desk urges over the handling."""
    reason = s.text("urge_reason")
    s.do(s.desk, supervision.Urge, unit=s.lead, reason=reason, kind="handle", ref=number)


def hurry(s: Script, low: float, high: float) -> None:
    """Some minutes, fewer for what is urgent."""
    factor = HURRY.get(s.matter.grade, 1)
    s.minutes(low * factor, high * factor)


def work(s: Script, number: int) -> None:
    """As long as such work takes, and the feedback."""
    low, high = WORK[s.matter.grade]
    if s.matter.grade == "urgent":
        s.minutes(low * 60, high * 60)
    else:
        s.hours(low, high)
    steps.feed_back(s, number, s.lead)
    s.mark("feedback")


def reply(s: Script) -> None:
    """The caller is answered."""
    hurry(s, 20, 150)
    s.do(s.desk, handling.Reply, how=s.text("by_message"), document=s.matter.reply)
    s.mark("replied")
    s.minutes(3, 20)


def first_round(s: Script) -> None:
    """All of it, to the closing."""
    number = sent(s)
    work(s, number)
    reply(s)
    steps.close(s)


def again(s: Script) -> None:
    """The second round, to another return visit."""
    s.minutes(20, 90)
    number = go_out(s)
    work(s, number)
    reply(s)
    steps.close(s)
    s.days(2, 6)
    steps.call_back(s)
