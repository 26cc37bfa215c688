"""How messages read: as shipped, or as the centre wrote them; every version stays in the log."""

import threading
from functools import lru_cache
from uuid import uuid5

from msgspec import Struct

from application.codec import decode
from application.log import Log
from application.registry import NAMESPACE
from application.rulebook import read_toml, shipped
from domain.messages.state import Wordings, fold
from domain.messages.wording import Wording, check
from domain.rules.model import RuleError

STREAM = uuid5(NAMESPACE, "messages:wordings").hex
FILE = "messages.toml"


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    messages: dict[str, Wording]


@lru_cache(maxsize=1)
def shipped_wordings() -> dict[str, Wording]:
    """The shipped wording of every kind of message. Errors: `RuleError`."""
    found = read_toml(shipped(FILE), _File).messages
    for kind, wording in found.items():
        check(kind, wording)
    return found


class WordingBook:
    """The wordings in force; one per process, which reads only what came since last time."""

    def __init__(self, log: Log) -> None:
        """Reads when first asked."""
        self._log = log
        self._turn = threading.Lock()
        self._known = Wordings()

    def now(self) -> Wordings:
        """Those the centre wrote itself; not to be changed."""
        with self._turn:
            rows = self._log.newer(STREAM, self._known.version)
            if rows:
                events = [decode(row.topic, row.state) for row in rows]
                before = Wordings(dict(self._known.own), self._known.version)
                self._known = fold(events, before)
            return self._known

    def of(self, kind: str) -> Wording:
        """How messages of that kind read."""
        return self.now().own.get(kind) or shipped_wordings()[kind]


__all__ = ["STREAM", "RuleError", "WordingBook", "shipped_wordings"]
