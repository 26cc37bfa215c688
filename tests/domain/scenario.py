"""Given what was done, when a command comes, then these events follow, or that refusal."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Self

import pytest

from application.calendars import load_calendar
from application.retention import FILE, parse_retention
from application.rulebook import load_shipped
from application.rulebook import shipped as shipped_text
from domain.case import decide
from domain.case.closing import Close, Visit
from domain.case.command import Command, Context
from domain.case.contesting import ContestFailing
from domain.case.dispatch import Arrive, Dispatch, EndHandling, GiveFeedback, SignFor
from domain.case.erasure import AskErasure, SetHold
from domain.case.events import Actor, Fact, Notice
from domain.case.fold import advance, fold
from domain.case.handling import IssueOpinion
from domain.case.intake import Accept, Receive, Screen
from domain.case.mediation import (
    AddParty,
    EstablishFacts,
    HoldSession,
    NameMediator,
    ReachAgreement,
    RecordConsent,
    TakeUp,
)
from domain.case.planning import ActivatePlan
from domain.case.state import Case
from domain.case.supervision import DecideReview, RequestReview
from domain.case.words import (
    Channel,
    Failing,
    Outcome,
    PetitionKind,
    ReviewStage,
    Satisfaction,
    Track,
)
from domain.errors import DomainError
from domain.retention.view import Retention
from domain.rules.calendar import Calendar
from domain.rules.model import RuleSet
from domain.sealed import Sealed
from domain.units import Unit
from tests.domain.planned import GivenPlans

MORNING = datetime(2025, 6, 10, 2, tzinfo=UTC)  # a Tuesday, ten o'clock in Shanghai
NUMBER = "QS2025-00001"
SEALED = Sealed("matter.1", b"box")
SERVED = Notice(how="当面送达", served_at=MORNING)

DESK = Actor("zhang", "centre", "operator")
COLLEAGUE = Actor("li", "centre", "operator")
LEADER = Actor("chen", "centre", "leader")
INSPECTOR = Actor("sun", "inspection", "supervisor")
AUDITOR = Actor("zhou", "audit", "auditor")
ADMIN = Actor("wu", "centre", "admin")
POLICE = Actor("wang", "police", "responder")
CLINIC = Actor("zhao", "clinic", "responder")

UNITS: Mapping[str, Unit] = {
    unit.code: unit
    for unit in (
        Unit(code="centre", name="联动中心", level="town", version=1),
        Unit(code="inspection", name="督查室", level="town", version=1),
        Unit(code="county-police", name="县公安局", level="county", version=1),
        Unit(code="police", name="派出所", level="town", parent="county-police", version=1),
        Unit(code="police-post", name="警务室", level="village", parent="police", version=1),
        Unit(code="clinic", name="卫生院", level="town", parent="centre", version=1),
        Unit(code="justice", name="司法所", level="town", parent="centre", version=1),
        Unit(code="closed-school", name="旧学校", level="town", dissolved=True, version=2),
    )
}


PLANS = GivenPlans(UNITS)
RETENTION = Retention(parse_retention(shipped_text(FILE)), 1, confirmed=True)
ASK = AskErasure(person="reporter", basis="consent-withdrawn", reason="本人撤回同意")
CONTEST = ContestFailing(
    failing=Failing.LATE_ENTRY, proof=(4,), reason="当时无信号，已电话报告", evidence=(3,)
)
# The plan is put into force where those it calls out are at work already, or nobody is sent.
FIRE_PLAN = ActivatePlan(
    plan="fire@1", scale="一般", commander="刘镇长", units=(), left_out="力量已在现场"
)


@cache
def shipped(rules: str) -> RuleSet:
    """A shipped rule set by its id."""
    return load_shipped()[rules]


@cache
def working_calendar() -> Calendar:
    """The shipped working calendar."""
    return load_calendar(assume_weekends=True)


class Answer:
    """What a command led to: events, or a refusal."""

    def __init__(self, story: "Story", events: list[Fact], refusal: DomainError | None) -> None:
        self._story = story
        self._events = events
        self._refusal = refusal

    def then(self, *kinds: type[Fact], **fields: object) -> "Story":
        """Exactly these kinds of events follow, the first with these fields."""
        assert self._refusal is None, f"refused: {self._refusal}"
        assert [type(event) for event in self._events] == list(kinds)
        for name, value in fields.items():
            assert getattr(self._events[0], name) == value, name
        return self._story.goes_on(self._events)

    def accepted(self) -> "Story":
        """Something follows, whatever it is."""
        assert self._refusal is None, f"refused: {self._refusal}"
        assert self._events, "nothing followed"
        return self._story.goes_on(self._events)

    def changes_nothing(self) -> "Story":
        """It was so already: no event, no refusal."""
        assert self._refusal is None, f"refused: {self._refusal}"
        assert self._events == []
        return self._story

    def refused(self, kind: type[DomainError], **data: object) -> "Story":
        """The rules refuse it for exactly this reason; nothing happened."""
        assert self._refusal is not None, f"accepted: {self._events}"
        assert type(self._refusal) is kind, f"refused otherwise: {self._refusal}"
        for name, value in data.items():
            assert self._refusal.data[name] == value, name
        return self._story


class Story:
    """One case and the people around it; `now` is the service's clock."""

    def __init__(self, rules: str = "national", now: datetime = MORNING) -> None:
        self.rules = shipped(rules)
        self.now = now
        self.history: list[Fact] = []
        self.case = Case("1" * 32)

    def given(self, *commands: Command, by: Actor = DESK) -> Self:
        """These were done before, one after the other, and nobody refused."""
        for command in commands:
            self.when(command, by=by).accepted()
        return self

    def later(self, **span: float) -> Self:
        """Time passes: `later(minutes=5)`."""
        self.now += timedelta(**span)
        return self

    def when(
        self,
        command: Command,
        by: Actor = DESK,
        at: datetime | None = None,
        late: str = "",
        source: str = "",
    ) -> Answer:
        """Somebody asks for this now, or says that it was so at another time."""
        try:
            events = decide(self.case, command, self.context(by, at, late, source))
        except DomainError as refusal:
            return Answer(self, [], refusal)
        return Answer(self, events, None)

    def context(
        self, by: Actor = DESK, at: datetime | None = None, late: str = "", source: str = ""
    ) -> Context:
        """What a decision is told besides the command."""
        return Context(
            by=by,
            at=at or self.now,
            now=self.now,
            rules=self.rules,
            calendar=working_calendar(),
            units=UNITS,
            late=late,
            source=source,
            history=tuple(self.history),
            plans=PLANS,
            retention=RETENTION,
        )

    def goes_on(self, events: list[Fact]) -> Self:
        """Fold the events in; the state held equals the state rebuilt from the history."""
        self.case = advance(self.case, self.history, events)
        self.history.extend(events)
        assert self.case == fold(self.case.id, self.history)
        return self

    def due(self, kind: str, ref: int = 0) -> datetime:
        """When a running time limit runs out."""
        clock = self.case.running(kind, ref)
        if clock is None:
            pytest.fail(f"no clock {kind!r} is running")
        return clock.due

    def runs(self, kind: str, ref: int = 0) -> bool:
        """Whether such a time limit is running."""
        return self.case.running(kind, ref) is not None


