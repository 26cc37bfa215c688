"""By which words a case is found: only what is clear; sealed text is indexed nowhere."""

from operator import itemgetter
from typing import cast

from projections.cells import Cells
from projections.tables import cases
from projections.words import category_code, unit_code, words

_COLUMNS = ("title", "number", "place", "reference", "category", "lead_unit")
_sought = itemgetter(*(cases.columns.keys().index(name) for name in _COLUMNS))


def search_line(row: Cells) -> str:
    """Title, number, place, reference, category and lead unit of a row of `cases` as words."""
    title, number, place, reference, category, unit = cast("tuple[str, ...]", _sought(row))
    found = words(f"{title} {number} {place} {reference} {category}")
    if category:
        found.append(category_code(category))
    if unit:
        found.append(unit_code(unit))
    return " ".join(found)


def is_found_alike(old: Cells, new: Cells) -> bool:
    """Whether two rows of `cases` are found by the same words."""
    return bool(_sought(old) == _sought(new))
