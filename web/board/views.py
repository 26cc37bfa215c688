"""The board at this moment: the whole page, and the part that is asked for again and again."""

from typing import Final

from flask import Response, make_response, render_template, request

from web import times
from web.auth.gate import allowed
from web.auth.who import visitor
from web.board.asked import asked
from web.board.routes import blueprint
from web.board.shown import Shown, seen, shown, spoken

REFRESHED_EVERY: Final = 60  # seconds, for browsers without scripts
ASKED_EVERY: Final = 10  # seconds, by the script
NO_CONTENT: Final = 204


@blueprint.get("/board")
def board_page() -> str:
    """Everything open, or the part of it that is asked for."""
    board = shown(asked())
    return render_template(
        "board/board.html",
        **_given(board),
        weekday=times.weekday(board.now),
        every=ASKED_EVERY,
        refresh=REFRESHED_EVERY if board.asked.refresh else 0,
        spoken=spoken(),
        sees_shifts=allowed("board.shifts", visitor()),
    )


@blueprint.get("/board/live")
def live() -> Response:
    """The part of the board that changes; nothing when it has not changed since `seen`."""
    if request.args.get("seen") == seen():
        return make_response("", NO_CONTENT)
    return make_response(render_template("board/live.html", **_given(shown(asked()))))


def _given(board: Shown) -> dict[str, object]:
    return {"board": board, "asked": board.asked}
