"""What a unit has to do next: on its board its own time limits count, not the centre's."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from projections.queries.board import SOON, Board, Tiles
from projections.queries.filters import Filters
from projections.queries.ledgers import MOST_PER_PAGE, page
from web import times
from web.asking import viewer
from web.deadlines import Row
from web.service import service

RUNNING: Final = Filters(state="open")
NEVER: Final = float("inf")


def of_unit(found: Board) -> tuple[Tiles, list[Row]]:
    """Tiles and rows with the unit's own time limits, what it owes first on top."""
    limits = _limits()
    rows: list[Row] = [_with_own(row, limits) for row in found.rows]
    tiles = replace(found.tiles, **_counts(limits))
    return tiles, sorted(rows, key=lambda row: _due(row, limits))


def _limits() -> dict[str, Row]:
    """The first running time limit the unit has in each case, by number."""
    with service().read() as connection:
        found = page(
            connection,
            "obligations",
            viewer=viewer(),
            now=times.now(),
            filters=RUNNING,
            sort="due_at",
            per_page=MOST_PER_PAGE,
        )
    return {row["number"]: row for row in reversed(found.rows)}


def _with_own(row: Row, limits: Mapping[str, Row]) -> dict[str, object]:
    own = limits.get(row["number"])
    if own is None:
        return dict(row)
    return {**row, "due_at": own["due_at"], "due_kind": own["clock"], "due_holder": viewer().unit}


def _due(row: Row, limits: Mapping[str, Row]) -> float:
    return float(row["due_at"]) if row["number"] in limits else NEVER


def _counts(limits: Mapping[str, Row]) -> dict[str, int]:
    now = times.now().timestamp() * 1000
    soon = now + SOON.total_seconds() * 1000
    dues: Sequence[int] = [row["due_at"] for row in limits.values()]
    return {
        "overdue": sum(due < now for due in dues),
        "due_soon": sum(now <= due <= soon for due in dues),
    }