def receive(track: Track, **fields: object) -> Receive:
    """The registration of an ordinary matter of that track."""
    usual: dict[str, object] = {
        "number": NUMBER,
        "track": track,
        "channel": Channel.PHONE,
        "title": "老街电动车起火",
        "place": "青石镇老街",
    }
    return Receive(**{**usual, **fields})  # type: ignore[arg-type]


def emergency(**fields: object) -> Story:
    """An emergency was received."""
    return Story().given(receive(Track.EMERGENCY, **fields))


def named() -> Story:
    """An emergency was received, and who reported it is sealed."""
    return emergency(name=Sealed("reporter.1", b"box"), narrative=Sealed("reporter.1", b"box"))


def asked() -> Story:
    """The desk asked that the reporter's data be erased, by record 2."""
    return named().given(ASK)


def on_hold() -> Story:
    """Nothing of the matter may be erased."""
    return named().given(SetHold(reason="诉讼保全"), by=LEADER)


def hotline(rules: str = "national", **fields: object) -> Story:
    """A hotline matter was received."""
    return Story(rules).given(receive(Track.HOTLINE, title="路灯不亮", **fields))


def petition(kind: PetitionKind = PetitionKind.CLAIM, **fields: object) -> Story:
    """A petition was received."""
    return Story().given(receive(Track.PETITION, title="征地补偿未到位", kind=kind, **fields))


