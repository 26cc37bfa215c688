"""Emergencies of the demo: dispatched at once, both halves of the feedback, closed within days."""

from datetime import timedelta

from application.demo import steps
from application.demo.script import Script
from domain.case import dispatch, handling, mediation, supervision
from domain.case.words import Outcome, ReportKind, Track

ON_SCENE = 0.4


def handled(s: Script) -> None:
    """The usual life."""
    steps.report(s, Track.EMERGENCY)
    s.minutes(0.8, 3.5)
    respond(s)
    finish(s)


def slow(s: Script) -> None:
    """The unit comes late, and the desk urges it."""
    steps.report(s, Track.EMERGENCY)
    s.minutes(2, 7)
    number = steps.send(s, s.lead)
    s.minutes(4, 9)
    steps.sign(s, number, s.lead)
    steps.travel(s, slower=2.2)
    s.minutes(25, 40)
    reason = s.text("signed_late")
    s.do(s.desk, supervision.Urge, unit=s.lead, reason=reason, kind="handle", ref=number)
    s.minutes(2, 12)
    s.do(s.officer(s.lead), supervision.AnswerUrge, urge=1, text=s.text("urge_answer"))
    s.minutes(1, 6)
    steps.arrive(s, number, s.lead)
    work(s, number, s.lead)
    s.hours(3, 30)
    steps.feed_back(s, number, s.lead)
    finish(s)


def returned(s: Script) -> None:
    """The first unit hands it back, another handles it."""
    steps.report(s, Track.EMERGENCY)
    s.minutes(1, 3)
    first = steps.send(s, s.local)
    s.minutes(2, 6)
    steps.give_back(s, first, s.local, "not_ours")
    s.minutes(1, 4)
    respond(s)
    finish(s)


def by_unit(s: Script) -> None:
    """Somebody comes to the unit itself, which registers it."""
    steps.report(s, Track.EMERGENCY, by=s.officer(s.lead))
    s.minutes(1, 4)
    respond(s)
    finish(s)


def entered_late(s: Script) -> None:
    """No line on scene: arrival and end are entered afterwards, with the reason."""
    steps.report(s, Track.EMERGENCY)
    s.minutes(1, 3)
    number = steps.send(s, s.lead)
    s.minutes(1, 3)
    steps.sign(s, number, s.lead)
    steps.travel(s)
    late = timedelta(minutes=s.chance.randint(35, 170))
    officer = s.officer(s.lead)
    s.do_late(officer, dispatch.Arrive, late, s.text("no_signal"), dispatch=number)
    work(s, number, s.lead)
    s.hours(1, 15)
    steps.feed_back(s, number, s.lead)
    finish(s)


def entered_next_day(s: Script) -> None:
    """Forgotten at the change of shift: the inspection office enters it over a day later."""
    steps.report(s, Track.EMERGENCY)
    s.minutes(1, 3)
    number = steps.send(s, s.lead)
    s.minutes(1, 3)
    steps.sign(s, number, s.lead)
    steps.travel(s)
    steps.arrive(s, number, s.lead)
    s.minutes(30, 70)
    late = timedelta(hours=s.chance.randint(26, 40))
    s.do_late(
        steps.supervisor(s),
        dispatch.EndHandling,
        late,
        s.text("next_day"),
        dispatch=number,
        result=s.matter.outcome,
    )
    s.hours(1, 5)
    steps.feed_back(s, number, s.lead)
    finish(s)


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
    _scene(s, number)
    s.mark("activated")
    _work_off(s, number)
    for helper, code in zip(helpers, s.matter.supports, strict=True):
        steps.feed_back(s, helper, s.unit(code))
    s.days(0.5, 1.5)
    _lift(s)
    s.days(2, 5)
    _report_upward(s, ReportKind.CONCLUDING)
    finish(s)


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
    work(s, number, s.lead)
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


def respond(s: Script) -> None:
    """Lead and supports are dispatched, come, work, and give feedback."""
    number = steps.send(s, s.lead)
    helpers = {steps.send(s, s.unit(code), "support"): s.unit(code) for code in s.matter.supports}
    s.mark("dispatched")
    s.minutes(0.4, 2.2)
    for n, unit in {number: s.lead, **helpers}.items():
        steps.sign(s, n, unit)
    s.mark("signed")
    steps.travel(s)
    steps.arrive(s, number, s.lead)
    for n, unit in helpers.items():
        s.minutes(0.5, 6)
        steps.arrive(s, n, unit)
    if s.likely(ON_SCENE):
        s.minutes(2, 12)
        _scene(s, number)
    s.mark("arrived")
    _end_all(s, number, helpers)


def _end_all(s: Script, number: int, helpers: dict[int, str]) -> None:
    work(s, number, s.lead)
    for n, unit in helpers.items():
        steps.end(s, n, unit)
    s.mark("handled")
    s.minutes(40, 600)
    for n, unit in {number: s.lead, **helpers}.items():
        steps.feed_back(s, n, unit)
    s.mark("feedback")


def _scene(s: Script, number: int) -> None:
    officer, text = s.officer(s.lead), s.fill(s.matter.scene)
    s.do(officer, dispatch.ReportSituation, dispatch=number, people=s.matter.people, text=text)


def work(s: Script, number: int, unit: str) -> None:
    """On scene until the end."""
    s.minutes(12, 95)
    steps.end(s, number, unit)


def finish(s: Script) -> None:
    """Closed, and what follows."""
    s.hours(0.5, 20)
    steps.close(s)
    steps.after_closing(s)


STORIES = {
    "handled": handled,
    "slow": slow,
    "returned": returned,
    "by_unit": by_unit,
    "entered_late": entered_late,
    "entered_next_day": entered_next_day,
    "plan": plan,
    "mediated": mediated,
}
