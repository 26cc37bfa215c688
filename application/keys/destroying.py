"""Destroys keys, and sees to it that nothing of them stays in the key store's files.

On SQLite what is overwritten is zeroed where it stood, the write-ahead log is cut to nothing, and
where a page kept a copy from when it was split the file is written anew. On PostgreSQL the
table is written anew; its own write-ahead log is the operator's, see docs/operators.md.
"""

from collections.abc import Collection
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.exc import DBAPIError

from application.keys.tables import ACTIVE, DESTROYED, person_keys

PATIENCE: Final = "2s"  # for whoever uses the table at this moment


def destroy(engine: Engine, case_id: str, names: Collection[str]) -> list[bytes]:
    """The keys there still were, as they lay in the store; they are gone in one transaction."""
    with engine.begin() as connection:
        found = (_gone(connection, case_id, name) for name in sorted(names))
        return [wrapped for wrapped in found if wrapped is not None]


def _gone(connection: Connection, case_id: str, name: str) -> bytes | None:
    person, _, generation = name.rpartition(".")
    columns = person_keys.c
    this = (
        (columns.case_id == case_id)
        & (columns.person == person)
        & (columns.generation == int(generation))
        & (columns.state == ACTIVE)
    )
    wrapped = connection.execute(select(columns.wrapped).where(this)).scalar()
    connection.execute(update(person_keys).where(this).values(wrapped=None, state=DESTROYED))
    return wrapped


def rewrite(engine: Engine, gone: Collection[bytes] | None = None) -> bool:
    """Whether the files hold nothing any more of what was destroyed before.

    Of keys in `gone` it is looked for; without them the file is written anew whatever it holds.
    """
    try:
        if engine.dialect.name == "sqlite":
            return _clean_file(engine, gone)
        return _rewrite_table(engine)
    except DBAPIError:
        return False  # somebody was in the way, or the role may not


def _clean_file(engine: Engine, gone: Collection[bytes] | None) -> bool:
    """Most often what was overwritten in its place is all there was.

    A page that was split before may have left a copy: then everything is written anew, for which
    others wait.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if _cut(connection) and gone is not None and not _holds(engine, gone):
            return True
        connection.exec_driver_sql("VACUUM")
        return _cut(connection) and not _holds(engine, gone or ())


def _cut(connection: Connection) -> bool:
    """The write-ahead log goes into the file, and is empty afterwards."""
    busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not busy


def _holds(engine: Engine, gone: Collection[bytes]) -> bool:
    """Whether the file still has one of these anywhere."""
    with (
        Path(str(engine.url.database)).open("rb") as file,
        mmap(file.fileno(), 0, access=ACCESS_READ) as data,
    ):
        return any(data.find(one) >= 0 for one in gone)


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
