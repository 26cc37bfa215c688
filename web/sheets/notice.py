"""Tells who answers for a unit that findings of an audit are to be answered."""

from typing import NamedTuple

from web import times
from web.sheets.units import waiting


class Notice(NamedTuple):
    """How many are to be answered, how many of them late, and the one that comes first."""

    total: int
    overdue: int
    code: str
    number: int
    due: str


def findings_waiting() -> Notice | None:
    """For templates; None where nothing is to be answered."""
    owed = waiting()
    if not owed:
        return None
    now, first = times.now(), owed[0]
    late = sum(one.found.finding.overdue(now) for one in owed)
    due = times.stamp(first.found.finding.due)
    return Notice(len(owed), late, first.sheet.known.code, first.found.id, due)
