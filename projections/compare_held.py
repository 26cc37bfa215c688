"""Reads rows of the live read model as fast as its driver hands them out."""

import json
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table

from projections.cells import Cells

_AMONG_SQLITE = "IN (SELECT value FROM json_each(?))"
_AMONG_POSTGRES = "= ANY(%s)"
_COUNT = "SELECT count(*) FROM"
_CASES = "SELECT DISTINCT cid FROM"


class Held:
    """The rows of one moment, each table's in the order of its key."""

    def __init__(self, connection: Connection) -> None:
        """`connection` has begun to read, which is the moment."""
        lite = connection.dialect.name == "sqlite"
        self._among = _AMONG_SQLITE if lite else _AMONG_POSTGRES
        self._given = json.dumps if lite else list
        self._cursor: Any = connection.connection.cursor()

    def of(self, table: Table, cids: Sequence[int]) -> list[Cells]:
        """The rows of these cases."""
        return self._rows(
            f"{_select(table)} WHERE cid {self._among} ORDER BY {_key(table)}",
            (self._given(cids),),
        )

    def all(self, table: Table) -> list[Cells]:
        """Every row."""
        return self._rows(f"{_select(table)} ORDER BY {_key(table)}")

    def count(self, table: Table) -> int:
        """How many rows there are."""
        return cast("int", self._rows(f"{_COUNT} {table.name}")[0][0])

    def cases(self, table: Table) -> set[int]:
        """The cases that have rows."""
        return {cast("int", cid) for (cid,) in self._rows(f"{_CASES} {table.name}")}

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[Cells]:
        self._cursor.execute(sql, values)
        return cast("list[Cells]", self._cursor.fetchall())


def _select(table: Table) -> str:
    return f"SELECT {', '.join(table.columns.keys())} FROM {table.name}"  # noqa: S608 - our names


def _key(table: Table) -> str:
    return ", ".join(table.primary_key.columns.keys())
