"""What was done in a quarter's course, as sentences, the latest first."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from application.coursebook import history
from domain.assessment.course import events as e
from web import names, times, words
from web.admin.telling import author
from web.assessment import terms
from web.assessment.sight import Sight, seen
from web.desk.phrases import fill
from web.service import service
from web.wording import LazyString, _l, _p

SENTENCES: Final[Mapping[type, LazyString]] = {
    e.QuarterEnded: _l("The quarter is over"),
    e.Computed: _l("Computed as of record {seq}, result {digest}"),
    e.ReviewOpened: _l("Review opened until {until}"),
    e.ExclusionProposed: _l("Exclusion {exclusion} proposed[ for {number}]: {reason}"),
    e.ExclusionDecided: _l("Exclusion {exclusion} {approved}[: {reason}]"),
    e.Objected: _l("Objection {objection} of {unit}[ about {number}]: {reason}"),
    e.ObjectionWithdrawn: _l("Objection {objection} withdrawn"),
    e.ObjectionRuled: _l("Objection {objection} {upheld}: {reason}"),
    e.Signed: _l("Signed result {digest}"),
    e.Published: _l("Published as of record {seq}, result {digest}"),
    e.ConsequenceRecorded: _l("{kind} for {unit}: {reason}"),
    e.ConsequenceRevoked: _l("Consequence {consequence} revoked: {reason}"),
}
SHORT: Final = 12  # signs of a hash that tell it apart at a glance


class Told(NamedTuple):
    """One line of a history."""

    at: datetime
    by: str
    text: str


def told(sight: Sight) -> list[Told]:
    """Everything that happened, the latest first."""
    events = [_seen(one) for one in history(service().desk.log, sight.quarter, sight.past or None)]
    return [Told(one.at, author(one.by.user), sentence(one)) for one in events][::-1]


def _seen(event: Any) -> Any:
    """Without the number of a matter that does not exist for the viewer."""
    number = getattr(event, "number", "")
    return replace(event, number="") if number and number not in seen(number) else event


def sentence(event: e.QuarterEvent) -> str:
    """One event."""
    said = {
        name: how(getattr(event, name)) for name, how in _WRITTEN.items() if hasattr(event, name)
    }
    return fill(str(SENTENCES[type(event)]), said)


def _kind(value: Any) -> str:
    return words.word(terms.CONSEQUENCE, value)


_WRITTEN: Final[Mapping[str, Callable[[Any], str]]] = {
    "seq": str,
    "digest": lambda value: value[:SHORT],
    "until": times.stamp,
    "exclusion": str,
    "objection": str,
    "consequence": str,
    "approved": lambda value: (
        _p("assessment", "approved") if value else _p("assessment", "rejected")
    ),
    "upheld": lambda value: _p("assessment", "upheld") if value else _p("assessment", "rejected"),
    "number": str,
    "reason": str,
    "unit": names.unit,
    "kind": _kind,
}
