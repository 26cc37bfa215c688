"""What the facts of this stage change: see `domain.case.events.mediation`."""

from domain.case import events as e
from domain.case.folds.steps import on
from domain.case.state import Case, Mediation


@on(e.TakenUp)
def _taken_up(case: Case, event: e.TakenUp) -> None:
    case.mediation = Mediation(
        event.unit, event.mode.value, event.procedure.value, event.at, version=case.version
    )
    case.mediations.append(case.mediation)
    case.handling_units.add(event.unit)
    case.meet("take_up", event.at)
    case.start(event.clocks, event.at)


def _mediation(case: Case) -> Mediation:
    if case.mediation is None:
        case.mediation = Mediation("", "", "", case.changed_at, version=case.version)
        case.mediations.append(case.mediation)
    return case.mediation


@on(e.PartyJoined)
def _party_joined(case: Case, event: e.PartyJoined) -> None:
    case.parties.add(event.party)


@on(e.ConsentRecorded)
def _consent_recorded(case: Case, event: e.ConsentRecorded) -> None:
    _mediation(case).consents.add(event.party)


@on(e.ConsentWithdrawn)
def _consent_withdrawn(case: Case, event: e.ConsentWithdrawn) -> None:
    _mediation(case).consents.discard(event.party)


@on(e.MediatorNamed)
def _mediator_named(case: Case, event: e.MediatorNamed) -> None:
    _mediation(case).mediator = event.mediator
    case.handlers.add(event.mediator)
    case.handling_units.add(event.unit)


@on(e.MediatorChallenged)
def _mediator_challenged(case: Case, event: e.MediatorChallenged) -> None:
    _mediation(case).challenged = event.mediator


@on(e.ChallengeRuled)
def _challenge_ruled(case: Case, event: e.ChallengeRuled) -> None:
    mediation = _mediation(case)
    mediation.challenged = ""
    if event.upheld:
        mediation.mediator = ""
        mediation.stepped_down.add(event.mediator)


@on(e.FactsEstablished)
def _facts_established(case: Case, _: e.FactsEstablished) -> None:
    _mediation(case).facts = True


@on(e.SessionHeld)
def _session_held(case: Case, event: e.SessionHeld) -> None:
    _mediation(case).sessions += 1
    case.handlers.add(event.by.user)


@on(e.AgreementReached)
def _agreement_reached(case: Case, event: e.AgreementReached) -> None:
    mediation = _mediation(case)
    mediation.agreed_at, mediation.effective_at = event.at, event.effective_at
    mediation.ended = case.version
    mediation.written = event.written
    mediation.performed = False
    mediation.failed_at = None
    case.meet("mediation", event.at)
    case.start(event.clocks, event.at)


@on(e.PerformanceRecorded)
def _performance_recorded(case: Case, event: e.PerformanceRecorded) -> None:
    _mediation(case).performed = event.complete
    if event.complete:
        case.meet("performance", event.at)


@on(e.AgreementBreached)
def _agreement_breached(case: Case, event: e.AgreementBreached) -> None:
    mediation = _mediation(case)
    mediation.agreed_at = None
    mediation.performed = False
    case.meet("performance", event.at)


@on(e.ConfirmationRequested)
def _confirmation_requested(case: Case, event: e.ConfirmationRequested) -> None:
    _mediation(case).confirmation = "requested"
    case.meet("confirmation", event.at)


@on(e.ConfirmationDecided)
def _confirmation_decided(case: Case, event: e.ConfirmationDecided) -> None:
    _mediation(case).confirmation = "confirmed" if event.confirmed else "refused"


@on(e.MediationFailed)
def _mediation_failed(case: Case, event: e.MediationFailed) -> None:
    mediation = _mediation(case)
    mediation.failed_at, mediation.ended = event.at, case.version
    case.meet("mediation", event.at)
