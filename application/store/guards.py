"""What keeps the log's tables append-only in the database itself, whoever is connected to it.

A trigger refuses every change and removal, and on SQLite, where one row may silently take the
place of another, every row that isn't the next one. Who owns the tables can remove triggers; so
on PostgreSQL the service should not be their owner, and `verify` looks whether they are there.
"""

from collections.abc import Mapping
from typing import NamedTuple

from application.store.rows import APPEND_ONLY, EVENTS

REFUSED = "is only added to: what is recorded is neither changed nor removed"
FUNCTION = "linkage_append_only"


class Guard(NamedTuple):
    """One trigger of a table: its name, and what follows `CREATE TRIGGER name`."""

    table: str
    name: str
    body: str


def sqlite_guards(tables: Mapping[str, tuple[str, ...]] = APPEND_ONLY) -> list[Guard]:
    """The triggers of these tables, given with the columns that tell their rows apart."""
    return [guard for table, keys in tables.items() for guard in _of_sqlite(table, keys)]


def _of_sqlite(table: str, keys: tuple[str, ...]) -> list[Guard]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} {REFUSED}'); END"
    return [
        Guard(table, f"{table}_unchanged", f"BEFORE UPDATE ON {table} {refuse}"),
        Guard(table, f"{table}_kept", f"BEFORE DELETE ON {table} {refuse}"),
        Guard(
            table, f"{table}_new", f"BEFORE INSERT ON {table} WHEN {_taken(table, keys)} {refuse}"
        ),
    ]


def _taken(table: str, keys: tuple[str, ...]) -> str:
    """`INSERT OR REPLACE` removes a row without asking any trigger for removals."""
    same = " AND ".join(f"{key} IS NEW.{key}" for key in keys)
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - our names
    if table != EVENTS:
        return there
    following = f"(SELECT coalesce(max(rowid), 0) + 1 FROM {table})"  # noqa: S608
    return f"NEW.rowid IS NOT {following} OR {there}"


BODY = f"BEGIN RAISE EXCEPTION '% {REFUSED}', TG_TABLE_NAME USING ERRCODE = '42501'; END"
MAKE_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$"
)


def postgres_guard(table: str) -> Guard:
    """One trigger for all of it; it works in replication's mode too."""
    return Guard(
        table,
        f"{table}_append_only",
        f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
    )
