"""Which bulletin an address asks for."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import abort

from domain.bulletins.periods import Kind, Period, before, containing, parse
from domain.errors import DomainError
from web import asof
from web.ledgers.asked import Problem
from web.messages import explain
from web.wording import _

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
        period = parse(known, typed)
    except DomainError as refused:
        return Asked(known, typed, None, [("period", explain(refused).text)])
    if period.first > asof.now().date():
        return Asked(known, typed, None, [("period", _not_begun(period))])
    return Asked(known, typed, period, [])


def _not_begun(period: Period) -> str:
    return _("%(period)s has not begun yet. Choose a period that has.", period=period.label)


def latest(kind: Kind) -> Period:
    """The one that is most often asked for now."""
    running = containing(kind, asof.now().date())
    return running if kind is Kind.DAILY else before(running)


def recent(kind: Kind, many: int = 3) -> list[Period]:
    """The running one and those before it."""
    found = [containing(kind, asof.now().date())]
    while len(found) < many:
        found.append(before(found[-1]))
    return found
