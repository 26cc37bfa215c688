"""Emergencies that take more: a response plan, or a fight that ends in an agreement."""

from datetime import timedelta

from application.demo import steps
from application.demo.script import Script
from application.demo.stories import emergency_steps
from domain.case import handling, mediation
from domain.case.words import Outcome, ReportKind, Track


def plan(s: Script) -> None:
    """A response plan is put into force, reported upward, worked off and lifted."""
    steps.report(s, Track.EMERGENCY)
    s.minutes(1, 4)
    number = steps.send(s, s.lead)
    helpers = [steps.send(s, s.unit(code), "support") for code in s.matter.supports]
    s.minutes(2, 5)
    steps.sign(s, number, s.lead)
    _activate(s)
    steps.travel(s)
    steps.arrive(s, number, s.lead)
    s.minutes(20, 50)
    emergency_steps.scene(s, number)
    s.mark("activated")
    _work_off(s, number)
    for helper, code in zip(helpers, s.matter.supports, strict=True):
        steps.feed_back(s, helper, s.unit(code))
    s.days(0.5, 1.5)
    _lift(s)
    s.days(2, 5)
    _report_upward(s, ReportKind.CONCLUDING)
    emergency_steps.finish(s)


def _activate(s: Script) -> None:
    s.do(
        steps.leader(s),
        handling.ActivatePlan,
        plan=s.text("plan_name"),
        scale=s.text("plan_scale"),
        commander=s.text("commander"),
        until=s.at + timedelta(days=2),
        checklist=s.setting.book.texts["checklist"],
    )
    s.minutes(5, 20)
    _report_upward(s, ReportKind.FIRST)


def _report_upward(s: Script, kind: ReportKind) -> None:
    to, text = s.text("report_to"), s.text("report")
    s.do(s.desk, handling.ReportUpward, kind=kind, to=to, text=text)


def _work_off(s: Script, number: int) -> None:
    for item in range(1, len(s.setting.book.texts["checklist"]) + 1):
        s.minutes(15, 60)
        s.do(s.desk, handling.TickItem, item=item)
    s.minutes(60, 180)
    steps.end(s, number, s.lead)
    s.minutes(60, 240)
    steps.feed_back(s, number, s.lead)


def _lift(s: Script) -> None:
    leader = steps.leader(s)
    s.do(leader, handling.LiftPlan, person=leader.name, reason=s.text("plan_lifted"))
    s.minutes(30, 90)
    _report_upward(s, ReportKind.FINAL)


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
