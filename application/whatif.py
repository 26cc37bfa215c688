"""What would change for recorded cases under another rule set: each case, and totals by limit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from msgspec import Struct

from application.desk import Desk
from domain.case.state import Case
from domain.case.whatif import Difference, Other, differences, what_if
from domain.rules.calendar import Calendar
from domain.rules.model import RuleSet

AT_ONCE: Final = 1000
"""So many cases are counted again for one page: a second or two."""


class Total(Struct):
    """What would become of the limits of one kind."""

    limits: int = 0
    earlier: int = 0
    later: int = 0
    more: int = 0  # limits the other set has and this one has not
    fewer: int = 0
    newly_late: int = 0
    no_longer_late: int = 0

    def add(self, one: Difference) -> None:
        """Count one limit in."""
        self.limits += 1
        if one.due is None:
            self.more += 1
        elif one.then is None:
            self.fewer += 1
        else:
            self.earlier += one.then < one.due
            self.later += one.then > one.due
        self.newly_late += one.would_be_late and not one.late
        self.no_longer_late += one.late and not one.would_be_late

    @property
    def moved(self) -> int:
        """How many would be due at another time, or not at all, or only then."""
        return self.earlier + self.later + self.more + self.fewer


class Counted(NamedTuple):
    """One case, and every limit that was compared."""

    case: Case
    limits: list[Difference]

    @property
    def moved(self) -> list[Difference]:
        """Those that would be otherwise."""
        return [one for one in self.limits if one.moved]


class WhatIf:
    """Counts cases again under another rule set; reads the log only, records nothing."""

    def __init__(self, desk: Desk, rules: RuleSet, *, running_only: bool = True) -> None:
        """`running_only`: only limits that run now, else those of the past too."""
        self._desk = desk
        self._rules = rules
        self._running_only = running_only
        self._others: dict[str, Other] = {}
        self._at: datetime = desk.clock()

    def cases(self, case_ids: Iterable[str]) -> Iterator[Counted]:
        """One after the other. Errors: `CaseUnknown`."""
        return map(self.case, case_ids)

    def case(self, case_id: str) -> Counted:
        """One case. Errors: `CaseUnknown`."""
        loaded = self._desk.load(case_id)

        def then(version: int) -> Calendar:
            return self._desk.calendars.at(loaded.rows[version - 1].seq)

        now, would = what_if(case_id, loaded.history, self._other(loaded.case.rules), then)
        limits = differences(now, would, self._at)
        return Counted(now, [one for one in limits if one.running or not self._running_only])

    def _other(self, pinned: str) -> Other:
        if pinned not in self._others:
            self._others[pinned] = Other.of(self._rules, self._desk.rules.get(pinned))
        return self._others[pinned]


def totals(counted: Iterable[Counted]) -> dict[str, Total]:
    """By kind of limit."""
    found: defaultdict[str, Total] = defaultdict(Total)
    for one in counted:
        for limit in one.limits:
            found[limit.kind].add(limit)
    return dict(sorted(found.items()))
