"""A ledger page by page, or whole: narrowed, in a stable order, and only what one may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column as SqlColumn
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    UnaryExpression,
    and_,
    func,
    select,
)

from projections.queries.errors import QueryError
from projections.queries.filters import ANY, Filters, about, ms, no_codes, within
from projections.queries.ledger import Column, Kind, Ledger, Page
from projections.queries.registry import LEDGERS
from projections.queries.viewer import Conditions, Viewer
from projections.words import Codes

MOST_COUNTED: Final = 5_000
MOST_PER_PAGE: Final = 500
BATCH: Final = 1_000

Rows = Select[*tuple[Any, ...]]

__all__ = ["LEDGERS", "everything", "ledger", "ledgers_for", "page"]


def ledgers_for(viewer: Viewer) -> tuple[Ledger, ...]:
    """The ledgers this viewer may open."""
    return tuple(one for one in LEDGERS.values() if viewer.sees_answers or not one.with_answers)


def ledger(name: str, viewer: Viewer) -> Ledger:
    """The ledger of that name. Errors: `QueryError` ledger-unknown, ledger-closed."""
    found = LEDGERS.get(name)
    if found is None:
        raise QueryError("ledger-unknown", ledger=name, known=list(LEDGERS))
    if found not in ledgers_for(viewer):
        raise QueryError("ledger-closed", ledger=name, role=viewer.role)
    return found


def page(  # noqa: PLR0913 - a ledger's whole address, by name
    connection: Connection,
    name: str,
    *,
    viewer: Viewer,
    now: datetime,
    filters: Filters = ANY,
    sort: str = "",
    page: int = 1,
    per_page: int = 50,
    codes: Codes = no_codes,
) -> Page:
    """One page of a ledger; `sort` is a column's key, with "-" before it the other way round.

    `codes` finds categories and units by name for `filters.text`. Rows hold a cell for each
    column and the key of what they are about: `cid` and `number` of a case.
    Errors: `QueryError` ledger-unknown, ledger-closed, sort-unknown, filter-unknown,
    value-unknown, page-unknown.
    """
    book = ledger(name, viewer)
    asked = _Asked.of(connection, book, book.sought(viewer), viewer, filters, codes)
    _check_page(page, per_page)
    values = {"now": ms(now)}
    found = asked.page(sort, per_page, (page - 1) * per_page)
    rows = connection.execute(found, values).mappings().all()
    counted: int = connection.execute(asked.count(), values).scalar_one()
    total = min(counted, MOST_COUNTED)
    return Page(rows, total, book.columns, page, per_page, more=counted > total)


def everything(
    connection: Connection,
    name: str,
    *,
    viewer: Viewer,
    now: datetime,
    filters: Filters = ANY,
    sort: str = "",
    codes: Codes = no_codes,
) -> Iterator[RowMapping]:
    """All rows of a ledger, read while they are taken. Errors: as `page`, before the first row."""
    book = ledger(name, viewer)
    asked = _Asked.of(connection, book, book, viewer, filters, codes)
    options = {"stream_results": True, "yield_per": BATCH}
    found = connection.execute(asked.rows(sort), {"now": ms(now)}, execution_options=options)
    return iter(found.mappings())


def _check_page(page: int, per_page: int) -> None:
    if page < 1 or not 0 < per_page <= MOST_PER_PAGE or page * per_page > MOST_COUNTED:
        raise QueryError("page-unknown", page=page, per_page=per_page)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A ledger and where its rows are sought, mostly in itself; `beside`: by the case, too."""

    ledger: Ledger
    sought: Ledger
    conditions: Conditions
    beside: bool
    dialect: str

    @staticmethod
    def of(
        connection: Connection,
        ledger: Ledger,
        sought: Ledger,
        viewer: Viewer,
        filters: Filters,
        codes: Codes,
    ) -> "_Asked":
        own, of_case = _narrowed(sought, filters)
        if filters.text:
            own += about(connection, sought.table.c.cid, filters.text, codes)
        conditions = [*sought.always, *sought.visible(viewer), *own, *of_case]
        return _Asked(ledger, sought, conditions, bool(of_case), connection.dialect.name)

    def rows(self, sort: str) -> Rows:
        """All rows, of a ledger sought in itself."""
        return self._shown(self.ledger.beside, sort).where(*self.conditions)

    def page(self, sort: str, limit: int, offset: int) -> Rows:
        """Some rows: their keys first, mostly out of an index, then what stands in them."""
        sought = self.sought
        source = sought.beside if self.beside or not _is_own(sought, sort) else sought.table
        keys = select(*sought.key).select_from(source).where(*self.conditions)
        some = (
            keys.order_by(*self._order(sought, sort)).limit(limit).offset(offset).subquery("some")
        )
        same = [column == some.c[column.name] for column in self.ledger.key]
        return self._shown(self.ledger.beside.join(some, and_(*same)), sort)

    def count(self) -> Select[int]:
        """How many, as far as they are counted."""
        source = self.sought.beside if self.beside else self.sought.table
        some = select(self.sought.key[0]).select_from(source).where(*self.conditions)
        return select(func.count()).select_from(some.limit(MOST_COUNTED + 1).subquery())

    def _shown(self, source: FromClause, sort: str) -> Rows:
        shown = [column.value.label(column.key) for column in self.ledger.columns]
        key = [column for column in self.ledger.key if column.name not in self.ledger.by_key]
        found: Rows = select(*key, *shown).select_from(source)
        return found.order_by(*self._order(self.ledger, sort))

    def _order(self, ledger: Ledger, sort: str) -> list[UnaryExpression[Any]]:
        """The asked column, then the key, so that no row is seen twice or never."""
        descending = (sort or ledger.sort).startswith("-")
        column = _sorted(ledger, sort)
        by = [_comparable(column, self.dialect), *ledger.key]
        ordered = [value.desc() if descending else value.asc() for value in by]
        if not _always_there(ledger, column):
            ordered[0] = ordered[0].nulls_last()
        return ordered


def _sorted(ledger: Ledger, sort: str) -> Column:
    name = (sort or ledger.sort).removeprefix("-")
    column = ledger.by_key.get(name)
    if column is None:
        raise QueryError("sort-unknown", sort=sort, known=list(ledger.by_key))
    return column


def _is_own(ledger: Ledger, sort: str) -> bool:
    """The order can be told without the case beside."""
    value = _sorted(ledger, sort).value
    return isinstance(value, SqlColumn) and value.table is ledger.table


def _narrowed(ledger: Ledger, filters: Filters) -> tuple[Conditions, Conditions]:
    """Conditions on the ledger's own table, and on the case beside it."""
    given = filters.given()
    for name in given:
        if name not in ledger.filter_names:
            raise QueryError("filter-unknown", filter=name, known=list(ledger.filter_names))
    period = within(ledger.time, filters) if ledger.time is not None else []
    own = [ledger.filters[name](value) for name, value in given.items() if name in ledger.filters]
    of_case = [
        ledger.case_filters[name](value)
        for name, value in given.items()
        if name in ledger.case_filters
    ]
    return [*period, *own], of_case


def _comparable(column: Column, dialect: str) -> ColumnElement[Any]:
    """Text in the order of its characters, whatever the database's language."""
    if dialect == "postgresql" and column.kind in (Kind.TEXT, Kind.CHOICE):
        return column.value.collate("C")
    return column.value


def _always_there(ledger: Ledger, column: Column) -> bool:
    value = column.value
    if value is ledger.time:
        return True
    return isinstance(value, SqlColumn) and not value.nullable
