"""The audit sheets there are, as the log has them."""

import threading
from typing import Final
from uuid import uuid5

from application.codec import decode
from application.log import Log
from application.registry import NAMESPACE
from domain import errors
from domain.audit.events import AuditEvent
from domain.audit.fold import fold
from domain.audit.state import Register, Sheet, listed

STREAM: Final = uuid5(NAMESPACE, "audits").hex


def sheet_stream(code: str) -> str:
    """The aggregate id of a sheet."""
    return uuid5(NAMESPACE, f"audit:{code}").hex


class SheetBook:
    """One per process; reads only what came since last time, of a closed sheet nothing."""

    def __init__(self, log: Log) -> None:
        """Reads when first asked."""
        self._log = log
        self._turn = threading.Lock()
        self._register = Register()
        self._known: dict[str, Sheet] = {}

    def register(self) -> Register:
        """All codes."""
        with self._turn:
            rows = self._log.newer(STREAM, self._register.version)
            events = [decode(row.topic, row.state) for row in rows]
            self._register = listed(self._register, events)
            return self._register

    def of(self, code: str) -> Sheet:
        """The sheet of that code. Errors: `AuditUnknown`."""
        with self._turn:
            known = self._known.get(code, Sheet())
            if known.closed is None:
                known = _caught_up(self._log, code, known)
            if known.opened is None:
                raise errors.AuditUnknown(sheet=code)
            self._known[code] = known
            return known

    def sheets(self) -> list[Sheet]:
        """All of them, the latest first."""
        return [self.of(code) for code in reversed(self.register().codes)]

    def running(self) -> list[Sheet]:
        """Those that are not closed, the latest first."""
        return [one for one in self.sheets() if one.closed is None]


def history(log: Log, code: str) -> list[AuditEvent]:
    """What happened to a sheet, in order; nothing for one that never was."""
    return [decode(row.topic, row.state) for row in log.stream(sheet_stream(code))]


def _caught_up(log: Log, code: str, known: Sheet) -> Sheet:
    rows = log.newer(sheet_stream(code), known.version)
    return fold((decode(row.topic, row.state) for row in rows), known) if rows else known
