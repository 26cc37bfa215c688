"""Commands on scoring rules: load → decide → save."""

import random
import time
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from eventsourcing.persistence import IntegrityError

from application.desk import PATIENCE, TRIES, Desk
from application.scoringbook import FIRST, STREAM, parse_scoring, shipped_scoring, written
from domain import errors
from domain.assessment.book import decisions
from domain.assessment.book.events import BookEvent
from domain.assessment.book.state import Book
from domain.assessment.model import ScoringRules
from domain.assessment.periods import Quarter
from domain.case.events import Actor

Decide = Callable[[Book, datetime], list[BookEvent]]


def ship_scoring_rules(desk: Desk, by: Actor) -> None:
    """Put shipped sets on record. Errors: `RulesExist` when one was changed after that."""
    shipped = list(shipped_scoring())
    book = desk.scoring.now()
    for one in shipped:
        known = book.versions.get(one.rules.ref)
        if known is None or known.by.user != by.user or known.sha256 == one.sha256:
            continue
        if parse_scoring(known.text) != one.rules:
            raise errors.RulesExist(rules=one.rules.ref)
    _do(desk, lambda state, at: decisions.ship(state, shipped, FIRST, at, by))


def draft_scoring(desk: Desk, text: str, by: Actor) -> ScoringRules:
    """Write down the next version of a set. Errors: `RuleError`, as `decisions.draft`."""
    said = written(text)
    _do(desk, lambda book, at: decisions.draft(book, said, at, by))
    return said.rules


def issue_scoring(desk: Desk, ref: str, by: Actor) -> None:
    """Let the draft never change any more. Errors: `RuleError`, as `decisions.issue`."""

    def decide(book: Book, at: datetime) -> list[BookEvent]:
        return decisions.issue(book, ref, written(decisions.known(book, ref).text), at, by)

    _do(desk, decide)


def activate_scoring(desk: Desk, ref: str, since: Quarter, by: Actor) -> None:
    """Score by it from a quarter on. Errors: as `decisions.activate`."""
    _do(
        desk,
        lambda book, at: decisions.activate(book, ref, since, published_quarters(desk), at, by),
    )


def retire_scoring(desk: Desk, ref: str, reason: str, by: Actor) -> None:
    """Let nobody choose it any more, or drop a draft. Errors: as `decisions.retire`."""
    zone = ZoneInfo(desk.settings.timezone)
    _do(
        desk,
        lambda book, at: decisions.retire(book, ref, reason, Quarter.at(at, zone), at, by),
    )


def published_quarters(desk: Desk) -> list[Quarter]:
    """The quarters whose results are published and never change."""
    return [one for one in desk.courses.quarters() if desk.courses.of(one).published is not None]


def last_published(desk: Desk) -> Quarter | None:
    """The latest of them."""
    return max(published_quarters(desk), default=None)


def next_version(desk: Desk, name: str) -> int:
    """The number a draft of this set has."""
    return desk.scoring.now().last(name) + 1


def _do(desk: Desk, decide: Decide) -> None:
    """Load, decide, save; decided anew where somebody was faster."""
    for attempt in range(TRIES):
        book = desk.scoring.now()
        events = decide(book, desk.clock())
        try:
            if events:
                desk.append(STREAM, book.version, events)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
            time.sleep(random.uniform(0, PATIENCE * (attempt + 1)))  # noqa: S311 - jitter
        else:
            return
    raise AssertionError
