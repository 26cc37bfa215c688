"""The tables of accounts, sessions and what stands around them, and how old ones are brought on."""

from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    false,
    inspect,
)
from sqlalchemy.schema import CreateColumn

from application.keys import make_engine
from application.settings import Settings

metadata = MetaData()
accounts = Table(
    "accounts",
    metadata,
    Column("username", String(40), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("role", String(20), nullable=False),
    Column("unit", String(60), nullable=False),
    Column("password", String(200), nullable=False),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("must_change", Boolean, nullable=False, server_default=false()),
    Column("last_log_in", BigInteger, nullable=False, server_default="0"),
    Column("totp", LargeBinary),  # the secret codes are made of, sealed; none: no code is asked
    Column("totp_offered", LargeBinary),  # the same, until a code shows that it was taken up
    Column("totp_step", BigInteger, nullable=False, server_default="0"),  # of the last code used
)
sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),  # SHA-256 of what the browser holds
    Column("username", String(40), nullable=False, index=True),
    Column("until", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("began", BigInteger, nullable=False, server_default="0"),
    Column("address", String(45), nullable=False, server_default=""),
    Column("waits", Boolean, nullable=False, server_default=false()),  # for the code
)
throttles = Table(
    "throttles",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
)
recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("username", String(40), primary_key=True),
    Column("code", String(64), primary_key=True),  # SHA-256 of user name and code
)


class Account(NamedTuple):
    """One who may log in. `must_change`: an administrator knows the password."""

    username: str
    name: str
    role: str
    unit: str
    disabled: bool = False
    must_change: bool = False
    totp: bool = False


SHOWN = (
    accounts.c.username,
    accounts.c.name,
    accounts.c.role,
    accounts.c.unit,
    accounts.c.disabled,
    accounts.c.must_change,
    accounts.c.totp.is_not(None).label("has_totp"),
)


def create(settings: Settings) -> None:
    """Make the tables; those of an earlier version get the columns they lack."""
    engine = make_engine(settings.accounts_url)
    metadata.create_all(engine)
    for table in metadata.sorted_tables:
        _bring_on(engine, table)
    if settings.accounts_url.startswith("sqlite"):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()


def columns_there(connection: Connection, table: Table) -> list[Column[Any]]:
    """The columns a database has of a table, which may be newer than it is; [] for no table."""
    looked = inspect(connection)
    if not looked.has_table(table.name):
        return []
    names = {column["name"] for column in looked.get_columns(table.name)}
    return [column for column in table.columns if column.name in names]


def _bring_on(engine: Engine, table: Table) -> None:
    """Columns that are new have a default or may be empty; those given up are dropped."""
    there = {column["name"] for column in inspect(engine).get_columns(table.name)}
    with engine.begin() as connection:
        for column in table.columns:
            if column.name not in there:
                said = CreateColumn(column).compile(dialect=engine.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {said}")
        for name in there - set(table.columns.keys()):
            connection.exec_driver_sql(f"ALTER TABLE {table.name} DROP COLUMN {name}")
