"""The figures over the board, each with what it is made of and the way to its rows."""

from typing import NamedTuple

from flask import url_for

from projections.queries.board import SOON, Tiles
from web import times
from web.board.asked import Asked
from web.wording import _


class Tile(NamedTuple):
    """`url` leads to what is counted; `chosen`: the board shows that now."""

    colour: str
    label: str
    figure: str
    about: str
    url: str
    chosen: bool = False


def tiles(counted: Tiles, asked: Asked) -> list[Tile]:
    """In the order of a matter's way."""
    today = times.now().strftime(times.DAY_PATTERN)
    received = url_for("ledgers.ledger", name="cases", since=today)
    return [
        Tile("blue", _("Received today"), str(counted.received), _more(counted), received),
        _part("waiting", asked, "yellow", _("To be dispatched"), counted.waiting, _wait(counted)),
        _part("under_way", asked, "azure", _("Under way"), counted.under_way, _where(counted)),
        _part("soon", asked, "orange", _("Due soon"), counted.due_soon, _soon()),
        _part("overdue", asked, "red", _("Overdue"), counted.overdue, _urge(counted)),
        Tile("green", _("Closed today"), str(counted.closed), _rate(counted), ""),
    ]


def _part(name: str, asked: Asked, colour: str, label: str, count: int, about: str) -> Tile:
    chosen = asked.show == name
    url = asked.url(show="" if chosen else name, page=1)
    return Tile(colour, label, str(count), about, url, chosen)


def _more(counted: Tiles) -> str:
    more = counted.received - counted.received_before
    return _("%(more)s against yesterday by now", more=f"{more:+d}" if more else "±0")


def _wait(counted: Tiles) -> str:
    if counted.waiting_since is None:
        return _("nobody waits")
    waited = times.now() - times.local(counted.waiting_since)
    return _("longest wait %(span)s", span=times.span(waited))


def _where(counted: Tiles) -> str:
    at_work = counted.under_way - counted.unsigned
    return _("%(n)d signed for · %(m)d not yet", n=at_work, m=counted.unsigned)


def _urge(counted: Tiles) -> str:
    return _("to be urged") if counted.overdue else _("nothing is late")


def _soon() -> str:
    return _("within %(span)s", span=times.span(SOON))


def _rate(counted: Tiles) -> str:
    if not counted.due_to_close:
        return _("nothing was due to close")
    rate = 100 * counted.closed / counted.due_to_close
    of_all = f"{counted.closed} / {counted.due_to_close}"
    return _("closing rate %(rate)s %% (%(of_all)s)", rate=f"{rate:.1f}", of_all=of_all)
