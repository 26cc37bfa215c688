"""Reads rows of the live read model as fast as its driver hands them out."""

import json
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table

from projections.cells import Cells
from projections.folding_pool import Begun

_AMONG_SQLITE = "IN (SELECT value FROM json_each(?))"
_AMONG_POSTGRES = "= ANY(%s)"


class Held:
    """What a connection sees, each table's rows in the order of its key."""

    def __init__(self, connection: Connection) -> None:
        """Where `connection` has begun to read, that moment is seen; else each time the latest."""
        lite = connection.dialect.name == "sqlite"
        self._among = _AMONG_SQLITE if lite else _AMONG_POSTGRES
        self._value = "?" if lite else "%s"
        self._given = json.dumps if lite else list
        self._cursor: Any = connection.connection.cursor()

    def between(self, table: Table, begun: Begun) -> list[Cells]:
        """The rows of cases that began there, and of whatever else has such a number."""
        return self._of_cases(table, f"cid > {self._value} AND cid <= {self._value}", begun)

    def of(self, table: Table, cids: Sequence[int]) -> list[Cells]:
        """The rows of these cases."""
        return self._of_cases(table, f"cid {self._among}", (self._given(cids),))

    def all(self, table: Table) -> list[Cells]:
        """Every row."""
        return self._rows(f"{_select(table)} ORDER BY {_key(table)}")

    def outside(self, table: Table, begun: Begun) -> list[int]:
        """Numbers of cases that stand in the table and can't have begun there."""
        where = f"cid <= {self._value} OR cid > {self._value}"
        sql = f"SELECT DISTINCT cid FROM {table.name} WHERE {where}"  # noqa: S608 - our names
        return [cast("int", cid) for (cid,) in self._rows(sql, begun)]

    def _of_cases(self, table: Table, where: str, values: Sequence[object]) -> list[Cells]:
        return self._rows(f"{_select(table)} WHERE {where} ORDER BY {_key(table)}", values)

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Cells]:
        self._cursor.execute(sql, values)
        return cast("list[Cells]", self._cursor.fetchall())


def _select(table: Table) -> str:
    return f"SELECT {', '.join(table.columns.keys())} FROM {table.name}"  # noqa: S608 - our names


def _key(table: Table) -> str:
    return ", ".join(table.primary_key.columns.keys())
