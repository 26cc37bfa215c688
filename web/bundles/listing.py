"""Which exports of a case there are, as far as the viewer may know, and which are to be had."""

from datetime import datetime
from typing import NamedTuple

from application.clock import from_ms
from application.exporting.leaving import exports
from application.proofs.checkpoints import Checkpoints
from web.auth.who import actor
from web.desk import values
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.service import service


class Left(NamedTuple):
    """One export: its record, when, who and what for; `ready` once a checkpoint covers it."""

    version: int
    at: datetime
    who: str
    purpose: str
    own: bool
    ready: bool


def known(now: Standing) -> list[Left]:
    """The latest first."""
    sight, covered = Sight(now), _covered()
    rows = now.loaded.rows
    found = [
        Left(
            version=version,
            at=from_ms(rows[version - 1].recorded),
            who=values.person(event.by.user),
            purpose=event.purpose,
            own=event.by.user == actor().user,
            ready=rows[version - 1].seq <= covered,
        )
        for version, event in exports(now.loaded).items()
        if not sight.hides(event)
    ]
    return found[::-1]


def _covered() -> int:
    """Up to which position there is a checkpoint."""
    desk = service().desk
    last = Checkpoints(desk.settings, log=desk.log).last()
    return 0 if last is None else last.size
