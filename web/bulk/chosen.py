"""The rows somebody chose in a ledger: a case, one of its dispatches, or one of its time limits."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from domain.case.state import Obligation
from domain.case.supervision import Supervise, Urge
from domain.errors import NoLead, NoSuchClock
from web.desk.standing import Standing

_ROW = re.compile(r"(?P<number>[\w-]{1,40})(?:~(?P<what>[dc])(?P<n>\d{1,4}))?", re.ASCII)
_SEEN = re.compile(r"(?P<number>[\w-]{1,40}):(?P<version>\d{1,6})", re.ASCII)
DISPATCH: Final = "d"
CLOCK: Final = "c"
OF_LEDGER: Final[Mapping[str, str]] = {
    "dispatches": DISPATCH,
    "obligations": CLOCK,
    "overdue": CLOCK,
}


# What is done to whoever owes what the row is about, rather than to the case.
BY_ROW: Final = frozenset({Urge, Supervise})


class Chosen(NamedTuple):
    """One row; `about` is "" for the case as a whole, else which part of it."""

    number: str
    about: str = ""
    n: int = 0

    @property
    def value(self) -> str:
        """As a form carries it."""
        return f"{self.number}~{self.about}{self.n}" if self.about else self.number


def value_of(ledger: str, row: Mapping[str, Any]) -> str:
    """What a ledger's row is chosen by."""
    about = OF_LEDGER.get(ledger, "")
    return Chosen(row["number"], about, row["n"] if about else 0).value


def read(values: Iterable[str], *, by_row: bool) -> list[Chosen]:
    """The rows, each once; what can't be read is left out. Without `by_row` each case once."""
    found = (match for value in values if (match := _ROW.fullmatch(value)))
    rows = (
        Chosen(one["number"], one["what"] or "", int(one["n"] or 0))
        if by_row
        else Chosen(one["number"])
        for one in found
    )
    return list(dict.fromkeys(rows))


def read_seen(values: Iterable[str]) -> dict[str, int]:
    """Which version of each case the page showed."""
    found = (match for value in values if (match := _SEEN.fullmatch(value)))
    return {one["number"]: int(one["version"]) for one in found}


def urge(row: Chosen, standing: Standing, reason: str) -> Urge:
    """Whoever owes it is urged: over the time limit of the row, else over the first that runs.

    Errors: `NoLead` where nobody is charged, `NoSuchClock` where nothing runs any more.
    """
    if row.about == CLOCK:
        return _over(_clock(row, standing), reason)
    if row.about == DISPATCH:
        charged = standing.case.dispatch(row.n)
        if charged is None:
            raise NoLead
        return _matter(standing, charged.unit, charged.number, reason)
    lead = standing.case.lead
    if lead is None:
        raise NoLead
    return _matter(standing, lead.unit, lead.number, reason)


def supervise(row: Chosen, standing: Standing, reason: str, due: datetime) -> Supervise:
    """Whoever would be urged gets a supervision order. Errors: as for urging."""
    return Supervise(unit=urge(row, standing, reason).unit, reason=reason, due=due)


def _clock(row: Chosen, standing: Standing) -> Obligation:
    owed = standing.case.obligations
    if row.n >= len(owed) or not owed[row.n].running:
        raise NoSuchClock(kind=owed[row.n].kind if row.n < len(owed) else "")
    return owed[row.n]


def _over(owed: Obligation, reason: str) -> Urge:
    return Urge(unit=owed.holder, kind=owed.kind, ref=owed.ref, reason=reason)


def _matter(standing: Standing, unit: str, ref: int, reason: str) -> Urge:
    """The unit's own limit that is due first; the matter as a whole where it has none."""
    own = [
        one
        for one in standing.case.obligations
        if one.running and (one.holder, one.ref) == (unit, ref)
    ]
    if not own:
        return Urge(unit=unit, reason=reason)
    return _over(min(own, key=lambda one: one.due), reason)
