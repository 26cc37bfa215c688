"""调解: parties, consent, sessions, agreement and its performance."""

from datetime import datetime

from domain.case.events.base import Fact
from domain.case.words import Mode, Procedure
from domain.rules.clocks import Clock
from domain.sealed import Sealed


class TakenUp(Fact, frozen=True, kw_only=True):
    """参调: a mediation organ takes the dispute up; the mediation period starts."""

    unit: str
    mode: Mode
    procedure: Procedure
    clocks: tuple[Clock, ...] = ()


class PartyJoined(Fact, frozen=True, kw_only=True):
    """当事人: a party, known in clear only by its number."""

    party: int
    name: Sealed | None = None
    contact: Sealed | None = None


class ConsentRecorded(Fact, frozen=True, kw_only=True):
    """同意调解: this party agrees to mediation."""

    party: int


class ConsentWithdrawn(Fact, frozen=True, kw_only=True):
    """终止调解意愿: this party stops; no session any more unless it agrees again."""

    party: int


class MediatorNamed(Fact, frozen=True, kw_only=True):
    """确定调解员: who mediates, for which organ."""

    mediator: str
    unit: str


class MediatorChallenged(Fact, frozen=True, kw_only=True):
    """申请回避: a party challenges the mediator."""

    party: int
    mediator: str
    reason: Sealed | None = None


class ChallengeRuled(Fact, frozen=True, kw_only=True):
    """回避决定: the mediator stays or steps down."""

    mediator: str
    upheld: bool
    reason: str


class FactsEstablished(Fact, frozen=True, kw_only=True):
    """查明事实: facts, what is disputed, responsibilities."""

    text: Sealed | None = None


class SessionHeld(Fact, frozen=True, kw_only=True):
    """调解会: one session with the parties named by number."""

    parties: tuple[int, ...]
    text: Sealed | None = None


class AgreementReached(Fact, frozen=True, kw_only=True):
    """达成协议: oral or written, in force from `effective_at`, to be performed by `perform_by`."""

    written: bool
    effective_at: datetime
    signed_by: tuple[int, ...]
    mediator: str
    sealed_by_committee: bool = False
    terms: Sealed | None = None
    perform_by: datetime | None = None
    clocks: tuple[Clock, ...] = ()


class PerformanceRecorded(Fact, frozen=True, kw_only=True):
    """履行情况: the agreement is performed, wholly or in part."""

    complete: bool
    text: Sealed | None = None


class AgreementBreached(Fact, frozen=True, kw_only=True):
    """违约: a party doesn't perform; the case reopens."""

    party: int
    text: Sealed | None = None


class ConfirmationRequested(Fact, frozen=True, kw_only=True):
    """申请司法确认: both parties ask the court to confirm the agreement."""


class ConfirmationDecided(Fact, frozen=True, kw_only=True):
    """司法确认结果: the court confirmed the agreement or not."""

    confirmed: bool
    document: str = ""


class MediationFailed(Fact, frozen=True, kw_only=True):
    """调解不成: no agreement; the parties were told their other routes."""

    routes: tuple[str, ...]
    reason: str = ""


TOPICS: dict[str, type[Fact]] = {
    "case.taken-up": TakenUp,
    "case.party-joined": PartyJoined,
    "case.consent-recorded": ConsentRecorded,
    "case.consent-withdrawn": ConsentWithdrawn,
    "case.mediator-named": MediatorNamed,
    "case.mediator-challenged": MediatorChallenged,
    "case.challenge-ruled": ChallengeRuled,
    "case.facts-established": FactsEstablished,
    "case.session-held": SessionHeld,
    "case.agreement-reached": AgreementReached,
    "case.performance-recorded": PerformanceRecorded,
    "case.agreement-breached": AgreementBreached,
    "case.confirmation-requested": ConfirmationRequested,
    "case.confirmation-decided": ConfirmationDecided,
    "case.mediation-failed": MediationFailed,
}
