"""Mediation of a dispute: voluntary, by a mediator without interest, ending in agreement or not."""

from dataclasses import replace
from datetime import datetime

from domain import errors
from domain.case import events as e
from domain.case.closing import reopened
from domain.case.command import (
    Command,
    Context,
    Decision,
    decides,
    require_known,
    require_open,
    require_reason,
    require_unit,
    timely,
)
from domain.case.state import Case, Mediation
from domain.case.words import Mode, Procedure, Track
from domain.rules.clocks import Clock
from domain.sealed import Sealed

PARTIES = 2


class TakeUp(Command, frozen=True, kw_only=True):
    """Take a dispute up for mediation (参调)."""

    unit: str
    mode: Mode = Mode.DIRECT
    procedure: Procedure = Procedure.STANDARD


class AddParty(Command, frozen=True, kw_only=True):
    """Put a party on record, by number (当事人)."""

    name: Sealed | None = None
    contact: Sealed | None = None


class RecordConsent(Command, frozen=True, kw_only=True):
    """Record that a party agrees to mediation (同意调解)."""

    party: int


class WithdrawConsent(Command, frozen=True, kw_only=True):
    """Record that a party stops (终止调解意愿)."""

    party: int


class NameMediator(Command, frozen=True, kw_only=True):
    """Name who mediates (确定调解员)."""

    mediator: str
    unit: str


class ChallengeMediator(Command, frozen=True, kw_only=True):
    """Record a party's challenge of the mediator (申请回避)."""

    party: int
    reason: Sealed | None = None


class RuleChallenge(Command, frozen=True, kw_only=True):
    """Decide whether the mediator steps down (回避决定)."""

    upheld: bool
    reason: str


class EstablishFacts(Command, frozen=True, kw_only=True):
    """Record the facts, what is disputed and the responsibilities (查明事实)."""

    text: Sealed | None = None


class HoldSession(Command, frozen=True, kw_only=True):
    """Record one session (调解会)."""

    parties: tuple[int, ...]
    text: Sealed | None = None


class ReachAgreement(Command, frozen=True, kw_only=True):
    """Record the agreement (达成协议)."""

    written: bool
    effective_at: datetime
    signed_by: tuple[int, ...]
    sealed_by_committee: bool = False
    terms: Sealed | None = None
    perform_by: datetime | None = None


class RecordPerformance(Command, frozen=True, kw_only=True):
    """Record how far the agreement is performed (履行情况)."""

    complete: bool
    text: Sealed | None = None


class RecordBreach(Command, frozen=True, kw_only=True):
    """Record that a party doesn't perform; reopens the case (违约)."""

    party: int
    text: Sealed | None = None


class RequestConfirmation(Command, frozen=True, kw_only=True):
    """Record the joint request for judicial confirmation (申请司法确认)."""


class DecideConfirmation(Command, frozen=True, kw_only=True):
    """Record what the court decided (司法确认结果)."""

    confirmed: bool
    document: str = ""


class FailMediation(Command, frozen=True, kw_only=True):
    """Record that there is no agreement and which routes the parties were told (调解不成)."""

    routes: tuple[str, ...]
    reason: str = ""


def under_way(case: Case) -> Mediation:
    """The mediation under way. Errors: not taken up, failed or settled already."""
    mediation = case.mediation
    if mediation is None or mediation.settled or mediation.failed_at is not None:
        raise errors.NotTakenUp(number=case.number)
    return mediation


def _mediating(case: Case, ctx: Context) -> Mediation:
    require_open(case)
    timely(ctx)
    return under_way(case)


def _party(case: Case, number: int) -> None:
    if number not in case.parties:
        raise errors.UnknownParty(party=number)


@decides(TakeUp)
def take_up(case: Case, c: TakeUp, ctx: Context) -> Decision:
    """Disputes, and emergencies that turn out to be one. Errors: taken up already."""
    require_open(case)
    timely(ctx)
    if case.track not in (Track.DISPUTE, Track.EMERGENCY):
        raise errors.WrongTrack(track=case.track.value)
    require_unit(ctx, c.unit)
    current = case.mediation
    if current is not None and current.failed_at is None and not current.settled:
        raise errors.AlreadyTakenUp(unit=current.unit)
    return [
        e.TakenUp(
            **ctx.stamp(),
            unit=c.unit,
            mode=c.mode,
            procedure=c.procedure,
            clocks=ctx.clocks(case, "mediation", holder=c.unit),
        )
    ]


