"""What was done on an audit sheet, as sentences, the latest first."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from domain.audit import events as e
from web import times, words
from web.admin.telling import author
from web.desk.phrases import fill
from web.sheets import terms
from web.wording import LazyString, _l, _p

SENTENCES: Final[Mapping[type, LazyString]] = {
    e.SheetOpened: _l("Opened: {title}"),
    e.Sampled: _l("Sample {sample} drawn as of record {seq}: {drawn}"),
    e.MatterAdded: _l("{number} added: {reason}"),
    e.Examined: _l("{number} gone through[: {note}]"),
    e.FindingNoted: _l("Finding {finding} for {unit}[ on {number}]: {text}"),
    e.FindingWithdrawn: _l("Finding {finding} withdrawn: {reason}"),
    e.Answered: _l("Finding {finding} answered, {agreed}: {text}"),
    e.FollowedUp: _l("Finding {finding} followed up, {settled}[, due {due}]: {text}"),
    e.SheetClosed: _l("Closed: {conclusion}"),
}


class Told(NamedTuple):
    """One line of a history."""

    at: datetime
    by: str
    text: str


def told(events: Iterable[e.AuditEvent], seen: Collection[str]) -> list[Told]:
    """The latest first; of a matter that does not exist for the viewer nothing.

    Neither what was answered to a finding on it, nor what became of that finding.
    """
    events, exists = list(events), ("", *seen)
    hidden = {
        one.finding
        for one in events
        if isinstance(one, e.FindingNoted) and one.number not in exists
    }
    shown = [
        one
        for one in events
        if getattr(one, "number", "") in exists and getattr(one, "finding", 0) not in hidden
    ]
    return [Told(one.at, author(one.by.user), sentence(one)) for one in shown][::-1]


def sentence(event: e.AuditEvent) -> str:
    """One event."""
    said = {
        name: how(getattr(event, name)) for name, how in _WRITTEN.items() if hasattr(event, name)
    }
    return fill(str(SENTENCES[type(event)]), said)


def agreed(value: bool) -> str:  # noqa: FBT001 - what a unit says
    """Whether the unit takes the finding as right."""
    return _p("finding", "agreed") if value else _p("finding", "not agreed")


def settled(value: bool) -> str:  # noqa: FBT001 - what an auditor says
    """Whether anything is left to do."""
    return _p("finding", "settled") if value else _p("finding", "not settled")


def grade(value: str) -> str:
    """The weight of a finding."""
    return words.word(terms.GRADE, value)


_WRITTEN: Final[Mapping[str, Callable[[Any], str]]] = {
    "title": str,
    "sample": str,
    "seq": str,
    "drawn": lambda value: str(len(value)),
    "number": str,
    "reason": str,
    "note": str,
    "finding": str,
    "unit": terms.unit,
    "text": str,
    "agreed": agreed,
    "settled": settled,
    "due": times.stamp,
    "conclusion": str,
}
