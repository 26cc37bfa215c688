"""Who owns the log's tables in PostgreSQL, and what the service's own role may do with them.

Made by an owner of their own, the tables are only read and added to by the role the service runs
as: it can neither change a row nor take away the trigger that refuses it. Everything else in the
database, all of which can be made again or is kept beside the log, the service owns itself.
"""

from typing import Any

import psycopg
from psycopg import sql

from application.settings import SettingsError
from application.store.guards import BODY, FUNCTION, MAKE_FUNCTION, Guard, postgres_guard
from application.store.postgres import SCHEMA, connect
from application.store.rows import APPEND_ONLY

Connection = psycopg.Connection[tuple[Any, ...]]
ALTERING = ("UPDATE", "DELETE", "TRUNCATE")


def create(url: str, owner_url: str = "") -> None:
    """Make tables and guards where they are missing, and give the service what it needs.

    Told as a role that doesn't own the tables, it leaves them as they are.
    Errors: `SettingsError` where the owner may not do what an owner has to.
    """
    with connect(owner_url or url) as connection:
        if not owner_url and _belongs_to_another(connection):
            return
        try:
            _make(connection, role_of(url) if owner_url else "")
        except psycopg.errors.InsufficientPrivilege as error:
            msg = f"The role of LINKAGE_OWNER_URL may not do what the tables' owner has to: {error}"
            raise SettingsError(msg) from None


def _make(connection: Connection, role: str) -> None:
    if role:
        _take_over(connection)
    connection.execute(SCHEMA)
    for guard in missing_guards(connection):
        _set(connection, guard)
    if role:
        _grant(connection, role)


def role_of(url: str) -> str:
    """The role the service connects as."""
    with connect(url) as connection:
        return str(_value(connection, "SELECT current_user"))


def missing_guards(connection: Connection) -> list[Guard]:
    """The guards that are not there, are switched off, or call something else."""
    found = connection.execute(
        "SELECT t.tgname, t.tgrelid::regclass::text, pg_get_triggerdef(t.oid), p.prosrc"
        " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE t.tgenabled = 'A' AND p.proname = %s",
        (FUNCTION,),
    )
    standing = {
        name: (table, _events_of(made)) for name, table, made, body in found if body == BODY
    }
    return [
        guard
        for guard in map(postgres_guard, APPEND_ONLY)
        if standing.get(guard.name) != (guard.table, ALL)
    ]


ALL = frozenset(ALTERING)


def _events_of(made: str) -> frozenset[str]:
    """What a trigger without condition refuses; none of it where it has one."""
    return frozenset() if " WHEN " in made else frozenset(one for one in ALL if one in made)


def _set(connection: Connection, guard: Guard) -> None:
    connection.execute(MAKE_FUNCTION.encode())
    connection.execute(f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}".encode())
    connection.execute(f"CREATE TRIGGER {guard.name} {guard.body}".encode())
    connection.execute(f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}".encode())


def alterable(connection: Connection) -> list[str]:
    """The log's tables of which the role may change or remove rows, or which it owns."""
    asked = " OR ".join(f"has_table_privilege(c.oid, '{one}')" for one in ALTERING)
    found = connection.execute(
        "SELECT c.relname FROM pg_class c WHERE c.oid = ANY(%s::regclass[])"  # noqa: S608 - our names
        f" AND ({asked} OR pg_has_role(c.relowner, 'USAGE')) ORDER BY 1".encode(),
        (tables_there(connection),),
    )
    return [name for (name,) in found]


def tables_there(connection: Connection) -> list[str]:
    """Those of the log's tables that are there."""
    found = connection.execute(
        "SELECT name FROM unnest(%s::text[]) name WHERE to_regclass(name) IS NOT NULL",
        (list(APPEND_ONLY),),
    )
    return [name for (name,) in found]


def _belongs_to_another(connection: Connection) -> bool:
    return bool(
        connection.execute(
            "SELECT 1 FROM pg_class WHERE oid = ANY(%s::regclass[])"
            " AND NOT pg_has_role(relowner, 'USAGE')",
            (tables_there(connection),),
        ).fetchone()
    )


def _take_over(connection: Connection) -> None:
    """Tables the service made before it had an owner beside it become the owner's."""
    for table in tables_there(connection):
        connection.execute(_sql("ALTER TABLE {} OWNER TO CURRENT_USER", table))
    if _value(connection, f"SELECT to_regproc('{FUNCTION}')"):
        connection.execute(_sql("ALTER FUNCTION {}() OWNER TO CURRENT_USER", FUNCTION))


def _grant(connection: Connection, role: str) -> None:
    """Read and add to the log; schemas and tables of its own."""
    database = str(_value(connection, "SELECT current_database()"))
    if role == _value(connection, "SELECT current_user"):
        return
    for table in APPEND_ONLY:
        connection.execute(_sql("REVOKE ALL ON {} FROM {}", table, role))
        connection.execute(_sql("GRANT SELECT, INSERT ON {} TO {}", table, role))
    connection.execute(
        _sql("GRANT CONNECT, TEMPORARY, CREATE ON DATABASE {} TO {}", database, role)
    )
    connection.execute(_sql("GRANT USAGE, CREATE ON SCHEMA public TO {}", role))


def _sql(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))


def _value(connection: Connection, asked: str) -> object:
    (value,) = connection.execute(asked.encode()).fetchone() or ("",)
    return value


__all__ = ["alterable", "create", "missing_guards", "role_of", "tables_there"]
