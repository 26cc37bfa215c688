"""The time limits behind a duration: what took longest first, with the records that prove it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    func,
    select,
)

from projections.conditions import failing, met, running, unmet
from projections.queries.clock_times import TOOK, Question, conditions, source
from projections.tables import cases, obligations

PER_PAGE: Final = 100


class Rows(NamedTuple):
    """One page of them, what took longest first, and how many there are."""

    rows: Sequence[RowMapping]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """At least one, if only an empty one."""
        return max(1, -(-self.total // PER_PAGE))


STANDING: Final[Mapping[str, ColumnElement[bool]]] = {
    "met": met,
    "open": and_(failing, running),
    "lapsed": and_(failing, obligations.c.state == "lapsed"),
}
_KEYS: Final = (obligations.c.cid, obligations.c.n)


def rows_of(
    connection: Connection, kind: str, asked: Question, standing: str = "", page: int = 1
) -> Rows:
    """The limits counted; what is not met has taken longest of all. Errors: `QueryError`."""
    parts = [STANDING[standing]] if standing else [and_(failing, unmet), met]
    totals = [_count(connection, kind, asked, part) for part in parts]
    page = min(max(page, 1), max(1, -(-sum(totals) // PER_PAGE)))
    found: list[RowMapping] = []
    skipped = (page - 1) * PER_PAGE
    for part, total in zip(parts, totals, strict=True):
        if skipped < total and len(found) < PER_PAGE:
            found += _page(connection, kind, asked, part, skipped, PER_PAGE - len(found))
        skipped = max(0, skipped - total)
    return Rows(found, sum(totals), page)


def _count(connection: Connection, kind: str, asked: Question, part: Any) -> int:
    found = select(func.count()).select_from(source(asked)).where(*_of(kind, asked, part))
    counted: int = connection.execute(found).scalar_one()
    return counted


def _of(kind: str, asked: Question, part: Any) -> list[Any]:
    return [part, obligations.c.kind == kind, *conditions(asked)]


def _page(
    connection: Connection, kind: str, asked: Question, part: Any, skipped: int, most: int
) -> Sequence[RowMapping]:
    """Which they are first, then what stands in them: few are looked at whole."""
    order = (TOOK.desc(), obligations.c.due_at, *_KEYS)
    keys = select(*_KEYS).select_from(source(asked)).where(*_of(kind, asked, part))
    chosen = keys.order_by(*order).limit(most).offset(skipped).subquery()
    own = ("holder", "state", "opened_at", "due_at", "met_at", "opened_version", "ended_version")
    found: Select[Any] = (
        select(cases.c.number, cases.c.title, *(obligations.c[name] for name in own))
        .add_columns(TOOK.label("took"))
        .join_from(chosen, obligations, and_(*_same(chosen)))
        .join(cases, cases.c.cid == obligations.c.cid)
        .order_by(*order)
    )
    return connection.execute(found).mappings().all()


def _same(chosen: Any) -> list[ColumnElement[bool]]:
    return [obligations.c.cid == chosen.c.cid, obligations.c.n == chosen.c.n]
