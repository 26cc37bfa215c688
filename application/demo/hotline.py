"""Hotline matters of the demo: dispatched within hours, answered to the caller, asked again."""

import msgspec

from application.demo import steps
from application.demo.script import MainCase, Script
from domain.case import closing, correction, dispatch, handling, intake, record, supervision
from domain.case.words import Satisfaction, Track, Validity

WORDS_KEPT, WORDS_AGAIN = "unhappy_keep", "unhappy_reopen"
# How long the work takes, in hours, and how much the desk hurries, by the grade of the matter.
WORK = {"urgent": (0.3, 0.8), "consult": (0.5, 7), "ordinary": (4, 60), "complex": (30, 150)}
HURRY = {"urgent": 0.12, "consult": 0.4}


def answered(s: Script) -> None:
    """The usual life."""
    number = _sent(s)
    _work(s, number)
    _reply(s)
    steps.close(s)
    steps.after_closing(s)


def late(s: Script) -> None:
    """The unit lets its time run out, is urged, and the reply comes late."""
    number = _sent(s)
    s.days(5.6, 6.6)
    _urge(s, number)
    s.mark("urged")
    s.hours(1, 20)
    s.do(s.officer(s.lead), supervision.AnswerUrge, urge=1, text=s.text("urge_answer"))
    _work(s, number)
    _reply(s)
    steps.close(s)
    steps.after_closing(s)


def unsolved(s: Script) -> None:
    """The caller says it isn't solved: the case reopens and goes round again."""
    _first_round(s)
    s.days(2, 6)
    steps.visit(s, Satisfaction.NOT, solved=False, words=s.pick("words_unsolved"))
    s.mark("reopened")
    _again(s)


def unhappy_kept(s: Script) -> None:
    """Solved but unsatisfied; the inspection office finds the handling right."""
    _unhappy(s)
    reason = s.text(WORDS_KEPT)
    s.do(steps.supervisor(s), closing.RuleDissatisfaction, reopen=False, reason=reason)


def unhappy_reopened(s: Script) -> None:
    """Solved but unsatisfied; the inspection office has it done again."""
    _unhappy(s)
    reason = s.text(WORDS_AGAIN)
    s.do(steps.supervisor(s), closing.RuleDissatisfaction, reopen=True, reason=reason)
    _again(s)


def _unhappy(s: Script) -> None:
    _first_round(s)
    s.days(2, 6)
    steps.visit(s, Satisfaction.NOT, words=s.pick("words_bad"))
    s.mark("unhappy")
    s.days(0.2, 2)


def unreached(s: Script) -> None:
    """Three attempts reach nobody, which counts as a visit made."""
    _first_round(s)
    for _ in range(3):
        s.days(1, 4)
        s.do(s.caller, closing.RecordAttempt)
    s.do(s.desk, closing.Archive)


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
    _work(s, number)
    _reply(s)
    steps.close(s)
    steps.after_closing(s)


def extension_refused(s: Script) -> None:
    """More time is asked for and refused."""
    number = _asked(s)
    s.hours(1, 8)
    reason = s.text("extension_refused")
    s.do(steps.leader(s), handling.RefuseExtension, kind="handle", ref=number, reason=reason)
    _work(s, number)
    _reply(s)
    steps.close(s)
    steps.after_closing(s)


def _asked(s: Script) -> int:
    number = _sent(s)
    s.hours(4, 8)
    reason = s.text("extension_reason")
    officer = s.officer(s.lead)
    s.do(officer, handling.AskExtension, kind="handle", ref=number, days=8, reason=reason)
    return number


def sent_back(s: Script) -> None:
    """The first feedback doesn't say enough."""
    number = _sent(s)
    _work(s, number)
    s.hours(1, 6)
    s.do(s.desk, dispatch.SendFeedbackBack, dispatch=number, reason=s.text("sent_back"))
    s.hours(2, 20)
    follow_up = {"unit": s.lead, "person": s.text("person"), "due": steps.due_in(s, 7)}
    steps.feed_back(s, number, s.lead, follow_up=follow_up)
    s.hours(8, 40)
    officer, text = s.officer(s.lead), s.text("follow_up")
    s.do(officer, dispatch.DoFollowUp, dispatch=number, result=text)
    _reply(s)
    steps.close(s)
    steps.after_closing(s)


