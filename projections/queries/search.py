"""Finding cases by number, words of title and place, category and unit; the newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, RowMapping, select

from domain.rules.categories import Category
from projections.finding import by_name, hits
from projections.queries.filters import no_codes, sayable
from projections.queries.viewer import Viewer, of_cases
from projections.tables import cases, units
from projections.words import Codes

MOST_FOUND: Final = 100
LONGEST: Final = 200
FEW_UNITS: Final = 20

_SHOWN = (
    cases.c.cid,
    cases.c.number,
    cases.c.title,
    cases.c.track,
    cases.c.category,
    cases.c.place,
    cases.c.lead_unit,
    cases.c.stage,
    cases.c.received_at,
    cases.c.due_at,
    cases.c.due_kind,
)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; `exact` when the first row has the very number, `more` when there is more."""

    rows: Sequence[RowMapping]
    exact: bool
    more: bool


def names(connection: Connection, categories: Iterable[Category]) -> Codes:
    """What finds categories and units by their names, for `search` and for `Filters.text`."""
    found = connection.execute(select(units.c.code, units.c.name, units.c.name_en))
    return by_name(categories, [(row.code, row.name, row.name_en) for row in found])


def search(
    connection: Connection,
    text: str,
    *,
    viewer: Viewer,
    codes: Codes = no_codes,
    limit: int = MOST_FOUND,
) -> Found:
    """The cases all words of a text point to; no words find nothing."""
    sought = sayable(text).strip()[:LONGEST]
    exact = _numbered(connection, sought, viewer)
    rows = [*exact, *_worded(connection, sought, viewer, codes, limit + 1, exact)]
    return Found(rows[:limit], bool(exact), len(rows) > limit)


def _numbered(connection: Connection, number: str, viewer: Viewer) -> Sequence[RowMapping]:
    if not number.isprintable() or not number:
        return []
    same = cases.c.number.in_(sorted({number, number.upper()}))
    found = select(*_SHOWN).where(same, *of_cases(viewer)).order_by(cases.c.number)
    return connection.execute(found.limit(1)).mappings().all()


def _among(viewer: Viewer) -> tuple[str, ...]:
    """Somebody of a unit seeks among its cases; of many units the table of parts tells sooner."""
    return viewer.part if viewer.of_unit and len(viewer.part) <= FEW_UNITS else ()


def _worded(
    connection: Connection,
    text: str,
    viewer: Viewer,
    codes: Codes,
    limit: int,
    exact: Sequence[RowMapping],
) -> Sequence[RowMapping]:
    found = hits(connection.dialect.name, text, codes, _among(viewer))
    if found is None:
        return []
    hit = found.subquery("hit")
    known = [row["cid"] for row in exact]
    newest = (
        select(*_SHOWN)
        .join_from(hit, cases, cases.c.cid == hit.c.cid)
        .where(*of_cases(viewer), cases.c.cid.not_in(known))
        .order_by(hit.c.cid.desc())
    )
    return connection.execute(newest.limit(limit)).mappings().all()
