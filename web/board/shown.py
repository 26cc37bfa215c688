"""What the board shows at this moment: head, tiles and a page of rows."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from projections.queries.board import SOON, board, seen_up_to
from projections.queries.open_cases import MOST_ROWS
from web import names, times
from web.asking import viewer
from web.auth.who import role
from web.board import duty
from web.board.asked import Asked
from web.board.rows import Line, kind_of, lines, moves
from web.board.tiles import Tile, tiles
from web.deadlines import NEAR
from web.policy import ACTING
from web.service import service
from web.wording import _, _n


class Pages(NamedTuple):
    """Which of how many pages, and from which row to which."""

    page: int
    last_page: int
    first: int
    last: int


class Shown(NamedTuple):
    """Everything the live part of the board is made of."""

    asked: Asked
    now: datetime
    seen: str
    tiles: list[Tile]
    units: list[names.UnitName]
    lines: list[Line]
    total: int
    pages: Pages
    urgent: list[tuple[str, str]]
    head: duty.Head | None
    note: duty.Told | None
    acts: bool
    moves: bool
    registers: bool


def seen() -> str:
    """What the board shows changes with the log, and with every minute."""
    with service().read() as connection:
        return _mark(seen_up_to(connection), times.now())


def _mark(position: int, now: datetime) -> str:
    return f"{position}.{int(now.timestamp()) // times.MINUTE}"


def shown(asked: Asked) -> Shown:
    """The board as asked for; a page past the last is the last."""
    now, own = times.now(), viewer()
    with service().read() as connection:
        mark = _mark(seen_up_to(connection), now)
        today = times.midnight(now.date())
        found = board(connection, viewer=own, now=now, today=today, wanted=asked.wanted())
    count = max(1, -(-found.total // MOST_ROWS))
    asked = asked._replace(page=min(asked.page, count))
    first = (asked.page - 1) * MOST_ROWS
    known = duty.duty()
    return Shown(
        asked=asked,
        now=now,
        seen=mark,
        tiles=tiles(found.tiles, asked),
        units=[unit for unit in names.units().values() if not unit.dissolved],
        lines=lines(list(found.rows), now),
        total=found.total,
        pages=Pages(asked.page, count, first + 1, first + len(found.rows)),
        urgent=[(number, kind_of(*about)) for number, *about in found.urgent],
        head=duty.head(known),
        note=duty.unread(known),
        acts=duty.acts(),
        moves=moves(),
        registers=role() in ACTING,
    )


def spoken() -> dict[str, Any]:
    """What the script says and counts with, in the language of the page."""
    return {
        "left": _("%(span)s left", span="{}"),
        "over": _("%(span)s over", span="{}"),
        "days": _n("%(num)d d", "%(num)d d", 0).replace("0", "{d}"),
        "daysHours": _("%(d)d d %(h)d h", d=0, h=0).replace("0", "{d}", 1).replace("0", "{h}"),
        "hours": _("%(h)d h %(m)d min", h=0, m=0).replace("0", "{h}", 1).replace("0", "{m}"),
        "minutes": _("%(m)d min", m=0).replace("0", "{m}"),
        "moment": _("under 1 min"),
        "soon": _ms(SOON),
        "near": _ms(NEAR),
        "zone": int((times.now().utcoffset() or timedelta()).total_seconds()) * 1000,
        "refreshed": _("Refreshed %(time)s", time="{}"),
        "lost": _("Last refreshed %(time)s; the line is lost, trying again.", time="{}"),
        "out": _("You are logged out; nothing is refreshed any more."),
        "again": _("Log in again"),
        "urgent": _("New and urgent:"),
        "seen": _("Seen"),
        "on": _("Sound on"),
        "off": _("Sound off"),
    }


def _ms(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)
