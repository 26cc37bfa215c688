"""The projector's SQL: compiled once for each database, run by its driver as it stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql import ClauseElement, ColumnElement

from projections.words import vector

Statement = tuple[str, Sequence[object]]
SearchChange = Callable[[int, str | None, str], list[Statement]]


def _search_sqlite(cid: int, old: str | None, new: str) -> list[Statement]:
    """The index keeps no text, so what goes out of it has to be said."""
    forget = "INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)"
    add = "INSERT INTO search (rowid, words) VALUES (?, ?)"
    added: Statement = (add, (cid, new))
    return [added] if old is None else [(forget, (cid, old)), added]


def _search_postgres(cid: int, old: str | None, new: str) -> list[Statement]:
    if old is None:
        sql = "INSERT INTO search (cid, words) VALUES (%s::bigint, %s::tsvector)"
        return [(sql, (cid, vector(new)))]
    sql = "UPDATE search SET words = %s::tsvector WHERE cid = %s::bigint"
    return [(sql, (vector(new), cid))]


@dataclass(frozen=True, slots=True)
class Statements:
    """What can be done to the tables, in one database's SQL; values go in by position."""

    dialect: Dialect
    search: SearchChange

    def insert(self, table: Table) -> str:
        """One row; values in the order of the columns."""
        return _compiled(self.dialect, table, _insert, ())

    def update(self, table: Table, columns: tuple[str, ...]) -> str:
        """Some columns of one row; their values in the table's order, then the key's."""
        return _compiled(self.dialect, table, _update, columns)

    def delete(self, table: Table) -> str:
        """One row; the key's values."""
        return _compiled(self.dialect, table, _delete, ())

    def delete_from(self, table: Table) -> str:
        """A case's rows from a number on; `cid` and that number."""
        return _compiled(self.dialect, table, _delete_from, ())


SQLITE = Statements(SQLiteDialect_pysqlite(), _search_sqlite)
POSTGRES = Statements(
    PGDialect_psycopg(paramstyle="format"),  # type: ignore[no-untyped-call]
    _search_postgres,
)

Build = Callable[[Table, tuple[str, ...]], ClauseElement]


@cache
def _compiled(dialect: Dialect, table: Table, build: Build, columns: tuple[str, ...]) -> str:
    return str(build(table, columns).compile(dialect=dialect))


def _insert(table: Table, _: tuple[str, ...]) -> ClauseElement:
    return insert(table)


def _update(table: Table, columns: tuple[str, ...]) -> ClauseElement:
    values = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in columns}
    return update(table).where(*_key(table)).values(values)


def _delete(table: Table, _: tuple[str, ...]) -> ClauseElement:
    return delete(table).where(*_key(table))


def _delete_from(table: Table, _: tuple[str, ...]) -> ClauseElement:
    return delete(table).where(table.c.cid == bindparam("cid"), table.c.n >= bindparam("first"))


def _key(table: Table) -> list[ColumnElement[bool]]:
    return [column == bindparam(f"key_{column.name}") for column in table.primary_key]
