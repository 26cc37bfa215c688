"""What stories of emergencies have in common: units come, work, give feedback."""

from application.demo import steps
from application.demo.script import Script
from domain.case import dispatch

ON_SCENE = 0.4


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
        scene(s, number)
    s.mark("arrived")
    end_all(s, number, helpers)


def end_all(s: Script, number: int, helpers: dict[int, str]) -> None:
    """The work of all ends, and each gives feedback."""
    work(s, number, s.lead)
    for n, unit in helpers.items():
        steps.end(s, n, unit)
    s.mark("handled")
    s.minutes(40, 600)
    for n, unit in {number: s.lead, **helpers}.items():
        steps.feed_back(s, n, unit)
    s.mark("feedback")


def scene(s: Script, number: int, unit: str = "") -> None:
    """How it looks on scene; the lead reports it unless another unit does."""
    officer, text = s.officer(unit or s.lead), s.fill(s.matter.scene)
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
