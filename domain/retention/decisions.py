"""What may be done with the retention rules: two people put a version in force."""

from datetime import datetime

from domain import errors
from domain.case.events import Actor
from domain.case.words import Role
from domain.retention.events import RetentionConfirmed, RetentionEvent, RetentionIssued
from domain.retention.state import Book
from domain.units import CENTRE

CONFIRMING = frozenset({Role.LEADER, Role.SUPERVISOR})
ISSUING = frozenset({Role.LEADER, Role.SUPERVISOR, Role.ADMIN})


def ship(book: Book, text: str, sha256: str, at: datetime, by: str) -> list[RetentionEvent]:
    """What the software brings, where nobody has issued any yet."""
    if book.last:
        return []
    return [RetentionIssued(at=at, by=by, version=1, text=text, sha256=sha256)]


def issue(book: Book, text: str, sha256: str, at: datetime, by: Actor) -> list[RetentionEvent]:
    """The next version; the same text again changes nothing. Errors: `NotYourRole`."""
    _require(by, ISSUING)
    known = book.issued.get(book.last)
    if known is not None and known.sha256 == sha256:
        return []
    return [RetentionIssued(at=at, by=by.user, version=book.last + 1, text=text, sha256=sha256)]


def confirm(book: Book, version: int, at: datetime, by: Actor) -> list[RetentionEvent]:
    """By a head of the centre or the inspection office who did not issue it.

    Errors: `NotYourRole`, `NotYourUnit`, `RulesUnknown`, `IssuerActivates`.
    """
    _require(by, CONFIRMING)
    if by.role == Role.LEADER and by.unit != CENTRE:
        raise errors.NotYourUnit(unit=CENTRE, own=by.unit)
    issued = book.issued.get(version)
    if issued is None or version < book.confirmed:
        raise errors.RulesUnknown(rules=f"retention@{version}")
    if version == book.confirmed:
        return []
    if issued.by == by.user:
        raise errors.IssuerActivates(rules=f"retention@{version}", person=by.user)
    return [RetentionConfirmed(at=at, by=by.user, version=version)]


def _require(by: Actor, roles: frozenset[Role]) -> None:
    if by.role not in roles:
        raise errors.NotYourRole(role=by.role, needed=", ".join(sorted(roles)))
