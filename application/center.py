"""The one event-sourced application: events in, positions out."""

from typing import Any

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.utils import Environment, EnvType

from application.codec import EventMapper
from application.settings import Settings


class Center(Application[str]):
    """The library's application on our stores; its environment is built from our settings only."""

    def __init__(self, settings: Settings) -> None:
        """Tables are there already: `migrate` made them."""
        self._settings = settings
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """The library's variables; those of the process are left out on purpose."""
        return Environment(name, {**self._settings.library_env(), **(env or {})})

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """SQLite or PostgreSQL."""
        if self._settings.database_url:
            from application.store.postgres import Factory as Postgres  # noqa: PLC0415

            return Postgres(env, self._settings.database_url)
        from application.store.sqlite import Factory as Sqlite  # noqa: PLC0415

        return Sqlite(env)

    def construct_mapper(self) -> EventMapper:
        """msgspec, explicit topics."""
        return EventMapper()
