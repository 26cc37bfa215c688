"""What the facts of this stage change: see `domain.case.events.intake`."""

from domain.case import events as e
from domain.case.folds.steps import on
from domain.case.state import Case
from domain.case.words import Validity

OUTLAST_DUPLICATE = frozenset({"notice"})  # its reporter is still told where the matter is


@on(e.Received)
def _received(case: Case, event: e.Received) -> None:
    case.number = event.number
    case.track = event.track
    case.kind = event.kind
    case.channel = event.channel
    case.title = event.title
    case.rules = event.rules
    case.category = event.category
    case.place = event.place
    case.people = event.people
    case.grade = event.grade
    case.receiver = event.receiver or event.by.user
    case.received_by = event.received_by or event.by.unit
    case.reference = event.reference
    case.source = event.source
    case.accused = event.accused
    case.accused_staff = event.accused_staff
    case.anonymous = event.anonymous
    case.received_at = event.at
    if event.registered_late:
        case.prove(event)
    case.start(event.clocks, event.at)


@on(e.Screened)
def _screened(case: Case, event: e.Screened) -> None:
    case.screened_at = event.at
    case.validity = event.validity.value
    case.category = event.category or case.category
    case.level = event.level
    case.grade = event.grade or case.grade
    case.dispute_class = event.dispute_class
    case.plan = event.plan
    case.sign_off = event.sign_off
    case.people = event.people or case.people
    case.duplicate_of = event.duplicate_of if event.validity is Validity.DUPLICATE else ""
    case.meet("screen", event.at)
    case.start(event.clocks, event.at)
    if event.validity is not Validity.VALID:
        _end(case, event, event.validity.value)


def _end(case: Case, event: e.Fact, how: str) -> None:
    case.ended_as, case.ended_at = how, event.at
    case.settle(event.at, how, keep=OUTLAST_DUPLICATE if how == Validity.DUPLICATE else frozenset())


@on(e.DuplicateLinked)
def _duplicate_linked(case: Case, event: e.DuplicateLinked) -> None:
    case.duplicates.append(event.number)


@on(e.Accepted)
def _accepted(case: Case, event: e.Accepted) -> None:
    case.accepted_at = event.at
    if event.notice is not None:
        _noticed(case, event)
    case.start(event.clocks, event.at)


def _noticed(case: Case, event: e.Fact) -> None:
    case.noticed_at = event.at
    case.meet("notice", event.at)


@on(e.Declined)
def _declined(case: Case, event: e.Declined) -> None:
    _noticed(case, event)
    _end(case, event, "declined")


@on(e.Redirected)
def _redirected(case: Case, event: e.Redirected) -> None:
    _noticed(case, event)
    case.meet("transfer", event.at)
    _end(case, event, "redirected")


@on(e.NoticeServed)
def _notice_served(case: Case, event: e.NoticeServed) -> None:
    _noticed(case, event)


@on(e.SignedOff)
def _signed_off(case: Case, event: e.SignedOff) -> None:
    case.signed_off = event.grade if event.approved else ""


@on(e.Withdrawn)
def _withdrawn(case: Case, _: e.Withdrawn) -> None:
    case.withdrawn = True


@on(e.Barred)
def _barred(_: Case, __: e.Barred) -> None:
    """Recorded for the audit; nothing about the case changes."""
