"""Lives of matters that get somewhere: random people take random steps, most of which lead on."""

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from application.clock import system_clock
from application.desk import Act, Desk, Work
from domain.case.answer import REPORTER
from domain.case.command import Command
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.possible import _allowed
from domain.case.timekeeping import KEEPER
from domain.case.words import Channel, PetitionKind, Track
from domain.errors import DomainError
from tests.contract.commands import plausible

STEPS = 35
# What leads a matter on; the rest happens beside it.
ONWARD = frozenset(
    {
        *("Screen", "Accept", "ServeNotice", "SignOff", "Dispatch", "SignFor", "Arrive"),
        *("EndHandling", "GiveFeedback", "SendFeedbackBack", "DoFollowUp", "RuleReturn"),
        *("IssueOpinion", "Reply", "TakeUp", "AddParty", "RecordConsent", "NameMediator"),
        *("EstablishFacts", "HoldSession", "ReachAgreement", "RuleChallenge", "RecordBreach"),
        *("Close", "Visit", "RecordAttempt", "Answer", "RuleDissatisfaction", "Resume"),
        *("RequestReview", "DecideReview", "EndHearing", "LiftPlan", "Reopen", "Extend"),
    }
)
ENDING = frozenset({"Redirect", "Decline", "Withdraw", "FailMediation", "Recall", "Return"})
ACTORS = (
    Actor("zhang", "centre", "operator"),
    Actor("li", "centre", "operator"),
    Actor("chen", "centre", "leader"),
    Actor("sun", "centre", "supervisor"),
    Actor("wang", "police", "responder"),
    Actor("zhao", "clinic", "responder"),
    Actor("qian", "justice", "responder"),
    REPORTER,
    KEEPER,
)


class Clock:
    """The desk's clock, set by what happens; it begins after the place was made."""

    def __init__(self) -> None:
        """Tomorrow at ten in Shanghai."""
        self.now = (system_clock() + timedelta(days=1)).replace(hour=2, minute=0, second=0)

    def __call__(self) -> datetime:
        return self.now

    def on(self, minutes: int) -> None:
        """Time passes."""
        self.now += timedelta(minutes=minutes)


class Lives:
    """Matters one after the other, all from one source of chance."""

    def __init__(self, desk: Desk, clock: Clock, chance: random.Random) -> None:
        """The desk asks this clock."""
        self._desk, self._clock, self._chance = desk, clock, chance

    def live(self, count: int) -> None:
        """So many matters come in, then each is worked on, its steps recorded together."""
        received = [self._receive() for _ in range(count)]
        for case_id, at in received:
            self._clock.now = at
            self._desk.run(case_id, "", self._work)

    def _receive(self) -> tuple[str, datetime]:
        self._clock.on(self._chance.choice((3, 700, 9_000)))
        act = self._act(self._chance.choice(ACTORS[:5]), (0, 5, 20, 300))
        return self._desk.receive(self._receipt(), act).case_id, self._clock.now

    def _receipt(self) -> Receive:
        track = self._chance.choice(list(Track))
        kind = self._chance.choice(list(PetitionKind))
        accuses = track is Track.PETITION and kind is PetitionKind.ACCUSATION
        return Receive(
            number="",
            track=track,
            channel=self._chance.choice(list(Channel)),
            title="老街一事",
            category=self._chance.choice(("", "A01", "K01")),
            place=self._chance.choice(("河口村", "老街")),
            kind=kind if track is Track.PETITION else None,
            accused=("police",) if accuses else (),
            anonymous=self._chance.random() < 0.1,
        )

    def _work(self, work: Work) -> None:
        for _ in range(STEPS):
            self._clock.on(self._chance.choice((1, 9, 40, 200, 1_500, 9_000)))
            by, command = self._next(work)
            if command is not None:
                with suppress(DomainError):  # what is told late may be too late
                    work.do(command, self._act(by, (0, 0, 0, 2, 30)))

    def _next(self, work: Work) -> tuple[Actor, Command | None]:
        actors = self._chance.sample(ACTORS, len(ACTORS))
        beside = self._chance.random() < 0.2
        for by in actors:
            offered = list(self._offered(work, by, beside=beside))
            if offered:
                return by, self._chance.choice(offered)
        return actors[0], None

    def _offered(self, work: Work, by: Actor, *, beside: bool) -> Iterator[Command]:
        ctx = work.context(Act(by=by))
        for command in plausible(work.case, ctx):
            if self._meant(command, beside=beside) and _allowed(work.case, command, ctx):
                yield command

    def _meant(self, command: Command, *, beside: bool) -> bool:
        kind = type(command).__name__
        if kind in ENDING and self._chance.random() < 0.8:
            return False
        return beside or kind in ONWARD

    def _act(self, by: Actor, minutes: tuple[int, ...]) -> Act:
        lag = self._chance.choice(minutes)
        at = self._clock.now - timedelta(minutes=lag) if lag else None
        return Act(by=by, at=at, late="补录" if lag > 15 else "")
