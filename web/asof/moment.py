"""The moment a page shows: now, or the one its address asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from flask import g

from projections.reading import Reading
from web import times
from web.service import service


class Moment(NamedTuple):
    """A moment of the past: as typed, the last position by then, and the time that counts as now.

    `problem` says why nothing can be shown of it, `recorded` when a position that was asked for
    was recorded: what happened with it has happened by `now`.
    """

    typed: str
    seq: int = 0
    now: datetime | None = None
    problem: str = ""
    recorded: datetime | None = None

    @property
    def told(self) -> str:
        """When that was, as it is written."""
        return times.stamp(self.recorded or self.now)


def past() -> Moment | None:
    """The earlier moment this page shows; None when it shows the present."""
    found: Moment | None = g.get("as_of")
    return found


def now() -> datetime:
    """What counts as now on this page."""
    then = past()
    return times.now() if then is None or then.now is None else times.local(then.now)


@contextmanager
def read() -> Iterator[Reading]:
    """The read model this page is taken from."""
    then = past()
    if then is None:
        with service().read() as connection:
            yield connection
    else:
        with service().snapshots.read(then.seq) as connection:
            yield connection