@decides(AddParty)
def add_party(case: Case, c: AddParty, ctx: Context) -> Decision:
    """Parties are numbered in the order they come."""
    require_open(case)
    timely(ctx)
    number = len(case.parties) + 1
    return [e.PartyJoined(**ctx.stamp(), party=number, name=c.name, contact=c.contact)]


@decides(RecordConsent)
def record_consent(case: Case, c: RecordConsent, ctx: Context) -> Decision:
    """Said once is enough."""
    mediation = _mediating(case, ctx)
    _party(case, c.party)
    return (
        [] if c.party in mediation.consents else [e.ConsentRecorded(**ctx.stamp(), party=c.party)]
    )


@decides(WithdrawConsent)
def withdraw_consent(case: Case, c: WithdrawConsent, ctx: Context) -> Decision:
    """Either party may stop at any time."""
    mediation = _mediating(case, ctx)
    _party(case, c.party)
    if c.party not in mediation.consents:
        return []
    return [e.ConsentWithdrawn(**ctx.stamp(), party=c.party)]


@decides(NameMediator)
def name_mediator(case: Case, c: NameMediator, ctx: Context) -> Decision:
    """Errors: unit unknown, name missing, stepped down after a challenge."""
    mediation = _mediating(case, ctx)
    require_unit(ctx, c.unit)
    if not c.mediator.strip():
        raise errors.FieldMissing(field="mediator")
    if c.mediator in mediation.stepped_down:
        raise errors.MediatorInvolved(mediator=c.mediator)
    if mediation.mediator == c.mediator:
        return []
    return [e.MediatorNamed(**ctx.stamp(), mediator=c.mediator, unit=c.unit)]


@decides(ChallengeMediator)
def challenge_mediator(case: Case, c: ChallengeMediator, ctx: Context) -> Decision:
    """Until it is ruled on there is no session."""
    mediation = _mediating(case, ctx)
    _party(case, c.party)
    if not mediation.mediator:
        raise errors.MediatorNeeded
    return [
        e.MediatorChallenged(
            **ctx.stamp(), party=c.party, mediator=mediation.mediator, reason=c.reason
        )
    ]


@decides(RuleChallenge)
def rule_challenge(case: Case, c: RuleChallenge, ctx: Context) -> Decision:
    """By a leader or supervisor, never by the mediator."""
    mediation = _mediating(case, ctx)
    require_reason(c.reason)
    if not mediation.challenged:
        raise errors.NoRulingPending(dispatch=0)
    if ctx.by.user == mediation.challenged:
        raise errors.MediatorInvolved(mediator=mediation.challenged)
    return [
        e.ChallengeRuled(
            **ctx.stamp(), mediator=mediation.challenged, upheld=c.upheld, reason=c.reason
        )
    ]


@decides(EstablishFacts)
def establish_facts(case: Case, c: EstablishFacts, ctx: Context) -> Decision:
    """May be said again when more comes to light."""
    _mediating(case, ctx)
    return [e.FactsEstablished(**ctx.stamp(), text=c.text)]


@decides(HoldSession)
def hold_session(case: Case, c: HoldSession, ctx: Context) -> Decision:
    """With every party's consent on record, and a mediator nobody has challenged."""
    mediation = _mediating(case, ctx)
    _check_voluntary(case, mediation, c.parties)
    if mediation.procedure == Procedure.STANDARD and not mediation.facts:
        raise errors.FactsNeeded
    return [e.SessionHeld(**ctx.stamp(), parties=c.parties, text=c.text)]


def _check_voluntary(case: Case, mediation: Mediation, parties: tuple[int, ...]) -> None:
    if len(set(parties)) < PARTIES:
        raise errors.TwoPartiesNeeded
    for party in parties:
        _party(case, party)
        if party not in mediation.consents:
            raise errors.ConsentMissing(party=party)
    if not mediation.mediator:
        raise errors.MediatorNeeded
    if mediation.challenged:
        raise errors.MediatorInvolved(mediator=mediation.challenged)


