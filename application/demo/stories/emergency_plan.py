"""A flood handled by a response plan: proposed, put into force, reported upward, lifted."""

from datetime import timedelta

from application.demo import steps
from application.demo.script import Script
from application.demo.stories import emergency_steps
from domain.case import dispatch, intake, planning
from domain.case.words import ReportKind, Track

PLAN = "flood@1"
PRINCIPAL = "principal_leader"


def plan(s: Script) -> None:
    """The plan's units are called out in one step; the leader signs after, as the plan asks."""
    steps.report(s, Track.EMERGENCY)
    s.minutes(1, 4)
    s.do(s.desk, intake.Screen, category=s.matter.category, level="ordinary", plan=PLAN)
    s.minutes(1, 3)
    units = _activate(s)
    _come(s, units)
    s.minutes(10, 30)
    _tick(s, 1, 2)
    s.mark("activated")
    _work_off(s, units)
    s.days(0.5, 1.5)
    _lift(s)
    s.days(2, 5)
    _report_upward(s, ReportKind.CONCLUDING)
    emergency_steps.finish(s)


def _activate(s: Script) -> dict[int, str]:
    """The plan's teams in its order, by the numbers of their dispatches."""
    s.do(
        steps.leader(s),
        planning.ActivatePlan,
        plan=PLAN,
        scale=s.text("plan_scale"),
        commander=s.text("commander"),
        until=s.at + timedelta(days=2),
        zone=s.place.zone,
        instruction=s.text("instruction"),
    )
    s.minutes(3, 8)
    s.do(steps.leader(s), intake.SignOff, grade=PRINCIPAL)
    s.minutes(5, 15)
    _report_upward(s, ReportKind.FIRST)
    return dict(enumerate(("xfz", s.local, "gsz", "wsy"), start=1))


def _come(s: Script, units: dict[int, str]) -> None:
    for number, unit in units.items():
        s.minutes(0.5, 2)
        steps.sign(s, number, unit)
    steps.travel(s)
    for (number, unit), people in zip(units.items(), (52, 18, 8, 21), strict=True):
        s.minutes(1, 5)
        s.do(s.officer(unit), dispatch.Arrive, dispatch=number, people=people)
    emergency_steps.scene(s, 1, units[1])


def _tick(s: Script, *items: int) -> None:
    for item in items:
        s.minutes(5, 25)
        s.do(s.desk, planning.TickItem, item=item)


def _report_upward(s: Script, kind: ReportKind) -> None:
    to, text = s.text("report_to"), s.text("report")
    s.do(s.desk, planning.ReportUpward, kind=kind, to=to, text=text)


def _work_off(s: Script, units: dict[int, str]) -> None:
    s.minutes(30, 60)
    _report_upward(s, ReportKind.FURTHER)
    _tick(s, 3, 4, 5)
    s.minutes(40, 90)
    for number, unit in units.items():
        steps.end(s, number, unit)
    s.minutes(60, 240)
    for number, unit in units.items():
        steps.feed_back(s, number, unit)


def _lift(s: Script) -> None:
    leader = steps.leader(s)
    s.do(leader, planning.LiftPlan, person=leader.name, reason=s.text("plan_lifted"))
    s.minutes(30, 90)
    _report_upward(s, ReportKind.FINAL)
