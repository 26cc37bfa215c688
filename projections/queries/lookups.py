"""Small questions of many pages: which units, places and categories there are, and one case."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column as SqlColumn
from sqlalchemy import Connection, RowMapping, func, select

from projections.queries.viewer import Viewer, of_cases, of_open_cases
from projections.tables import cases, units

_AT_ONCE: Final = 500  # ids in one statement
LATEST: Final = 10_000
"""So many of the latest cases are asked which places and categories are in use."""

_SHOWN = (
    cases.c.cid,
    cases.c.case_id,
    cases.c.number,
    cases.c.title,
    cases.c.track,
    cases.c.category,
    cases.c.place,
    cases.c.stage,
    cases.c.lead_unit,
    cases.c.received_at,
)


@dataclass(frozen=True, slots=True)
class UnitInTree:
    """A unit, and how far below the top it stands: `depth` 0 is the top."""

    code: str
    name: str
    name_en: str
    level: str
    parent: str
    dissolved: bool
    depth: int


def unit_tree(connection: Connection) -> list[UnitInTree]:
    """All units, each followed by those below it, side by side in the order of their codes."""
    shown = (units.c.name, units.c.name_en, units.c.level, units.c.parent, units.c.dissolved)
    rows = connection.execute(select(units.c.code, *shown).order_by(units.c.code)).all()
    known = {row.code for row in rows}
    below: dict[str, list[tuple[str, str, str, str, str, bool]]] = defaultdict(list)
    for row in sorted(tuple(row) for row in rows):
        below[row[4] if row[4] in known else ""].append(row)
    return list(_walk(below, "", 0))


def _walk(
    below: dict[str, list[tuple[str, str, str, str, str, bool]]], code: str, depth: int
) -> Iterator[UnitInTree]:
    for row in below.get(code, ()):
        yield UnitInTree(*row, depth)
        yield from _walk(below, row[0], depth + 1)


def unit_names(connection: Connection) -> dict[str, tuple[str, str]]:
    """Name and English name of every unit, by code."""
    rows = connection.execute(select(units.c.code, units.c.name, units.c.name_en))
    return {code: (name, name_en) for code, name, name_en in rows}


def places_in_use(connection: Connection, *, viewer: Viewer) -> list[str]:
    """The places of the latest cases."""
    return _in_use(connection, cases.c.place, viewer)


def categories_in_use(connection: Connection, *, viewer: Viewer) -> list[str]:
    """The categories of the latest cases, as codes."""
    return _in_use(connection, cases.c.category, viewer)


def _in_use(connection: Connection, column: SqlColumn[str], viewer: Viewer) -> list[str]:
    latest = select(column.label("used")).where(*of_cases(viewer)).order_by(cases.c.cid.desc())
    used = latest.limit(LATEST).subquery()
    found = connection.execute(select(used.c.used).distinct().where(used.c.used != ""))
    return sorted(found.scalars())


def case_numbered(connection: Connection, number: str, *, viewer: Viewer) -> RowMapping | None:
    """The case of that file number, if there is one for this viewer."""
    if not number.isprintable():
        return None
    found = select(*_SHOWN).where(cases.c.number == number, *of_cases(viewer))
    return connection.execute(found).mappings().one_or_none()


def open_cases(connection: Connection, *, viewer: Viewer) -> int:
    """How many cases are open."""
    found = select(func.count()).select_from(cases).where(*of_open_cases(viewer))
    counted: int = connection.execute(found).scalar_one()
    return counted


def open_among(connection: Connection, case_ids: Sequence[str]) -> set[str]:
    """Which of these cases are open; those the read model doesn't know yet count as open."""
    found: set[str] = set(case_ids)
    for start in range(0, len(case_ids), _AT_ONCE):
        some = cases.c.case_id.in_(case_ids[start : start + _AT_ONCE])
        ended = select(cases.c.case_id).where(some, cases.c.open.is_(False))
        found -= set(connection.execute(ended).scalars())
    return found
