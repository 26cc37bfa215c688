"""Puts on record that the log was verified, and what came of it."""

from typing import cast

from application.desk import Desk
from application.logbook import note, notes
from application.verifying.running import Verified as Result
from domain import errors
from domain.case.events import Actor
from domain.case.words import Role
from domain.log.events import Verified

MAY = frozenset({Role.AUDITOR, Role.SUPERVISOR, Role.ADMIN})


def record(desk: Desk, found: Result, by: Actor) -> int:
    """The position of the record. Errors: `NotYourRole`."""
    if by.role not in MAY:
        raise errors.NotYourRole(role=by.role, needed=", ".join(sorted(MAY)))
    event = Verified(
        at=desk.clock(),
        by=by.user,
        until=found.events,
        root=found.root,
        checkpoints=found.checkpoints,
        found=tuple(sorted(found.counts)),
    )
    return note(desk, event)


def history(desk: Desk) -> list[Verified]:
    """Each time it was verified, the first first."""
    return cast("list[Verified]", notes(desk, "log.verified"))
