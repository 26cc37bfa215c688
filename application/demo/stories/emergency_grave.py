"""Emergencies that take more: a response plan, or a fight that ends in an agreement."""

from application.demo import steps
from application.demo.script import Script
from application.demo.stories import emergency_steps
from application.demo.stories.emergency_plan import plan
from domain.case import mediation
from domain.case.words import Outcome, Track


def mediated(s: Script) -> None:
    """What began as a fight ends in an agreement before the justice office."""
    steps.report(s, Track.EMERGENCY)
    s.minutes(1, 3)
    number = steps.send(s, s.lead)
    s.minutes(0.5, 2)
    steps.sign(s, number, s.lead)
    steps.travel(s)
    steps.arrive(s, number, s.lead)
    emergency_steps.work(s, number, s.lead)
    s.hours(2, 8)
    steps.feed_back(s, number, s.lead)
    _agree(s)
    s.hours(1, 4)
    steps.close(s, Outcome.MEDIATED)
    steps.after_closing(s)


def _agree(s: Script) -> None:
    officer = s.officer("sfs")
    s.do(s.desk, mediation.TakeUp, unit="pcs", mode="joint", procedure="simple")
    for party in (1, 2):
        s.do(s.desk, mediation.AddParty, name=f"{s.pick('surnames')}某")
        s.do(s.desk, mediation.RecordConsent, party=party)
    s.do(s.desk, mediation.NameMediator, mediator=officer.name, unit="sfs")
    s.hours(2, 6)
    s.do(
        s.desk,
        mediation.ReachAgreement,
        written=False,
        effective_at=s.at,
        signed_by=[1, 2],
        terms=s.text("terms"),
    )


STORIES = {
    "plan": plan,
    "mediated": mediated,
}
