"""What stories of disputes have in common: taken up, sessions, agreement, performance."""

from datetime import timedelta

from application.demo import steps
from application.demo.data import Person
from application.demo.script import Script
from domain.case import dispatch, intake, mediation
from domain.case.words import Mode, Outcome, Procedure, Track

AT_ONCE, IN_THE_END = 0.75, 0.7


def taken_up(s: Script, mode: Mode = Mode.DIRECT, procedure: Procedure = Procedure.STANDARD) -> int:
    """From receipt to a mediation under way; the dispatch's number."""
    number = screened_and_sent(s)
    begin(s, mode, procedure)
    return number


def screened_and_sent(s: Script) -> int:
    """From receipt to the dispatch; its number."""
    steps.report(s, Track.DISPUTE)
    screen(s)
    s.mark("screened")
    return sent(s)


def screen(s: Script) -> None:
    """Sorted, with its class."""
    s.hours(0.5, 5)
    matter = s.matter
    s.do(s.desk, intake.Screen, category=matter.category, dispute_class=matter.dispute_class)


def sent(s: Script) -> int:
    """Dispatched and signed for; its number."""
    s.minutes(10, 90)
    number = steps.send(s, s.lead)
    s.hours(0.5, 5)
    steps.sign(s, number, s.lead)
    return number


def begin(s: Script, mode: Mode, procedure: Procedure) -> None:
    """Taken up, both parties agree, a mediator is named."""
    s.hours(1, 20)
    take_up(s, mode, procedure)
    for _ in range(2):
        party = {"name": f"{s.pick('surnames')}某", "contact": s.text("phone")}
        party["contact"] = party["contact"].replace("{digits}", str(s.chance.randint(1000, 9999)))
        s.do(officer(s), mediation.AddParty, **party)
    consent(s)
    name(s, officer(s))
    s.mark("taken_up")


def take_up(s: Script, mode: Mode, procedure: Procedure) -> None:
    """The unit takes it up."""
    s.do(officer(s), mediation.TakeUp, unit=s.lead, mode=mode, procedure=procedure)


def consent(s: Script) -> None:
    """Both parties agree to mediation."""
    for party in (1, 2):
        s.minutes(5, 90)
        s.do(officer(s), mediation.RecordConsent, party=party)


def name(s: Script, mediator: Person) -> None:
    """Who mediates."""
    unit = mediator.unit
    s.do(officer(s), mediation.NameMediator, mediator=mediator.name, unit=unit)


def facts(s: Script) -> None:
    """The facts are established."""
    s.days(1, 3)
    s.do(officer(s), mediation.EstablishFacts, text=s.matter.facts)


def session(s: Script) -> None:
    """One session."""
    s.days(1, 3)
    s.do(officer(s), mediation.HoldSession, parties=[1, 2], text=s.text("session"))


def agreement(s: Script, number: int) -> None:
    """A written agreement, and the unit's feedback."""
    s.days(0.5, 3)
    s.do(
        officer(s),
        mediation.ReachAgreement,
        written=True,
        effective_at=s.at,
        signed_by=[1, 2],
        sealed_by_committee=True,
        terms=s.matter.measures,
        perform_by=s.at + timedelta(days=30),
    )
    s.mark("agreed")
    feed_back(s, number, Outcome.AGREEMENT)
    s.hours(2, 30)


def feed_back(s: Script, number: int, outcome: Outcome) -> None:
    """The unit's feedback."""
    s.minutes(10, 90)
    form = {"dispatch": number, "outcome": outcome, "measures": s.matter.measures}
    s.do(officer(s), dispatch.GiveFeedback, **form)


def confirm(s: Script) -> None:
    """Judicial confirmation is asked for and given."""
    s.days(3, 9)
    s.do(officer(s), mediation.RequestConfirmation)
    s.days(5, 9)
    paper = s.text("court_paper")
    s.do(officer(s), mediation.DecideConfirmation, confirmed=True, document=paper)


def perform(s: Script) -> None:
    """At once, by parts, or not to the end."""
    s.days(2, 5)
    if s.likely(AT_ONCE):
        record_performance(s, "performed", complete=True)
        return
    record_performance(s, "performed_part", complete=False)
    s.days(5, 15)
    if s.likely(IN_THE_END):
        record_performance(s, "performed", complete=True)


def record_performance(s: Script, text: str, *, complete: bool) -> None:
    told = s.text(text)
    s.do(officer(s), mediation.RecordPerformance, complete=complete, text=told)


def officer(s: Script) -> Person:
    """Who enters what the unit does."""
    return s.officer(s.lead)
