"""The versions of scoring rules as their events left them, and which holds for which quarter."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, NamedTuple, assert_never, cast

from msgspec import Struct
from msgspec.structs import replace

from domain.assessment.book import events as e
from domain.assessment.model import Subject
from domain.case.events import Actor

State = Literal["draft", "issued", "retired"]


class Version(Struct, frozen=True):
    """One version: a draft until it is issued; `turn` is the book's version that wrote it last."""

    id: str
    number: int
    subject: Subject
    sha256: str
    text: str
    by: Actor
    at: datetime
    turn: int
    state: State = "draft"

    @property
    def ref(self) -> str:
        """As results name it."""
        return f"{self.id}@{self.number}"


class Activation(NamedTuple):
    """From which day on a version holds, and who said so."""

    ref: str
    since: date
    at: datetime
    by: Actor


class Span(NamedTuple):
    """For which quarters a version holds: those that begin from `since` on and before `until`."""

    ref: str
    since: date
    until: date | None


class Book(Struct, frozen=True):
    """Every version by its name, in the order they came; what was put in force, by subject."""

    versions: dict[str, Version] = {}
    activated: dict[Subject, tuple[Activation, ...]] = {}
    version: int = 0

    def ids(self) -> list[str]:
        """The sets there are."""
        return list(dict.fromkeys(one.id for one in self.versions.values()))

    def of(self, name: str) -> list[Version]:
        """The versions of one set, the oldest first."""
        found = (one for one in self.versions.values() if one.id == name)
        return sorted(found, key=lambda one: one.number)

    def draft(self, name: str) -> Version | None:
        """The version of a set that waits to be issued."""
        return next((one for one in self.of(name) if one.state == "draft"), None)

    def last(self, name: str) -> int:
        """The greatest number that was issued; 0 when none was."""
        return max((one.number for one in self.of(name) if one.state != "draft"), default=0)

    def said(self, subject: Subject, since: date) -> str:
        """What was put in force last from that very day on; "" for nothing."""
        found = (one.ref for one in self.activated.get(subject, ()) if one.since == since)
        return next(reversed(list(found)), "")

    def spans(self, subject: Subject) -> list[Span]:
        """What holds from when until when; of two from the same day on the later said."""
        chosen = {one.since: one.ref for one in self.activated.get(subject, ())}
        found: list[Span] = []
        for since in sorted(chosen):
            if found and found[-1].ref == chosen[since]:
                continue
            if found:
                found[-1] = found[-1]._replace(until=since)
            found.append(Span(chosen[since], since, None))
        return found

    def in_force(self, subject: Subject, on: date) -> str:
        """The version by which a quarter that begins on this day is scored; "" for none."""
        held = (one.ref for one in self.spans(subject) if one.since <= on)
        return next(reversed(list(held)), "")

    def spans_of(self, ref: str) -> list[Span]:
        """For which quarters this version holds, or held."""
        found = self.versions.get(ref)
        return [one for one in self.spans(found.subject) if one.ref == ref] if found else []


Known = e.ScoringDrafted | e.ScoringIssued | e.ScoringActivated | e.ScoringRetired


def evolve(book: Book, event: e.BookEvent) -> Book:
    """Fold one more event in; the book before it stays as it was."""
    known = cast("Known", event)
    match known:
        case e.ScoringDrafted():
            changed = _with(book, _written(known, book.version + 1))
        case e.ScoringIssued():
            changed = _with(book, replace(_written(known, book.version + 1), state="issued"))
        case e.ScoringActivated():
            changed = _activated(book, known)
        case e.ScoringRetired():
            changed = _retired(book, f"{known.id}@{known.version}")
        case _:
            assert_never(known)
    return replace(changed, version=book.version + 1)


def fold(events: Iterable[e.BookEvent], book: Book | None = None) -> Book:
    """Fold a whole history, or what came after `book`."""
    folded = book or Book()
    for event in events:
        folded = evolve(folded, event)
    return folded


def _written(event: e.ScoringDrafted | e.ScoringIssued, turn: int) -> Version:
    return Version(
        event.id, event.version, event.subject, event.sha256, event.text, event.by, event.at, turn
    )


def _with(book: Book, version: Version) -> Book:
    return replace(book, versions={**book.versions, version.ref: version})


def _activated(book: Book, event: e.ScoringActivated) -> Book:
    said = Activation(f"{event.id}@{event.version}", event.since, event.at, event.by)
    before = book.activated.get(event.subject, ())
    return replace(book, activated={**book.activated, event.subject: (*before, said)})


def _retired(book: Book, ref: str) -> Book:
    version = book.versions[ref]
    if version.state == "draft":
        rest = {name: one for name, one in book.versions.items() if name != ref}
        return replace(book, versions=rest)
    return _with(book, replace(version, state="retired"))
