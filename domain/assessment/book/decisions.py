"""What may be done with scoring rules, and by whom: drafted, issued, put in force, retired."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from domain import errors
from domain.assessment.book import events as e
from domain.assessment.book.state import Book, Version
from domain.assessment.course.rights import (
    checked,
    leads_centre,
    require_heads,
    require_inspection,
)
from domain.assessment.model import ScoringRules
from domain.assessment.periods import EARLIEST, Quarter
from domain.case.events import Actor
from domain.case.words import Role
from domain.units import CENTRE

BEGINNING = Quarter(EARLIEST, 1)


class Written(NamedTuple):
    """Scoring rules with the text they stand in and that text's SHA-256."""

    rules: ScoringRules
    text: str
    sha256: str


def ship(
    book: Book, shipped: Iterable[Written], first: Collection[str], at: datetime, by: Actor
) -> list[e.BookEvent]:
    """Put on record what comes with the software; a centre that has begun keeps what is in force.

    A number the centre used itself stays theirs, and the shipped version is left out.
    """
    new = [one for one in shipped if _is_new(book, one.rules)]
    issued: list[e.BookEvent] = [_issued(one, at, by) for one in new]
    held = [one for one in new if one.rules.id in first and not book.spans(one.rules.subject)]
    return [*issued, *(_activated(one.rules, BEGINNING, at, by) for one in held)]


def _is_new(book: Book, rules: ScoringRules) -> bool:
    return rules.version > book.last(rules.id) and rules.ref not in book.versions


def draft(book: Book, said: Written, at: datetime, by: Actor) -> list[e.BookEvent]:
    """Write down the next version of a set, new or known; the same again changes nothing.

    Errors: `NotYourRole`, `ScoringOutOfTurn`, `ScoringSubjectFixed`.
    """
    require_inspection(by)
    rules, known = said.rules, book.draft(said.rules.id)
    following = book.last(rules.id) + 1
    if rules.version != following:
        raise errors.ScoringOutOfTurn(rules=rules.ref, next=following)
    if any(one.subject != rules.subject for one in book.of(rules.id) if one.state != "draft"):
        raise errors.ScoringSubjectFixed(rules=rules.ref, subject=rules.subject)
    if known is not None and known.sha256 == said.sha256:
        return []
    return [
        e.ScoringDrafted(
            at=at,
            by=by,
            id=rules.id,
            version=rules.version,
            subject=rules.subject,
            sha256=said.sha256,
            text=said.text,
        )
    ]


def issue(book: Book, ref: str, said: Written, at: datetime, by: Actor) -> list[e.BookEvent]:
    """Let the draft of that name never change any more; issued already, nothing changes.

    `said` is what the draft says, read anew. Errors: also `ScoringUnknown`.
    """
    require_inspection(by)
    return [] if known(book, ref).state != "draft" else [_issued(said, at, by)]


def activate(
    book: Book, ref: str, since: Quarter, published: Iterable[Quarter], at: datetime, by: Actor
) -> list[e.BookEvent]:
    """Score quarters from that one on by this version, until another is put in force.

    By another person than who issued it, and never backwards onto a quarter that was published.
    Errors: also `ScoringUnknown`, `ScoringRetired`, `OwnScoringRules`, `ScoringBackwards`.
    """
    _require_centre(by)
    version = known(book, ref)
    if version.state == "draft":
        raise errors.ScoringUnknown(rules=ref)
    if version.state == "retired":
        raise errors.ScoringRetired(rules=ref)
    if version.by.user == by.user:
        raise errors.OwnScoringRules(rules=ref, person=by.user)
    last = max(published, default=since.before)
    if last >= since:
        raise errors.ScoringBackwards(rules=ref, quarter=last.label, next=last.after.label)
    if book.said(version.subject, since.first) == ref:
        return []
    return [
        e.ScoringActivated(
            at=at,
            by=by,
            id=version.id,
            version=version.number,
            subject=version.subject,
            since=since.first,
        )
    ]


def retire(
    book: Book, ref: str, reason: str, running: Quarter, at: datetime, by: Actor
) -> list[e.BookEvent]:
    """Let nobody choose it any more, or drop a draft; what it holds for now or later must end.

    Errors: also `ScoringUnknown`, `ScoringInForce`, as `checked` of the reason.
    """
    require_heads(by)
    version = known(book, ref)
    if version.state == "retired":
        return []
    reason = checked("reason", reason)
    for span in book.spans_of(ref):
        if span.until is None or span.until > running.first:
            raise errors.ScoringInForce(rules=ref)
    return [e.ScoringRetired(at=at, by=by, id=version.id, version=version.number, reason=reason)]


def known(book: Book, ref: str) -> Version:
    """The version of that name. Errors: `ScoringUnknown`."""
    if ref not in book.versions:
        raise errors.ScoringUnknown(rules=ref)
    return book.versions[ref]


def _issued(said: Written, at: datetime, by: Actor) -> e.ScoringIssued:
    return e.ScoringIssued(
        at=at,
        by=by,
        id=said.rules.id,
        version=said.rules.version,
        subject=said.rules.subject,
        sha256=said.sha256,
        text=said.text,
    )


def _activated(rules: ScoringRules, since: Quarter, at: datetime, by: Actor) -> e.ScoringActivated:
    return e.ScoringActivated(
        at=at,
        by=by,
        id=rules.id,
        version=rules.version,
        subject=rules.subject,
        since=since.first,
    )


def _require_centre(by: Actor) -> None:
    if by.role != Role.LEADER:
        raise errors.NotYourRole(role=by.role, needed=Role.LEADER)
    if not leads_centre(by):
        raise errors.NotYourUnit(unit=CENTRE, own=by.unit)
