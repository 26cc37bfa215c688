"""What was done in a round, and with a plan of rounds, as sentences, the latest first."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple

import msgspec

from domain.rounds import events as e
from web import names, times
from web.admin.telling import author
from web.desk import values
from web.desk.phrases import fill
from web.rounds.shown import Known
from web.wording import LazyString, _l, _lp

SENTENCES: Final[Mapping[type, LazyString]] = {
    e.RoundOpened: _l("Opened: {count} units asked, reports due {due}"),
    e.RoundReminded: _l("Reminded: {units}"),
    e.NothingReported: _l("{unit} found nothing[; looked at: {looked_at}]"),
    e.FindingReported: _l("{unit} found something: {number}"),
    e.ReportWithdrawn: _l("{unit} took back [the finding {number}, ]reason: {reason}"),
    e.ReportMissed: _l("The report of {unit} is missing"),
    e.RoundCalledOff: _l("Called off: {reason}"),
    e.PlansShipped: _l("Came with the service"),
    e.PlanDrafted: _lp("rounds", "Version {version} drafted"),
    e.PlanIssued: _l("Version {version} issued: rounds follow it"),
    e.PlanRetired: _l("Retired: no round follows it any more"),
    e.RoundListed: _l("Round {code} opened under version {version}"),
    e.RoundSettled: _l("Reports of round {code} were due; what is missing is on record"),
}


class Told(NamedTuple):
    """One line of a history."""

    at: datetime
    by: str
    text: str


def told(known: Known, units: Collection[str], seen: Collection[str]) -> list[Told]:
    """What happened in a round, as far as it is about these units or about all.

    Of cases that don't exist for the viewer the number is left out: `seen` are those that do.
    """
    about = [one for one in known.history if getattr(one, "unit", "") in {"", *units}]
    return of_events(map(partial(_without, seen), about))


def _without(seen: Collection[str], event: Any) -> Any:
    number = getattr(event, "number", "")
    return msgspec.structs.replace(event, number="") if number and number not in seen else event


def of_events(events: Iterable[Any]) -> list[Told]:
    """The latest first."""
    lines = [Told(one.at, _by(one), _sentence(one)) for one in events]
    return lines[::-1]


def _by(event: Any) -> str:
    return author(event.by.user)


def _sentence(event: Any) -> str:
    said = {
        name: how(getattr(event, name)) for name, how in _WRITTEN.items() if hasattr(event, name)
    }
    said["count"] = str(len(getattr(event, "units", ())))
    return fill(str(SENTENCES[type(event)]), said)


def _units(codes: Iterable[str]) -> str:
    return values.joined(names.unit(code) for code in codes)


_WRITTEN: Final[Mapping[str, Callable[[Any], str]]] = {
    "unit": names.unit,
    "units": _units,
    "due": times.stamp,
    "looked_at": values.joined,
    "number": str,
    "reason": str,
    "version": str,
    "code": str,
}
