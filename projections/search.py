"""By which words a case is found: only what is clear; sealed text is indexed nowhere."""

from collections.abc import Sequence
from operator import itemgetter
from typing import cast

from projections.cells import Cells
from projections.rows import CaseRows
from projections.tables import cases, parts
from projections.words import category_code, part_code, unit_code, words

_COLUMNS = ("title", "number", "place", "reference", "category", "lead_unit")
_sought = itemgetter(*(cases.columns.keys().index(name) for name in _COLUMNS))
_unit = itemgetter(parts.columns.keys().index("unit"))


def search_line(rows: CaseRows) -> str:
    """Title, number, place, reference, category and lead unit of a case, and whose it is."""
    title, number, place, reference, category, unit = cast("tuple[str, ...]", _sought(rows.case))
    found = words(f"{title} {number} {place} {reference} {category}")
    if category:
        found.append(category_code(category))
    if unit:
        found.append(unit_code(unit))
    found += [part_code(unit) for unit in _units(rows.parts)]
    return " ".join(found)


def is_found_alike(old: CaseRows, new: CaseRows) -> bool:
    """Whether a case is found by the same words as before."""
    if old.parts != new.parts and _units(old.parts) != _units(new.parts):
        return False
    return bool(_sought(old.case) == _sought(new.case))


def _units(rows: Sequence[Cells]) -> list[str]:
    return [cast("str", _unit(row)) for row in rows]
