"""Disputes of the demo: taken up with consent, mediated, agreed and performed, or failed."""

from datetime import timedelta

from application.demo import steps
from application.demo.data import Person
from application.demo.script import Script
from domain.case import dispatch, handling, intake, mediation
from domain.case.words import Mode, Outcome, Procedure, Track

CONFIRMED, AT_ONCE, IN_THE_END = 0.75, 0.75, 0.7


def agreed(s: Script) -> None:
    """The standard procedure to a written agreement."""
    number = _taken_up(s)
    _facts(s)
    _session(s)
    s.mark("session")
    if s.likely(0.3):
        s.days(2, 6)
        _session(s)
    _agreement(s, number)
    steps.close(s, Outcome.AGREEMENT)
    if s.likely(CONFIRMED):
        _confirm(s)
    _perform(s)
    steps.after_closing(s)


def simple(s: Script) -> None:
    """The simple procedure: an oral agreement on the spot."""
    number = _taken_up(s, procedure=Procedure.SIMPLE)
    s.hours(1, 20)
    done = {"written": False, "effective_at": s.at, "signed_by": [1, 2]}
    s.do(_officer(s), mediation.ReachAgreement, **done, terms=s.matter.measures)
    _feed_back(s, number, Outcome.AGREEMENT)
    s.hours(1, 30)
    steps.close(s, Outcome.AGREEMENT)
    steps.after_closing(s)


def confirmed(s: Script) -> None:
    """Both parties have the court confirm the agreement."""
    number = _taken_up(s, mode=Mode.JOINT)
    _facts(s)
    _session(s)
    _agreement(s, number)
    steps.close(s, Outcome.AGREEMENT)
    _confirm(s)
    _perform(s)
    steps.after_closing(s)


def failed(s: Script) -> None:
    """No agreement: the parties are told their other routes."""
    number = _taken_up(s)
    _facts(s)
    _session(s)
    s.days(4, 10)
    _session(s)
    s.days(1, 4)
    routes, reason = s.setting.book.texts["routes"], s.text("failed_reason")
    s.do(_officer(s), mediation.FailMediation, routes=routes, reason=reason)
    _feed_back(s, number, Outcome.FAILED)
    s.hours(2, 30)
    steps.close(s, Outcome.FAILED)
    steps.after_closing(s)


def breached(s: Script) -> None:
    """A party doesn't pay: the case reopens and a new agreement is found."""
    number = _taken_up(s)
    _facts(s)
    _session(s)
    _agreement(s, number)
    steps.close(s, Outcome.AGREEMENT)
    s.days(18, 26)
    s.do(_officer(s), mediation.RecordBreach, party=2, text=s.text("breach"))
    s.hours(2, 20)
    again = _sent(s)
    _take_up(s, Mode.DIRECT, Procedure.STANDARD)
    _consent(s)
    _name(s, _officer(s))
    _facts(s)
    _session(s)
    _agreement(s, again)
    steps.close(s, Outcome.AGREEMENT)
    _perform(s)


def challenged(s: Script) -> None:
    """A party doesn't trust the mediator, and another is named."""
    number = _taken_up(s)
    s.hours(2, 20)
    s.do(_officer(s), mediation.ChallengeMediator, party=1, reason=s.text("challenge"))
    s.hours(1, 20)
    ruling = {"upheld": True, "reason": s.text("challenge_upheld")}
    s.do(steps.leader(s), mediation.RuleChallenge, **ruling)
    s.hours(1, 6)
    _name(s, s.officer("pcs"))
    _facts(s)
    _session(s)
    _agreement(s, number)
    steps.close(s, Outcome.AGREEMENT)
    _perform(s)
    steps.after_closing(s)


def withdrawn(s: Script) -> None:
    """Settled among the parties themselves."""
    number = _taken_up(s)
    s.days(2, 6)
    s.do(_officer(s), intake.Withdraw, words=s.text("withdrawn"))
    _feed_back(s, number, Outcome.WITHDRAWN)
    s.hours(2, 20)
    steps.close(s, Outcome.WITHDRAWN)


def referred(s: Script) -> None:
    """No matter for mediation."""
    number = _screened_and_sent(s)
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
    _screen(s)
    number = _sent(s)
    _begin(s, Mode.INSTRUCTED, Procedure.STANDARD)
    _facts(s)
    _session(s)
    _agreement(s, number)
    steps.close(s, Outcome.AGREEMENT)
    _perform(s)
    steps.after_closing(s)


