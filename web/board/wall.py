"""The board on a wall: numbers, kinds of matter and time limits, nothing about people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from flask import Response, abort, make_response, render_template, request, url_for

from application.duty import wall_of
from domain.case.words import Role
from domain.duty.state import Shift
from domain.units.state import CENTRE
from projections.queries.board import Board, board
from projections.queries.open_cases import Wanted
from projections.queries.viewer import Viewer
from web import deadlines, times
from web.asking import viewer
from web.board import duty
from web.board.asked import Asked, page_of
from web.board.routes import blueprint
from web.board.rows import kind_of
from web.board.shown import spoken
from web.board.tiles import Tile, tiles
from web.deadlines import Mark
from web.security import ADDRESS_KEPT
from web.service import service

ROWS: Final = 8  # so many lines of that size fit a screen that is read from across a room
MOST_PAGES: Final = 8  # who stands before it waits two minutes at most for a page to come again
TURNED_EVERY: Final = 15  # seconds
OF_THE_DESK: Final = Viewer(Role.OPERATOR, CENTRE)  # what a screen by its own link shows


class WallLine(NamedTuple):
    """One case: all that is shown of it."""

    number: str
    kind: str
    mark: Mark | None
    due: int | None
    urgent: bool


class Screen(NamedTuple):
    """One page of the screen; `live` is the address of the next one."""

    now: datetime
    tiles: list[Tile]
    lines: list[WallLine]
    page: int
    last_page: int
    more: int
    shift: Shift | None
    live: str


@blueprint.get("/board/wall")
def wall() -> str:
    """For whoever is logged in, as far as they may see cases."""
    return _whole(_screen(viewer(), url_for("board.wall_live")), own=True)


@blueprint.get("/board/wall/live")
def wall_live() -> str:
    """The next page of it."""
    return _part(_screen(viewer(), url_for("board.wall_live")))


@blueprint.get("/wall/<secret>")
def wall_by_link(secret: str) -> Response:
    """For a screen with a link of its own: nobody is logged in there."""
    _known(secret)
    at = url_for("board.wall_by_link_live", secret=secret)
    response = make_response(_whole(_screen(OF_THE_DESK, at)))
    response.headers["Referrer-Policy"] = ADDRESS_KEPT
    return response


@blueprint.get("/wall/<secret>/live")
def wall_by_link_live(secret: str) -> Response:
    """The next page of it."""
    _known(secret)
    at = url_for("board.wall_by_link_live", secret=secret)
    return make_response(_part(_screen(OF_THE_DESK, at)))


def _known(secret: str) -> None:
    """A link that was made void, ran out or never was leads nowhere."""
    if wall_of(duty.duty(), secret, times.now()) is None:
        abort(404)


def _whole(screen: Screen, *, own: bool = False) -> str:
    return render_template(
        "board/wall.html",
        screen=screen,
        light="light" in request.args,
        own=own,
        desk=own and duty.acts(),
        every=TURNED_EVERY,
        spoken=spoken(),
        weekday=times.weekday(screen.now),
    )


def _part(screen: Screen) -> str:
    return render_template("board/wall_live.html", screen=screen)


def _screen(who: Viewer, live: str) -> Screen:
    """The page asked for; after the last comes the first."""
    now, page = times.now(), page_of(request.args.get("page", ""))
    found = _found(who, now, page)
    last_page = min(MOST_PAGES, max(1, -(-found.total // ROWS)))
    if page > last_page:
        page, found = 1, _found(who, now, 1)
    return Screen(
        now=now,
        tiles=tiles(found.tiles, Asked()),
        lines=[_line(row, now, who) for row in found.rows],
        page=page,
        last_page=last_page,
        more=max(0, found.total - last_page * ROWS),
        shift=duty.duty().running,
        live=f"{live}?page={page % last_page + 1}",
    )


def _found(who: Viewer, now: datetime, page: int) -> Board:
    wanted = Wanted(public=True, skip=(page - 1) * ROWS, most=ROWS)
    today = times.midnight(now.date())
    with service().read() as connection:
        return board(connection, viewer=who, now=now, today=today, wanted=wanted)


def _line(row: Mapping[str, Any], now: datetime, who: Viewer) -> WallLine:
    own = who.part if who.of_unit else ()
    mark = _anonymous(deadlines.mark(row, now, own))
    kind = kind_of(row["category"], row["track"])
    due = row["due_at"] if mark is not None and mark.due else None
    return WallLine(row["number"], kind, mark, due, bool(row["urgent"]))


def _anonymous(mark: Mark | None) -> Mark | None:
    """A limit that is another's is told without saying whose."""
    return None if mark is not None and mark.colour == "grey" and mark.about else mark
