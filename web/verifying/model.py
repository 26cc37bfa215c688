"""Holds ledgers and figures against the log, and adds what does not fit to what was found in it."""

from collections.abc import Callable
from contextlib import closing

from application.log import Log
from application.settings import Settings
from application.verifying import Verified
from application.verifying.findings import MOST
from projections.compare import Difference, compare
from projections.projector import Projector


class Ledgers:
    """The live read model, as of when it was opened or later. `done`: events folded for it."""

    def __init__(self, settings: Settings) -> None:
        """Up to where it has followed is asked now: what the log gets from here on is no matter."""
        self._settings = settings
        self._position = 0
        self._differences: list[Difference] = []
        self._count = 0
        self._unread = ""
        self.done = 0
        self._trying(self._ask)

    def compare(self, tell: Callable[[int], object]) -> None:
        """Every row, folded anew. An altered log may break any fold, which is a finding as well."""
        if not self._unread:
            self._trying(lambda: self._compare(tell))

    def add_to(self, verified: Verified) -> None:
        """What does not fit, beside what was found in the log itself."""
        if self._position > verified.events:
            verified.add("model-ahead", position=self._position, events=verified.events)
        for one in self._differences:
            verified.add("model-differs", table=one.table, key=", ".join(map(str, one.key)))
        for _ in range(self._count - len(self._differences)):
            verified.count("model-differs")
        if self._unread:
            verified.add("model-unread", why=self._unread)

    def _trying(self, do: Callable[[], None]) -> None:
        try:
            do()
        except Exception as error:  # noqa: BLE001 - told by its name alone: its text may hold what a case says
            self._unread = type(error).__name__

    def _ask(self) -> None:
        with closing(Log(self._settings)) as log, closing(Projector(self._settings, log)) as model:
            self._position = model.position()

    def _compare(self, tell: Callable[[int], object]) -> None:
        def told(done: int, _: int) -> None:
            self.done = done
            tell(done)

        for one in compare(self._settings, told):
            self._count += 1
            if self._count <= MOST:
                self._differences.append(one)