def _hand_up(s: Script, lower: str, upper: str, to: str) -> None:
    facts, solution = s.text("transfer_facts"), s.matter.measures
    levels = {"from_level": lower, "to_level": upper, "to": s.text(to)}
    s.do(s.desk, handling.Transfer, **levels, facts=facts, solution=solution)


def _taken_up(
    s: Script, mode: Mode = Mode.DIRECT, procedure: Procedure = Procedure.STANDARD
) -> int:
    number = _screened_and_sent(s)
    _begin(s, mode, procedure)
    return number


def _screened_and_sent(s: Script) -> int:
    steps.report(s, Track.DISPUTE)
    _screen(s)
    s.mark("screened")
    return _sent(s)


def _screen(s: Script) -> None:
    s.hours(0.5, 5)
    matter = s.matter
    s.do(s.desk, intake.Screen, category=matter.category, dispute_class=matter.dispute_class)


def _sent(s: Script) -> int:
    s.minutes(10, 90)
    number = steps.send(s, s.lead)
    s.hours(0.5, 5)
    steps.sign(s, number, s.lead)
    return number


def _begin(s: Script, mode: Mode, procedure: Procedure) -> None:
    s.hours(1, 20)
    _take_up(s, mode, procedure)
    for _ in range(2):
        party = {"name": f"{s.pick('surnames')}某", "contact": s.text("phone")}
        party["contact"] = party["contact"].replace("{digits}", str(s.chance.randint(1000, 9999)))
        s.do(_officer(s), mediation.AddParty, **party)
    _consent(s)
    _name(s, _officer(s))
    s.mark("taken_up")


def _take_up(s: Script, mode: Mode, procedure: Procedure) -> None:
    s.do(_officer(s), mediation.TakeUp, unit=s.lead, mode=mode, procedure=procedure)


def _consent(s: Script) -> None:
    for party in (1, 2):
        s.minutes(5, 90)
        s.do(_officer(s), mediation.RecordConsent, party=party)


def _name(s: Script, mediator: Person) -> None:
    unit = mediator.unit
    s.do(_officer(s), mediation.NameMediator, mediator=mediator.name, unit=unit)


def _facts(s: Script) -> None:
    s.days(1, 3)
    s.do(_officer(s), mediation.EstablishFacts, text=s.matter.facts)


def _session(s: Script) -> None:
    s.days(1, 3)
    s.do(_officer(s), mediation.HoldSession, parties=[1, 2], text=s.text("session"))


def _agreement(s: Script, number: int) -> None:
    s.days(0.5, 3)
    s.do(
        _officer(s),
        mediation.ReachAgreement,
        written=True,
        effective_at=s.at,
        signed_by=[1, 2],
        sealed_by_committee=True,
        terms=s.matter.measures,
        perform_by=s.at + timedelta(days=30),
    )
    s.mark("agreed")
    _feed_back(s, number, Outcome.AGREEMENT)
    s.hours(2, 30)


def _feed_back(s: Script, number: int, outcome: Outcome) -> None:
    s.minutes(10, 90)
    form = {"dispatch": number, "outcome": outcome, "measures": s.matter.measures}
    s.do(_officer(s), dispatch.GiveFeedback, **form)


def _confirm(s: Script) -> None:
    s.days(3, 9)
    s.do(_officer(s), mediation.RequestConfirmation)
    s.days(5, 9)
    paper = s.text("court_paper")
    s.do(_officer(s), mediation.DecideConfirmation, confirmed=True, document=paper)


def _perform(s: Script) -> None:
    s.days(2, 5)
    if s.likely(AT_ONCE):
        _record_performance(s, "performed", complete=True)
        return
    _record_performance(s, "performed_part", complete=False)
    s.days(5, 15)
    if s.likely(IN_THE_END):
        _record_performance(s, "performed", complete=True)


def _record_performance(s: Script, text: str, *, complete: bool) -> None:
    told = s.text(text)
    s.do(_officer(s), mediation.RecordPerformance, complete=complete, text=told)


def _officer(s: Script) -> Person:
    return s.officer(s.lead)


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
