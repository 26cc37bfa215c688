"""What to write when a case's rows were these and are now those: only what differs."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Table

from projections.cells import Cells
from projections.rows import CaseRows
from projections.statements import Statement, Statements
from projections.tables import cases, dispatches, obligations

_NAMES = {table: tuple(table.columns.keys()) for table in (cases, dispatches, obligations)}


def changes(sql: Statements, was: CaseRows | None, now: CaseRows) -> Iterator[Statement]:
    """The statements, in an order that may be carried out as it stands."""
    if was is None:
        yield sql.insert(cases), now.case
    else:
        yield from _changed(sql, cases, 1, was.case, now.case)
    yield from _listed(sql, dispatches, was.dispatches if was else (), now.dispatches)
    yield from _listed(sql, obligations, was.obligations if was else (), now.obligations)
    line = was.words if was else None
    if line != now.words:
        yield from sql.search(_cid(now), line, now.words)


def _cid(rows: CaseRows) -> int:
    cid = rows.case[0]
    assert isinstance(cid, int)  # noqa: S101 - the first column is the key
    return cid


def _listed(
    sql: Statements, table: Table, was: Sequence[Cells], now: Sequence[Cells]
) -> Iterator[Statement]:
    """Rows of a case that are told apart by their place in a list."""
    for old, new in zip(was, now, strict=False):
        yield from _changed(sql, table, 2, old, new)
    for new in now[len(was) :]:
        yield sql.insert(table), new
    if len(now) < len(was):
        yield sql.delete_from(table), was[len(now)][:2]


def _changed(
    sql: Statements, table: Table, key: int, old: Cells, new: Cells
) -> Iterator[Statement]:
    """The columns of one row that differ; its first `key` columns are its key."""
    if old == new:
        return
    names = _NAMES[table]
    differing = [place for place, value in enumerate(new) if value != old[place]]
    columns = tuple(names[place] for place in differing)
    yield sql.update(table, columns), [*(new[place] for place in differing), *new[:key]]
