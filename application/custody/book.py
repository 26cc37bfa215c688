"""The custody of the key-encryption key, as the log has it."""

import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import uuid5

from eventsourcing.persistence import IntegrityError

from application.codec import decode
from application.desk import Desk
from application.log import Log
from application.registry import NAMESPACE
from domain.custody.events import KeyEvent
from domain.custody.state import Custody, fold

STREAM: Final = uuid5(NAMESPACE, "custody").hex
TRIES, PATIENCE = 10, 0.01


class CustodyError(Exception):
    """What can't be done with the key-encryption key. `code` is stable.

    Codes: unfinished, from-environment, same-key, nothing-to-forget, still-needed, weak,
    custodian-missing, no-copy, wrong-passphrase, other-key, key-is-here, cannot-open, file-there,
    old-there.
    """

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


def custody(log: Log) -> Custody:
    """How it stands: a few events a year, read when asked."""
    return fold(decode(row.topic, row.state) for row in log.stream(STREAM))


def record(desk: Desk, make: Callable[[datetime], KeyEvent]) -> KeyEvent:
    """Put one act on record."""
    for _ in range(TRIES):
        event = make(desk.clock())
        try:
            desk.append(STREAM, custody(desk.log).version, [event])
        except IntegrityError:
            time.sleep(random.uniform(0, PATIENCE))  # noqa: S311 - jitter
        else:
            return event
    raise CustodyError("unfinished")
