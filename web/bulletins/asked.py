"""Which bulletin an address asks for."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import abort

from domain.bulletins.periods import Kind, Period, before, containing, parse
from domain.errors import DomainError, PeriodRunning
from web import times
from web.ledgers.asked import Problem
from web.messages import explain

LONGEST = 20


class Asked(NamedTuple):
    """Read: the period, or what is the matter with it."""

    kind: Kind
    typed: str
    period: Period | None
    problems: list[Problem]


def read(kind: str, args: Mapping[str, str]) -> Asked:
    """Without a period it is today's for a day, else the last that is over. 404: no such kind."""
    if kind not in set(Kind):
        abort(404)
    known = Kind(kind)
    typed = args.get("period", "").strip()[:LONGEST]
    if not typed:
        usual = latest(known)
        return Asked(known, usual.label, usual, [])
    try:
        return Asked(known, typed, _begun(parse(known, typed)), [])
    except DomainError as refused:
        return Asked(known, typed, None, [("period", explain(refused).text)])


def _begun(period: Period) -> Period:
    """Of what has not begun nothing can be drafted. Errors: `PeriodRunning`."""
    if period.first > times.now().date():
        raise PeriodRunning(period=period.label, after=period.last)
    return period


def latest(kind: Kind) -> Period:
    """The one that is most often asked for now."""
    running = containing(kind, times.now().date())
    return running if kind is Kind.DAILY else before(running)


def recent(kind: Kind, many: int = 3) -> list[Period]:
    """The running one and those before it."""
    found = [containing(kind, times.now().date())]
    while len(found) < many:
        found.append(before(found[-1]))
    return found
