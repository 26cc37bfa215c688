"""What to write when a case's rows were these and are now those: only what differs."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Table

from projections.cells import Cells
from projections.rows import CaseRows, cid_of
from projections.search import is_found_alike, search_line
from projections.statements import Statement, Statements
from projections.tables import OF_CASES, cases

_LISTED = OF_CASES[1:]  # as their rows stand in `CaseRows`
_NOTHING: tuple[list[Cells], ...] = tuple([] for _ in _LISTED)
_NAMES = {table: tuple(table.columns.keys()) for table in OF_CASES}


def changes(sql: Statements, was: CaseRows | None, now: CaseRows) -> Iterator[Statement]:
    """The statements, in an order that may be carried out as it stands."""
    if was is None:
        yield sql.insert(cases), now.case
    else:
        yield from _changed(sql, cases, 1, was.case, now.case)
    before = was.listed if was else _NOTHING
    for table, old, new in zip(_LISTED, before, now.listed, strict=True):
        yield from _listed(sql, table, old, new)
    yield from _found(sql, was, now)


def _found(sql: Statements, old: CaseRows | None, new: CaseRows) -> Iterator[Statement]:
    """The words by which the case is found."""
    if old is not None and is_found_alike(old, new):
        return
    before = None if old is None else search_line(old)
    yield from sql.search(cid_of(new.case), before, search_line(new))


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
