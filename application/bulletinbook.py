"""The bulletins there are, as the log has them."""

import threading
from typing import Final
from uuid import uuid5

from application.codec import decode
from application.log import Log
from application.registry import NAMESPACE, bulletin_stream
from domain import errors
from domain.bulletins.events import BulletinIssued
from domain.bulletins.register import Register, fold

STREAM: Final = uuid5(NAMESPACE, "bulletins").hex


class BulletinBook:
    """Which were issued; one per process, which reads only what came since last time."""

    def __init__(self, log: Log) -> None:
        """Reads when first asked."""
        self._log = log
        self._turn = threading.Lock()
        self._known = Register()

    def now(self) -> Register:
        """All of them."""
        with self._turn:
            rows = self._log.newer(STREAM, self._known.version)
            self._known = fold((decode(row.topic, row.state) for row in rows), self._known)
            return self._known


def bulletins_at(log: Log, seq: int) -> Register:
    """Those issued up to a position."""
    return fold(decode(row.topic, row.state) for row in log.stream(STREAM, seq))


def load_bulletin(log: Log, code: str) -> BulletinIssued:
    """The bulletin as it was issued. Errors: `BulletinUnknown`."""
    rows = log.stream(bulletin_stream(code))
    if not rows:
        raise errors.BulletinUnknown(bulletin=code)
    found: BulletinIssued = decode(rows[0].topic, rows[0].state)
    return found
