"""Disputes: taken up with consent, mediated, agreed and performed, or failed."""

from application.demo import steps
from application.demo.script import Script
from application.demo.stories import mediation_steps
from domain.case import dispatch, handling, intake, mediation
from domain.case.words import Mode, Outcome, Procedure, Track

CONFIRMED = 0.75


def agreed(s: Script) -> None:
    """The standard procedure to a written agreement."""
    number = mediation_steps.taken_up(s)
    mediation_steps.facts(s)
    mediation_steps.session(s)
    s.mark("session")
    if s.likely(0.3):
        s.days(2, 6)
        mediation_steps.session(s)
    mediation_steps.agreement(s, number)
    steps.close(s, Outcome.AGREEMENT)
    if s.likely(CONFIRMED):
        mediation_steps.confirm(s)
    mediation_steps.perform(s)
    steps.after_closing(s)


def simple(s: Script) -> None:
    """The simple procedure: an oral agreement on the spot."""
    number = mediation_steps.taken_up(s, procedure=Procedure.SIMPLE)
    s.hours(1, 20)
    done = {"written": False, "effective_at": s.at, "signed_by": [1, 2]}
    s.do(mediation_steps.officer(s), mediation.ReachAgreement, **done, terms=s.matter.measures)
    mediation_steps.feed_back(s, number, Outcome.AGREEMENT)
    s.hours(1, 30)
    steps.close(s, Outcome.AGREEMENT)
    steps.after_closing(s)


def confirmed(s: Script) -> None:
    """Both parties have the court confirm the agreement."""
    number = mediation_steps.taken_up(s, mode=Mode.JOINT)
    mediation_steps.facts(s)
    mediation_steps.session(s)
    mediation_steps.agreement(s, number)
    steps.close(s, Outcome.AGREEMENT)
    mediation_steps.confirm(s)
    mediation_steps.perform(s)
    steps.after_closing(s)


def failed(s: Script) -> None:
    """No agreement: the parties are told their other routes."""
    number = mediation_steps.taken_up(s)
    mediation_steps.facts(s)
    mediation_steps.session(s)
    s.days(4, 10)
    mediation_steps.session(s)
    s.days(1, 4)
    routes, reason = s.setting.book.texts["routes"], s.text("failed_reason")
    s.do(mediation_steps.officer(s), mediation.FailMediation, routes=routes, reason=reason)
    mediation_steps.feed_back(s, number, Outcome.FAILED)
    s.hours(2, 30)
    steps.close(s, Outcome.FAILED)
    steps.after_closing(s)


def breached(s: Script) -> None:
    """A party doesn't pay: the case reopens and a new agreement is found."""
    number = mediation_steps.taken_up(s)
    mediation_steps.facts(s)
    mediation_steps.session(s)
    mediation_steps.agreement(s, number)
    steps.close(s, Outcome.AGREEMENT)
    s.days(18, 26)
    s.do(mediation_steps.officer(s), mediation.RecordBreach, party=2, text=s.text("breach"))
    s.hours(2, 20)
    again = mediation_steps.sent(s)
    mediation_steps.take_up(s, Mode.DIRECT, Procedure.STANDARD)
    mediation_steps.consent(s)
    mediation_steps.name(s, mediation_steps.officer(s))
    mediation_steps.facts(s)
    mediation_steps.session(s)
    mediation_steps.agreement(s, again)
    steps.close(s, Outcome.AGREEMENT)
    mediation_steps.perform(s)


def challenged(s: Script) -> None:
    """A party doesn't trust the mediator, and another is named."""
    number = mediation_steps.taken_up(s)
    s.hours(2, 20)
    s.do(
        mediation_steps.officer(s), mediation.ChallengeMediator, party=1, reason=s.text("challenge")
    )
    s.hours(1, 20)
    ruling = {"upheld": True, "reason": s.text("challenge_upheld")}
    s.do(steps.leader(s), mediation.RuleChallenge, **ruling)
    s.hours(1, 6)
    mediation_steps.name(s, s.officer("pcs" if s.lead != "pcs" else "sfs"))
    mediation_steps.facts(s)
    mediation_steps.session(s)
    mediation_steps.agreement(s, number)
    steps.close(s, Outcome.AGREEMENT)
    mediation_steps.perform(s)
    steps.after_closing(s)


def withdrawn(s: Script) -> None:
    """Settled among the parties themselves."""
    number = mediation_steps.taken_up(s)
    s.days(2, 6)
    s.do(mediation_steps.officer(s), intake.Withdraw, words=s.text("withdrawn"))
    mediation_steps.feed_back(s, number, Outcome.WITHDRAWN)
    s.hours(2, 20)
    steps.close(s, Outcome.WITHDRAWN)


def referred(s: Script) -> None:
    """No matter for mediation."""
    number = mediation_steps.screened_and_sent(s)
    s.days(1, 3)
    s.do(s.desk, dispatch.Recall, dispatch=number, reason=s.text("referred"))
    s.minutes(10, 60)
    steps.close(s, Outcome.REFERRED)


def transferred(s: Script) -> None:
    """The village can't settle it: district branch, then town, one level at a time."""
    steps.report(s, Track.DISPUTE, by=s.officer(s.local))
    s.days(1, 2)
    _hand_up(s, "village", "district", "transfer_to_district")
    s.days(3, 6)
    _hand_up(s, "district", "town", "transfer_to_town")
    mediation_steps.screen(s)
    number = mediation_steps.sent(s)
    mediation_steps.begin(s, Mode.INSTRUCTED, Procedure.STANDARD)
    mediation_steps.facts(s)
    mediation_steps.session(s)
    mediation_steps.agreement(s, number)
    steps.close(s, Outcome.AGREEMENT)
    mediation_steps.perform(s)
    steps.after_closing(s)


def _hand_up(s: Script, lower: str, upper: str, to: str) -> None:
    facts, solution = s.text("transfer_facts"), s.matter.measures
    levels = {"from_level": lower, "to_level": upper, "to": s.text(to)}
    s.do(s.desk, handling.Transfer, **levels, facts=facts, solution=solution)


STORIES = {
    "agreed": agreed,
    "simple": simple,
    "confirmed": confirmed,
    "failed": failed,
    "breached": breached,
    "challenged": challenged,
    "withdrawn": withdrawn,
    "referred": referred,
    "transferred": transferred,
}
