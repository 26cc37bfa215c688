"""The board at this moment; it loads itself anew when asked to."""

from collections.abc import Callable, Mapping
from typing import Final

from flask import Blueprint, render_template, request

from projections.queries.board import MOST_ROWS, SOON, WAITING, Board, Tiles, board
from web import deadlines, times
from web.asking import viewer
from web.board.own import of_unit
from web.board.tiles import tiles
from web.deadlines import Row
from web.service import service

blueprint = Blueprint("board", __name__, template_folder="templates")

REFRESHED_EVERY: Final = 60  # seconds
MOST_LOOKED_THROUGH: Final = 2_000
SHOWN: Final[Mapping[str, Callable[[Row, int], bool]]] = {
    "waiting": lambda row, _: row["stage"] in WAITING,
    "under_way": lambda row, _: row["stage"] not in WAITING,
    "soon": lambda row, now: (
        _due(row) and now <= row["due_at"] <= now + SOON.total_seconds() * 1000
    ),
    "overdue": lambda row, now: _due(row) and row["due_at"] < now,
}


@blueprint.get("/board")
def board_page() -> str:
    """Everything open, or the part of it a tile counts."""
    show = request.args.get("show", "")
    show = show if show in SHOWN else ""
    now = times.now()
    found = _found(MOST_LOOKED_THROUGH if show else MOST_ROWS)
    counted, rows = _counted(found)
    rows = _narrowed(rows, show)
    own = viewer().unit if viewer().of_unit else ""
    return render_template(
        "board/board.html",
        now=now,
        weekday=times.weekday(now),
        tiles=tiles(counted, show),
        rows=[(row, deadlines.mark(row, now, own)) for row in rows[:MOST_ROWS]],
        total=len(rows),
        more=found.more or len(rows) > MOST_ROWS,
        show=show,
        refresh=REFRESHED_EVERY if "refresh" in request.args else 0,
    )


def _found(limit: int) -> Board:
    now = times.now()
    with service().read() as connection:
        today = times.midnight(now.date())
        return board(connection, viewer=viewer(), now=now, today=today, limit=limit)


def _counted(found: Board) -> tuple[Tiles, list[Row]]:
    return of_unit(found) if viewer().of_unit else (found.tiles, list(found.rows))


def _narrowed(rows: list[Row], show: str) -> list[Row]:
    now = int(times.now().timestamp() * 1000)
    return [row for row in rows if SHOWN[show](row, now)] if show else rows


def _due(row: Row) -> bool:
    return row["due_at"] is not None
