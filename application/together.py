"""Records many new cases in one transaction, for work nobody waits for."""

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from eventsourcing.persistence import IntegrityError

from application.clock import to_ms
from application.desk import Desk, Shared, Work
from application.registry import Units
from application.store.rows import Extras
from domain.errors import AccusedUnit


class Held(NamedTuple):
    """A case decided on but not recorded yet."""

    key: str
    job: Callable[[Work], None]
    work: Work


class Together:
    """Collects new cases; `flush` records them, all or none. Read models are not told."""

    def __init__(self, desk: Desk) -> None:
        """Nothing collected yet."""
        self._desk = desk
        self._held: list[Held] = []
        self._shared = Shared(Units(desk.log), {})

    def add(self, case_id: str, key: str, job: Callable[[Work], None]) -> None:
        """Let `job` decide on a new case. Errors: whatever it raises, then nothing is collected."""
        shared = self._shared._replace(taken=dict(self._shared.taken))
        work = Work(self._desk, case_id, shared)
        job(work)
        self._shared = shared
        self._held.append(Held(key, job, work))

    def flush(self) -> None:
        """Record what is collected; where another writer was in the way, one by one."""
        held, self._held = self._held, []
        self._shared = self._shared._replace(taken={})
        entries = [entry for one in held for entry in one.work.entries(one.key)]
        if not entries:
            return
        keys = [key for one in held for key in one.work.keys(one.key)]
        numbers = [number for one in held for number in one.work.numbers]
        try:
            self._desk.put(entries, Extras(to_ms(self._desk.clock()), keys, numbers))
        except IntegrityError:
            self._one_by_one(held)

    def _one_by_one(self, held: list[Held]) -> None:
        for one in held:
            with suppress(AccusedUnit):  # told after the attempt was recorded
                self._desk.run(one.work.case_id, one.key, one.job)
