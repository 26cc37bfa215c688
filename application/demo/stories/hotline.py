"""Hotline matters: dispatched within hours, answered to the caller."""

import msgspec

from application.demo import steps
from application.demo.script import MainCase, Script
from application.demo.stories import hotline_steps
from domain.case import correction, dispatch, handling, intake, record, supervision
from domain.case.words import Track, Validity


def answered(s: Script) -> None:
    """The usual life."""
    number = hotline_steps.sent(s)
    hotline_steps.work(s, number)
    hotline_steps.reply(s)
    steps.close(s)
    steps.after_closing(s)


def late(s: Script) -> None:
    """The unit lets its time run out, is urged, and the reply comes late."""
    number = hotline_steps.sent(s)
    s.days(5.6, 6.6)
    hotline_steps.urge(s, number)
    s.mark("urged")
    s.hours(1, 20)
    s.do(s.officer(s.lead), supervision.AnswerUrge, urge=1, text=s.text("urge_answer"))
    hotline_steps.work(s, number)
    hotline_steps.reply(s)
    steps.close(s)
    steps.after_closing(s)


def extended(s: Script) -> None:
    """Too complex for the time there is: more is asked for and given."""
    number = _asked(s)
    s.mark("asked")
    s.hours(1, 10)
    reason = s.text("extension_reason")
    s.do(
        steps.leader(s),
        handling.Extend,
        kind="handle",
        ref=number,
        days=8,
        reason=reason,
        told=True,
    )
    s.do(steps.leader(s), handling.Extend, kind="reply", days=4, reason=reason, told=True)
    s.do(steps.leader(s), handling.Extend, kind="close", days=4, reason=reason, told=True)
    hotline_steps.work(s, number)
    hotline_steps.reply(s)
    steps.close(s)
    steps.after_closing(s)


def extension_refused(s: Script) -> None:
    """More time is asked for and refused."""
    number = _asked(s)
    s.hours(1, 8)
    reason = s.text("extension_refused")
    s.do(steps.leader(s), handling.RefuseExtension, kind="handle", ref=number, reason=reason)
    hotline_steps.work(s, number)
    hotline_steps.reply(s)
    steps.close(s)
    steps.after_closing(s)


def _asked(s: Script) -> int:
    number = hotline_steps.sent(s)
    s.hours(4, 8)
    reason = s.text("extension_reason")
    officer = s.officer(s.lead)
    s.do(officer, handling.AskExtension, kind="handle", ref=number, days=8, reason=reason)
    return number


def sent_back(s: Script) -> None:
    """The first feedback doesn't say enough."""
    number = hotline_steps.sent(s)
    hotline_steps.work(s, number)
    s.hours(1, 6)
    s.do(s.desk, dispatch.SendFeedbackBack, dispatch=number, reason=s.text("sent_back"))
    s.hours(2, 20)
    follow_up = {"unit": s.lead, "person": s.text("person"), "due": steps.due_in(s, 7)}
    steps.feed_back(s, number, s.lead, follow_up=follow_up)
    s.hours(8, 40)
    officer, text = s.officer(s.lead), s.text("follow_up")
    s.do(officer, dispatch.DoFollowUp, dispatch=number, result=text)
    hotline_steps.reply(s)
    steps.close(s)
    steps.after_closing(s)


def returned_twice(s: Script) -> None:
    """Handed back a second time: the inspection office rules, and the unit keeps it."""
    hotline_steps.received(s)
    wrong = s.local if s.local != s.lead else "xpq"
    first = steps.send(s, wrong)
    s.minutes(20, 70)
    steps.give_back(s, first, wrong, "not_ours")
    s.minutes(10, 60)
    second = steps.send(s, s.lead)
    s.minutes(15, 90)
    steps.give_back(s, second, s.lead, "not_ours_either")
    s.mark("ruling")
    s.hours(2, 20)
    reason = s.text("ruled_keep")
    s.do(steps.supervisor(s), dispatch.RuleReturn, dispatch=second, upheld=False, reason=reason)
    hotline_steps.work(s, second)
    hotline_steps.reply(s)
    steps.close(s)
    steps.after_closing(s)


def duplicate(s: Script) -> None:
    """A second caller brings the same: linked to the first case, which answers both."""
    twin = s.twin(after=s.chance.uniform(1.5, 5))
    answered(s)
    steps.report(twin, Track.HOTLINE)
    twin.minutes(4, 25)
    twin.do(
        twin.desk,
        intake.Screen,
        validity=Validity.DUPLICATE,
        duplicate_of=MainCase(s.key),
        category=s.matter.category,
    )


def invalid(s: Script) -> None:
    """Nothing to handle."""
    steps.report(s, Track.HOTLINE)
    s.minutes(2, 10)
    s.do(s.desk, intake.Screen, validity=Validity.INVALID)


def redirected(s: Script) -> None:
    """Another office's business, sent there on the leader's word."""
    hotline_steps.received(s)
    s.minutes(20, 60)
    leader = steps.leader(s)
    s.do(
        s.desk,
        intake.Redirect,
        to=s.text("redirect_to"),
        reason=s.text("redirect_reason"),
        leader=leader.name,
        notice=steps.served(s, "by_message"),
    )


def corrected(s: Script) -> None:
    """The place was written down wrong: put right by an entry of its own."""
    number = hotline_steps.sent(s)
    s.minutes(10, 60)
    right = msgspec.json.encode(s.neighbour().name).decode()
    approver = steps.leader(s).username
    right_place = {"event": 1, "field": "place", "value": right, "approver": approver}
    s.do(s.desk, correction.Correct, **right_place, reason=s.text("correction"))
    s.do(s.desk, record.Note, label=s.text("note_label"), text=s.text("note"))
    hotline_steps.work(s, number)
    hotline_steps.reply(s)
    steps.close(s)
    steps.after_closing(s)


def recalled(s: Script) -> None:
    """Sent to the wrong unit and taken back at once."""
    hotline_steps.received(s)
    first = steps.send(s, "xpq")
    s.minutes(3, 12)
    s.do(s.desk, dispatch.Recall, dispatch=first, reason=s.text("not_ours"))
    number = hotline_steps.go_out(s)
    hotline_steps.work(s, number)
    hotline_steps.reply(s)
    steps.close(s)
    steps.after_closing(s)


STORIES = {
    "answered": answered,
    "late": late,
    "extended": extended,
    "extension_refused": extension_refused,
    "sent_back": sent_back,
    "returned_twice": returned_twice,
    "duplicate": duplicate,
    "invalid": invalid,
    "redirected": redirected,
    "corrected": corrected,
    "recalled": recalled,
}
