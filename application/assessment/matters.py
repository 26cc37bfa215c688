"""The matters a quarter's course speaks of: they exist for whoever speaks, and so do their records.

To somebody for whom a matter does not exist it is unknown, as everywhere.
"""

from collections.abc import Iterable

from application.desk import Act, Desk, Work
from domain import errors
from domain.case.events import Actor
from domain.case.rights import involved, may_see
from domain.units import CENTRE


def number_of(desk: Desk, name: str, evidence: Iterable[int], by: Actor, unit: str = "") -> str:
    """The file number of a matter that may be named, with these of its records.

    `unit` has to have a part in it. Errors: `CaseUnknown`, `NoSuchEvent`, `NotYourUnit`.
    """
    work = Work(desk, desk.find(name))
    case = work.case
    if not case.version or not may_see(case, work.context(Act(by=by))):
        raise errors.CaseUnknown(case=name)
    if unit and unit != CENTRE and unit not in involved(case):
        raise errors.NotYourUnit(unit=case.received_by, own=unit)
    for version in evidence:
        if not 0 < version <= len(work.history):
            raise errors.NoSuchEvent(event=version)
    return case.number


def numbers_of(desk: Desk, names: Iterable[str], by: Actor) -> tuple[str, ...]:
    """The file numbers of several. Errors: `CaseUnknown`."""
    return tuple(number_of(desk, name, (), by) for name in names)
