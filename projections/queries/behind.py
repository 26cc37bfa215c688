"""The rows behind a figure, each with the events that prove it: every number opens to these."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    case,
    cast,
    func,
    literal_column,
    select,
    union_all,
)

from domain.assessment.measures import MEASURES
from domain.assessment.model import Subject
from projections.queries.accounts import Wanted, counts_of
from projections.queries.counting import Asked, cid_of, rows_of
from projections.queries.gathering import (
    ALL_CASES,
    NOTHING,
    Among,
    Period,
    Without,
    cids,
    span_of,
)
from projections.queries.measures import Count, Limits
from projections.queries.viewer import Viewer
from projections.tables import cases

PER_PAGE: Final = 100
TELLING: Final = frozenset(
    {"rework", *(name for name, one in MEASURES.items() if one.act == "reporter")}
)
"""Measures whose rows tell what single reporters answered."""

_EMPTY: Final[ColumnElement[Any]] = literal_column("''")
_NONE: Final[ColumnElement[Any]] = literal_column("0")


class Rows(NamedTuple):
    """One page of the rows behind a figure, the latest first, and how many there are.

    Each has number, title, track, unit, at (ms), due, kept, partly, took (ms) and proof ("3,7").
    """

    rows: Sequence[RowMapping]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """At least one, if only an empty one."""
        return max(1, -(-self.total // PER_PAGE))


NO_ROWS: Final = Rows([], 0, 1)


def counted(  # noqa: PLR0913 - what a page says of one figure, each by its name
    connection: Connection,
    wanted: Wanted,
    period: Period,
    unit: str,
    *,
    subject: Subject,
    register: Limits,
    viewer: Viewer,
    page: int = 1,
    kept: bool | None = None,
    without: Without = NOTHING,
) -> Rows:
    """The rows a unit's tally is made of, as far as the viewer may see them.

    Who may not know single reporters' answers is shown no row that tells one.
    """
    counts = counts_of(wanted, subject, register)
    if hides(wanted, viewer) or not counts:
        return NO_ROWS
    left_out = cids(connection, without, wanted.id)
    asked = asked_for(period, unit, subject, viewer, Among(without=left_out))
    return page_of(connection, (row_of(one, asked) for one in counts), kept, page)


def hides(wanted: Wanted, viewer: Viewer) -> bool:
    """The viewer may not see any of the rows."""
    return wanted.measure in TELLING and not viewer.sees_answers


def asked_for(
    period: Period, unit: str, subject: Subject, viewer: Viewer, among: Among = ALL_CASES
) -> Asked:
    """Of a unit, or of the centre: of all of them."""
    only = None if subject == "centre" else [unit]
    return Asked(span_of(period), only, viewer, among.without, among.upto, among.indexed)


def page_of(
    connection: Connection,
    parts: Iterable[Select[Any]],
    kept: bool | None,  # noqa: FBT001 - None is both
    page: int,
    total: int | None = None,
) -> Rows:
    """One page of rows from `row_of`; a page past the last is the last.

    Whoever knows how many there are says so in `total`.
    """
    found = union_all(*parts).subquery()
    some = [] if kept is None else [found.c.kept == int(kept)]
    if total is None:
        counted = select(func.count()).select_from(found).where(*some)
        total = connection.execute(counted).scalar_one()
    page = within(page, total)
    shown = select(found).where(*some).order_by(found.c.at.desc(), found.c.number, found.c.proof)
    shown = shown.limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Rows(connection.execute(shown).mappings().all(), total, page)


def all_rows(connection: Connection, counts: Iterable[Count], asked: Asked) -> list[RowMapping]:
    """All of them, in no order."""
    found: list[RowMapping] = []
    for one in counts:
        if asked.upto is None or one.cid is not None:
            found += connection.execute(row_of(one, asked)).mappings()
    return [row for row in found if row["cid"] not in asked.without]


def in_order(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """The latest first."""
    return -row["at"], row["number"], row["proof"]


def cut(rows: Sequence[RowMapping], page: int) -> Rows:
    """One page of rows that are in order."""
    page = within(page, len(rows))
    return Rows(rows[(page - 1) * PER_PAGE : page * PER_PAGE], len(rows), page)


def within(page: int, total: int) -> int:
    """The page that is meant; one past the last is the last."""
    return min(max(page, 1), max(1, -(-total // PER_PAGE)))


def row_of(count: Count, asked: Asked) -> Select[Any]:
    """The rows that count, as `Rows` has them."""
    of_case = count.cid is not None
    found: Select[Any] = select(
        cid_of(count).label("cid"),
        count.number.label("number"),
        (cases.c.title if of_case else _EMPTY).label("title"),
        (cases.c.track if of_case else _EMPTY).label("track"),
        count.unit.label("unit"),
        count.at.label("at"),
        literal_column(str(int(count.due))).label("due"),
        case((count.kept, 1), else_=0).label("kept"),
        case((count.partly, 1), else_=0).label("partly"),
        (_NONE if count.took is None else count.took).label("took"),
        _proof(count).label("proof"),
    )
    return found.select_from(count.with_cases).where(*rows_of(count, asked))


def _proof(count: Count) -> ColumnElement[str]:
    """The versions with commas between them; no event has the version 0."""
    told = _EMPTY if count.proof else literal_column("'1'")
    for place, one in enumerate(count.proof):
        version = cast(one, Text)
        later = literal_column("','").concat(version)
        told = version if place == 0 else told.concat(case((one != 0, later), else_=""))
    return told