@decides(ReachAgreement)
def reach_agreement(case: Case, c: ReachAgreement, ctx: Context) -> Decision:
    """Signed by consenting parties; the standard procedure had a session and is written."""
    mediation = _mediating(case, ctx)
    _check_voluntary(case, mediation, c.signed_by)
    if mediation.procedure == Procedure.STANDARD and not mediation.sessions:
        raise errors.SessionNeeded
    if mediation.procedure == Procedure.STANDARD and not c.written:
        raise errors.WrongValue(field="written")
    if c.perform_by is not None and c.perform_by < c.effective_at:
        raise errors.OccurredBefore(at=c.perform_by, earliest=c.effective_at, what="agreement")
    return [
        e.AgreementReached(
            **ctx.stamp(),
            written=c.written,
            effective_at=c.effective_at,
            signed_by=c.signed_by,
            mediator=mediation.mediator,
            sealed_by_committee=c.sealed_by_committee,
            terms=c.terms,
            perform_by=c.perform_by,
            clocks=agreement_clocks(case, mediation.unit, c, ctx),
        )
    ]


def agreement_clocks(
    case: Case, holder: str, c: ReachAgreement | e.AgreementReached, ctx: Context
) -> tuple[Clock, ...]:
    """The reminder for judicial confirmation, from the day in force, and the performance."""
    in_force = replace(ctx, at=c.effective_at)
    clocks = in_force.clocks(case, "confirmation", holder=holder) if c.written else ()
    if c.perform_by is None:
        return clocks
    return (*clocks, Clock(kind="performance", holder=holder, due=c.perform_by))


def _agreed(case: Case, ctx: Context) -> Mediation:
    require_known(case)
    timely(ctx)
    mediation = case.mediation
    if mediation is None or mediation.agreed_at is None:
        raise errors.NoAgreement(number=case.number)
    return mediation


@decides(RecordPerformance)
def record_performance(case: Case, c: RecordPerformance, ctx: Context) -> Decision:
    """After closing too."""
    mediation = _agreed(case, ctx)
    if mediation.performed:
        return []
    return [e.PerformanceRecorded(**ctx.stamp(), complete=c.complete, text=c.text)]


@decides(RecordBreach)
def record_breach(case: Case, c: RecordBreach, ctx: Context) -> Decision:
    """Breach reopens a closed case."""
    _agreed(case, ctx)
    _party(case, c.party)
    breached = e.AgreementBreached(**ctx.stamp(), party=c.party, text=c.text)
    if not case.closed:
        return [breached]
    return [breached, reopened(case, ctx, "", "breach")]


@decides(RequestConfirmation)
def request_confirmation(case: Case, _: RequestConfirmation, ctx: Context) -> Decision:
    """Of a written agreement."""
    mediation = _agreed(case, ctx)
    if not mediation.written:
        raise errors.WrongValue(field="written")
    return [] if mediation.confirmation else [e.ConfirmationRequested(**ctx.stamp())]


@decides(DecideConfirmation)
def decide_confirmation(case: Case, c: DecideConfirmation, ctx: Context) -> Decision:
    """After it was asked for."""
    mediation = _agreed(case, ctx)
    if mediation.confirmation != "requested":
        raise errors.NoRulingPending(dispatch=0)
    return [e.ConfirmationDecided(**ctx.stamp(), confirmed=c.confirmed, document=c.document)]


@decides(FailMediation)
def fail_mediation(case: Case, c: FailMediation, ctx: Context) -> Decision:
    """The parties are told their other routes; mediation never blocks a lawsuit."""
    mediation = _mediating(case, ctx)
    if mediation.agreed_at is not None:
        raise errors.WrongValue(field="agreement")
    if not any(route.strip() for route in c.routes):
        raise errors.RoutesNeeded
    return [e.MediationFailed(**ctx.stamp(), routes=c.routes, reason=c.reason)]
