"""Puts on record that the log was verified, and what came of it."""

from uuid import uuid5

from eventsourcing.persistence import IntegrityError

from application.codec import decode
from application.desk import Desk
from application.registry import NAMESPACE
from application.verifying.running import Verified as Result
from domain import errors
from domain.case.events import Actor
from domain.case.words import Role
from domain.log.events import Verified

STREAM = uuid5(NAMESPACE, "verified").hex
MAY = frozenset({Role.AUDITOR, Role.SUPERVISOR, Role.ADMIN})
TRIES = 5


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
    for attempt in range(TRIES):
        try:
            return desk.append(STREAM, len(desk.log.stream(STREAM)), [event])
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
    raise AssertionError


def history(desk: Desk) -> list[Verified]:
    """Each time it was verified, the first first."""
    return [decode(row.topic, row.state) for row in desk.log.stream(STREAM)]
