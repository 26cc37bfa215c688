"""Erases once more what a restored backup brought back: each erasure is a record of its own."""

from collections.abc import Iterable
from typing import Final

from application.desk import Desk
from application.erasing.outside import Outside
from application.erasing.purging import finish
from application.work import Work
from domain.case.events import Actor, DataErased
from domain.case.sealing import living
from domain.units import CENTRE

SYSTEM: Final = "system"
SOURCE: Final = "restore"


def erase_again(desk: Desk, entries: Iterable[Outside]) -> int:
    """How many there were to do again; a case the backup doesn't know yet has nothing to erase."""
    done = sum(_again(desk, one) for one in entries)
    finish(desk)
    return done


def _again(desk: Desk, one: Outside) -> bool:
    recorded = False

    def job(work: Work) -> None:
        nonlocal recorded
        recorded = bool(work.rows) and bool(_left(work, one))
        if recorded:
            work.take([_event(desk, one)])

    if desk.log.stream(one.case):
        desk.run(one.case, "", job)
    return recorded


def _left(work: Work, one: Outside) -> set[str]:
    """Keys of that erasure which this log knows and no erasure in it destroyed."""
    return living(work.history).get(one.person, set()) & set(one.keys)


def _event(desk: Desk, one: Outside) -> DataErased:
    return DataErased(
        at=desk.clock(),
        by=Actor(SYSTEM, CENTRE, SYSTEM),
        source=SOURCE,
        person=one.person,
        basis=one.basis,
        approver=one.by,
        keys=one.keys,
    )