def returned_twice(s: Script) -> None:
    """Handed back a second time: the inspection office rules, and the unit keeps it."""
    _received(s)
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
    _work(s, second)
    _reply(s)
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
    _received(s)
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
    number = _sent(s)
    s.minutes(10, 60)
    right = msgspec.json.encode(s.neighbour().name).decode()
    approver = steps.leader(s).username
    right_place = {"event": 1, "field": "place", "value": right, "approver": approver}
    s.do(s.desk, correction.Correct, **right_place, reason=s.text("correction"))
    s.do(s.desk, record.Note, label=s.text("note_label"), text=s.text("note"))
    _work(s, number)
    _reply(s)
    steps.close(s)
    steps.after_closing(s)


def complaint(s: Script) -> None:
    """The caller complains about how the unit treated them."""
    _first_round(s)
    s.days(1, 4)
    s.do(s.caller, supervision.Complain, unit=s.lead, words=s.text("complaint"))
    s.days(1, 4)
    upheld = s.likely(0.5)
    reason = s.text("complaint_ruled" if upheld else "complaint_refused")
    ruling = {"complaint": 1, "upheld": upheld, "reason": reason}
    s.do(steps.supervisor(s), supervision.RuleComplaint, **ruling)


def proposed(s: Script) -> None:
    """The centre proposes to the unit how to have fewer such cases."""
    _first_round(s)
    s.days(1, 3)
    due, text = steps.due_in(s, 15), s.text("proposal")
    s.do(s.desk, supervision.Propose, unit=s.lead, due=due, text=text)
    s.days(3, 10)
    answer = s.text("proposal_answer")
    s.do(s.officer(s.lead), supervision.AnswerProposal, proposal=1, adopted=True, text=answer)
    steps.after_closing(s)


def recalled(s: Script) -> None:
    """Sent to the wrong unit and taken back at once."""
    _received(s)
    first = steps.send(s, "xpq")
    s.minutes(3, 12)
    s.do(s.desk, dispatch.Recall, dispatch=first, reason=s.text("not_ours"))
    number = _dispatch(s)
    _work(s, number)
    _reply(s)
    steps.close(s)
    steps.after_closing(s)


def reopened_by_unit(s: Script) -> None:
    """The unit itself finds that it didn't last."""
    _first_round(s)
    s.days(3, 8)
    s.do(s.officer(s.lead), closing.Reopen, reason=s.text("reopen_unit"))
    _again(s)


def _received(s: Script) -> None:
    steps.report(s, Track.HOTLINE)
    _hurry(s, 3, 35)
    s.do(s.desk, intake.Screen, category=s.matter.category, grade=s.matter.grade)
    s.mark("screened")


def _sent(s: Script) -> int:
    _received(s)
    return _dispatch(s)


def _dispatch(s: Script) -> int:
    _hurry(s, 2, 45)
    number = steps.send(s, s.lead)
    s.mark("dispatched")
    _hurry(s, 5, 100)
    steps.sign(s, number, s.lead)
    s.mark("signed")
    return number


def _urge(s: Script, number: int) -> None:
    reason = s.text("urge_reason")
    s.do(s.desk, supervision.Urge, unit=s.lead, reason=reason, kind="handle", ref=number)


def _hurry(s: Script, low: float, high: float) -> None:
    factor = HURRY.get(s.matter.grade, 1)
    s.minutes(low * factor, high * factor)


def _work(s: Script, number: int) -> None:
    low, high = WORK[s.matter.grade]
    if s.matter.grade == "urgent":
        s.minutes(low * 60, high * 60)
    else:
        s.hours(low, high)
    steps.feed_back(s, number, s.lead)
    s.mark("feedback")


def _reply(s: Script) -> None:
    _hurry(s, 20, 150)
    s.do(s.desk, handling.Reply, how=s.text("by_message"), document=s.matter.reply)
    s.mark("replied")
    s.minutes(3, 20)


def _first_round(s: Script) -> None:
    number = _sent(s)
    _work(s, number)
    _reply(s)
    steps.close(s)


def _again(s: Script) -> None:
    s.minutes(20, 90)
    number = _dispatch(s)
    _work(s, number)
    _reply(s)
    steps.close(s)
    s.days(2, 6)
    steps.call_back(s)


STORIES = {
    "answered": answered,
    "late": late,
    "unsolved": unsolved,
    "unhappy_kept": unhappy_kept,
    "unhappy_reopened": unhappy_reopened,
    "unreached": unreached,
    "extended": extended,
    "extension_refused": extension_refused,
    "sent_back": sent_back,
    "returned_twice": returned_twice,
    "duplicate": duplicate,
    "invalid": invalid,
    "redirected": redirected,
    "corrected": corrected,
    "complaint": complaint,
    "proposed": proposed,
    "recalled": recalled,
    "reopened_by_unit": reopened_by_unit,
}
