"""Destroys keys, and sees to it that nothing of them stays in the key store's files.

On SQLite what is overwritten is zeroed where it stood, the file is written anew so that no page
keeps a copy from when it was split, and the write-ahead log is cut to nothing. On PostgreSQL the
table is written anew; its own write-ahead log is the operator's, see docs/operators.md.
"""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, Engine, Update, update
from sqlalchemy.exc import DBAPIError

from application.keys.tables import ACTIVE, DESTROYED, person_keys

PATIENCE: Final = "2s"  # for whoever uses the table at this moment


def destroy(engine: Engine, case_id: str, names: Collection[str]) -> int:
    """How many of the keys there still were; they are gone in one transaction."""
    with engine.begin() as connection:
        return sum(connection.execute(_gone(case_id, name)).rowcount for name in sorted(names))


def _gone(case_id: str, name: str) -> Update:
    person, _, generation = name.rpartition(".")
    columns = person_keys.c
    return (
        update(person_keys)
        .where(columns.case_id == case_id, columns.person == person)
        .where(columns.generation == int(generation), columns.state == ACTIVE)
        .values(wrapped=None, state=DESTROYED)
    )


def rewrite(engine: Engine) -> bool:
    """Whether the files hold nothing any more of what was destroyed before."""
    try:
        if engine.dialect.name == "sqlite":
            return _rewrite_file(engine)
        return _rewrite_table(engine)
    except DBAPIError:
        return False  # somebody was in the way, or the role may not


def _rewrite_file(engine: Engine) -> bool:
    """`VACUUM` builds the file anew by way of the write-ahead log, which is then cut."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM")
        busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not busy


def _rewrite_table(engine: Engine) -> bool:
    """Only a table's owner may; to others the server says so and leaves it as it is."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SET lock_timeout = '{PATIENCE}'")
        before = _file_of(connection)
        connection.exec_driver_sql(f"VACUUM (FULL) {person_keys.name}")
        after = _file_of(connection)
        connection.exec_driver_sql("RESET lock_timeout")
    return before != after


def _file_of(connection: Connection) -> str:
    asked = f"SELECT pg_relation_filepath('{person_keys.name}')"
    return str(connection.exec_driver_sql(asked).scalar_one())
