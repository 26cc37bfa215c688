"""The table of keys, how databases beside the log are reached, and what a key can be."""

from typing import Any, Final

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite

from application.store.driver import sqlite3

NONCE: Final = 12
KEY: Final = 32
ACTIVE = "active"
DESTROYED = "destroyed"
UNKNOWN = "unknown"
SERVICE = "service"  # stands for the case of a key that is no person's

metadata = MetaData()
person_keys = Table(
    "person_keys",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("person", String(40), primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("kek", String(16), nullable=False),
    Column("wrapped", LargeBinary),
    Column("state", String(10), nullable=False),
)


class SealBroken(Exception):
    """The key store can't serve: wrong key-encryption key, or tampered text."""


def make_engine(url: str) -> Engine:
    """An SQLAlchemy engine; SQLite on the driver in use, synced at every commit.

    What a statement was given stays out of its errors, and so out of the service's own log. What
    is deleted from a file is overwritten there.
    """
    if not url.startswith("sqlite"):
        return create_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
            use_native_hstore=False,  # nobody has one: nothing to look up at each start
            connect_args={"connect_timeout": 2},
        )
    engine = create_engine(url, module=sqlite3, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _precious(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA busy_timeout=5000")
        connection.execute("PRAGMA secure_delete=ON")

    return engine


def insert_new(connection: Connection, table: Table) -> Any:
    """Puts rows in; those that are there already stay as they are."""
    inserts: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    return inserts[connection.dialect.name](table).on_conflict_do_nothing()


def associated(case_id: str, field: str, key: str) -> bytes:
    """What a box is bound to: moved to another place it opens no more."""
    return f"{case_id}/{field}/{key}".encode()