def accusation(*accused: str) -> Story:
    """An accusation was received."""
    return petition(PetitionKind.ACCUSATION, accused=accused or ("police",))


def dispute(**fields: object) -> Story:
    """A dispute was received and screened."""
    story = Story().given(receive(Track.DISPUTE, title="邻里排水纠纷", **fields))
    return story.given(Screen(dispute_class="2"))


def dispatched(story: Story, unit: str = "police", zone: str = "seat") -> Story:
    """The matter was sent to a unit as lead."""
    return story.given(Dispatch(unit=unit, zone=zone))


def handled(story: Story, outcome: Outcome = Outcome.HANDLED) -> Story:
    """A unit went, handled it and gave its feedback."""
    return dispatched(story).given(
        SignFor(dispatch=1),
        Arrive(dispatch=1),
        EndHandling(dispatch=1, result=outcome),
        GiveFeedback(dispatch=1, outcome=outcome),
        by=POLICE,
    )


def accepted_claim() -> Story:
    """A claim was accepted, with its notice served."""
    return petition().given(Accept(notice=SERVED))


def answered_claim() -> Story:
    """A claim has its written opinion."""
    return accepted_claim().given(IssueOpinion(outcome=Outcome.SUPPORTED, how="当面送达"))


def mediating(**fields: object) -> Story:
    """A mediation with two consenting parties and a mediator is under way."""
    return dispute().given(
        TakeUp(unit="justice", **fields),  # type: ignore[arg-type]
        AddParty(name=SEALED),
        AddParty(name=SEALED),
        RecordConsent(party=1),
        RecordConsent(party=2),
        NameMediator(mediator="qian", unit="justice"),
    )


def agree(story: Story, **fields: object) -> ReachAgreement:
    """The agreement of both parties, in force at once."""
    usual: dict[str, object] = {"written": True, "effective_at": story.now, "signed_by": (1, 2)}
    return ReachAgreement(**{**usual, **fields})  # type: ignore[arg-type]


def agreed(**fields: object) -> Story:
    """Both parties agreed after a session."""
    story = mediating().given(EstablishFacts(), HoldSession(parties=(1, 2)))
    return story.given(agree(story, **fields))


def closed() -> Story:
    """An emergency was handled and closed."""
    return handled(emergency()).given(Close(outcome=Outcome.HANDLED))


def unhappy() -> Story:
    """A closed matter is solved, but its reporter is not satisfied."""
    visit = Visit(solved=True, satisfied=Satisfaction.NOT)
    return closed().later(days=1).given(visit, by=COLLEAGUE)


def entered_late() -> Story:
    """The police's arrival was entered late: a failing of theirs, shown by record 4."""
    story = dispatched(emergency()).given(SignFor(dispatch=1), by=POLICE).later(minutes=50)
    then = story.now - timedelta(minutes=45)
    story.when(Arrive(dispatch=1), by=POLICE, at=then, late="值班电话占线").accepted()
    return story


def contested() -> Story:
    """The police contest that failing."""
    return entered_late().given(CONTEST, by=POLICE)


def reviewed(*, upheld: bool = True) -> Story:
    """A claim's opinion was reviewed."""
    return answered_claim().given(
        RequestReview(stage=ReviewStage.REVIEW),
        DecideReview(stage=ReviewStage.REVIEW, upheld=upheld),
        by=LEADER,
    )


def in_rereview() -> Story:
    """A re-review of a claim is under way."""
    return reviewed().given(RequestReview(stage=ReviewStage.REREVIEW))
