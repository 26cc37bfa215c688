"""Puts the service together: commands, the read model that follows them, accounts."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from application import openmatters
from application.accounts import Accounts
from application.clock import Clock, system_clock
from application.desk import Desk
from application.messages import Outbox
from application.settings import Settings
from domain.units import Unit
from projections.flow.earlier import EarlierWays
from projections.projector import Projector
from projections.queries.lookups import open_among
from projections.queries.unitregister import town
from projections.reading import read_engine
from projections.rebuild import ensure, rebuild
from projections.snapshots import Snapshots

FAR_BEHIND = 20_000  # events


class Service:
    """What pages and the command line work with. One per process, made after the fork."""

    def __init__(self, settings: Settings, clock: Clock = system_clock) -> None:
        """Everything is there already: `migrate` made the store, `ensure` the read model."""
        self.settings = settings
        self.desk = Desk(settings, clock)
        self.projector = Projector(settings, self.desk.log)
        self.accounts = Accounts(settings, clock)
        self.messages = Outbox(settings, self.desk, self.accounts)
        self._engine = read_engine(settings)
        self.snapshots = Snapshots(settings)
        self.ways_then = EarlierWays(settings)
        self.desk.plans.town = self._town
        if settings.projector == "inline":
            self.desk.after_write = self.projector.catch_up

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to the read model, for queries."""
        with self._engine.connect() as connection:
            yield connection

    def _town(self) -> dict[str, Unit]:
        with self.read() as connection:
            return town(connection)

    def level(self) -> None:
        """Bring the read model level with the log; from far behind, building it anew is quicker."""
        if self.desk.log.head() - self.projector.position() > FAR_BEHIND:
            rebuild(self.settings)
        self.projector.catch_up()

    def sweep(self) -> None:
        """Forget marks of reporters' numbers that outlived their case in a process killed."""

        def ended(marked: list[str]) -> list[str]:
            with self.read() as connection:
                return sorted(set(marked) - open_among(connection, marked))

        openmatters.sweep(self.desk, ended)

    def close(self) -> None:
        """Close all connections."""
        self.messages.close()
        self.desk.close()
        self.projector.close()
        self.accounts.close()
        self.snapshots.close()
        self._engine.dispose()


def open_service(settings: Settings, clock: Clock = system_clock) -> Service:
    """The service on a migrated place; a missing read model is built, an old one caught up."""
    ensure(settings)
    service = Service(settings, clock)
    service.projector.catch_up()
    service.sweep()
    return service
