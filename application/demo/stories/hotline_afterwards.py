"""Hotline matters that go on after closing: asked again, complained about, done again."""

from application.demo import steps
from application.demo.script import Script
from application.demo.stories import hotline_steps
from domain.case import closing, supervision
from domain.case.words import Satisfaction

WORDS_KEPT, WORDS_AGAIN = "unhappy_keep", "unhappy_reopen"


def unsolved(s: Script) -> None:
    """The caller says it isn't solved: the case reopens and goes round again."""
    hotline_steps.first_round(s)
    s.days(2, 6)
    steps.visit(s, Satisfaction.NOT, solved=False, words=s.pick("words_unsolved"))
    s.mark("reopened")
    hotline_steps.again(s)


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
    hotline_steps.again(s)


def _unhappy(s: Script) -> None:
    hotline_steps.first_round(s)
    s.days(2, 6)
    steps.visit(s, Satisfaction.NOT, words=s.pick("words_bad"))
    s.mark("unhappy")
    s.days(0.2, 2)


def unreached(s: Script) -> None:
    """Three attempts reach nobody, which counts as a visit made."""
    hotline_steps.first_round(s)
    for _ in range(3):
        s.days(1, 4)
        s.do(s.caller, closing.RecordAttempt)
    s.do(s.desk, closing.Archive)


def complaint(s: Script) -> None:
    """The caller complains about the unit; somebody at the desk read who it was, for nothing."""
    hotline_steps.first_round(s)
    s.days(1, 4)
    s.read(s.desk, "answering", "name", "phone", "narrative")
    s.days(0.5, 1)
    s.do(s.caller, supervision.Complain, unit=s.lead, words=s.text("complaint"))
    s.days(1, 4)
    upheld = s.likely(0.5)
    reason = s.text("complaint_ruled" if upheld else "complaint_refused")
    ruling = {"complaint": 1, "upheld": upheld, "reason": reason}
    s.do(steps.supervisor(s), supervision.RuleComplaint, **ruling)


def proposed(s: Script) -> None:
    """The centre proposes to the unit how to have fewer such cases."""
    hotline_steps.first_round(s)
    s.days(1, 3)
    due, text = steps.due_in(s, 15), s.text("proposal")
    s.do(s.desk, supervision.Propose, unit=s.lead, due=due, text=text)
    s.days(3, 10)
    answer = s.text("proposal_answer")
    s.do(s.officer(s.lead), supervision.AnswerProposal, proposal=1, adopted=True, text=answer)
    steps.after_closing(s)


def reopened_by_unit(s: Script) -> None:
    """The unit itself finds that it didn't last."""
    hotline_steps.first_round(s)
    s.days(3, 8)
    s.do(s.officer(s.lead), closing.Reopen, reason=s.text("reopen_unit"))
    hotline_steps.again(s)


STORIES = {
    "unsolved": unsolved,
    "unhappy_kept": unhappy_kept,
    "unhappy_reopened": unhappy_reopened,
    "unreached": unreached,
    "complaint": complaint,
    "proposed": proposed,
    "reopened_by_unit": reopened_by_unit,
}
