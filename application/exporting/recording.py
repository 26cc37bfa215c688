"""Puts on record that the log leaves, before the first of it does."""

from uuid import uuid4

from application.desk import Desk
from application.mining.wanted import Wanted
from domain.log.events import LogExported


def record(desk: Desk, form: str, until: int, wanted: Wanted, by: str) -> None:
    """Each export is a history of its own, so that none waits for another."""
    event = LogExported(at=desk.clock(), by=by, form=form, until=until, narrowed=wanted.told())
    desk.append(uuid4().hex, 0, [event])
