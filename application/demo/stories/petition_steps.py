"""What stories of petitions have in common: accepted with notice, transferred, answered."""

from application.demo import steps
from application.demo.data import Person
from application.demo.script import Script
from domain.case import handling, intake
from domain.case.words import Track

OPINION_DAYS = (14, 38)


def sent(s: Script) -> int:
    """From receipt to the transfer; the dispatch's number."""
    steps.report(s, Track.PETITION)
    screened(s)
    accept(s, s.desk)
    return transfer(s)


def screened(s: Script) -> None:
    """Sorted within the day; of a group only its representatives came, so no plan was needed."""
    s.hours(1, 7)
    s.do(s.desk, intake.Screen, category=s.matter.category, plan_override=s.text("no_plan"))


def accept(s: Script, by: Person) -> None:
    """Accepted, with notice."""
    s.days(1, 5)
    article = s.text("accept_article")
    s.do(by, intake.Accept, article=article, notice=steps.served(s, "by_post"))
    s.mark("accepted")


def transfer(s: Script) -> int:
    """Transferred to the unit, which signs; the dispatch's number."""
    s.hours(1, 20)
    number = steps.send(s, s.lead)
    s.hours(1, 6)
    steps.sign(s, number, s.lead)
    s.mark("signed")
    return number


def opinion(s: Script, number: int) -> None:
    """The written opinion, and the unit's feedback."""
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


def close(s: Script) -> None:
    """Closed, and what follows."""
    s.days(1, 4)
    steps.close(s)
    steps.after_closing(s)
