"""Emergencies: dispatched at once, both halves of the feedback, closed within days."""

from datetime import timedelta

from application.demo import steps
from application.demo.script import Script
from application.demo.stories import emergency_steps
from domain.case import dispatch, supervision
from domain.case.words import Track


def handled(s: Script) -> None:
    """The usual life."""
    steps.report(s, Track.EMERGENCY)
    s.minutes(0.8, 3.5)
    emergency_steps.respond(s)
    emergency_steps.finish(s)


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
    emergency_steps.work(s, number, s.lead)
    s.hours(3, 30)
    steps.feed_back(s, number, s.lead)
    emergency_steps.finish(s)


def returned(s: Script) -> None:
    """The first unit hands it back, another handles it."""
    steps.report(s, Track.EMERGENCY)
    s.minutes(1, 3)
    first = steps.send(s, s.local)
    s.minutes(2, 6)
    steps.give_back(s, first, s.local, "not_ours")
    s.minutes(1, 4)
    emergency_steps.respond(s)
    emergency_steps.finish(s)


def by_unit(s: Script) -> None:
    """Somebody comes to the unit itself, which registers it."""
    steps.report(s, Track.EMERGENCY, by=s.officer(s.lead))
    s.minutes(1, 4)
    emergency_steps.respond(s)
    emergency_steps.finish(s)


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
    emergency_steps.work(s, number, s.lead)
    s.hours(1, 15)
    steps.feed_back(s, number, s.lead)
    emergency_steps.finish(s)


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
    emergency_steps.finish(s)


STORIES = {
    "handled": handled,
    "slow": slow,
    "returned": returned,
    "by_unit": by_unit,
    "entered_late": entered_late,
    "entered_next_day": entered_next_day,
}
