"""What part of the board an address asks for; what nobody offers is as if it were not said."""

from collections.abc import Container, Mapping
from typing import Final, NamedTuple
from urllib.parse import urlencode

from flask import request, url_for

from domain.case.words import Track
from projections.queries.open_cases import MOST_ROWS, PARTS, Wanted
from web import names
from web.auth.who import account

TRACKS: Final = frozenset(Track)
MOST_PAGES: Final = 1_000


class Asked(NamedTuple):
    """`refresh`: the page loads itself anew, for browsers without scripts."""

    show: str = ""
    track: str = ""
    unit: str = ""
    mine: bool = False
    page: int = 1
    refresh: bool = False

    @property
    def narrowed(self) -> bool:
        """Not everything that is open is asked for."""
        return bool(self.show or self.track or self.unit or self.mine)

    def wanted(self) -> Wanted:
        """As the read model is asked."""
        return Wanted(
            show=self.show,
            track=self.track,
            unit=self.unit,
            mine=account().username if self.mine else "",
            skip=(self.page - 1) * MOST_ROWS,
            last=True,
        )

    def url(self, endpoint: str = "board.board_page", **other: object) -> str:
        """The address that asks for this, but for what is given."""
        said: dict[str, object] = {**self._asdict(), **other}
        plain = {name: text for name, value in said.items() if (text := _plain(name, value))}
        query = f"?{urlencode(plain)}" if plain else ""
        return url_for(endpoint) + query


def _plain(name: str, value: object) -> str:
    if name == "page" and value == 1:
        return ""
    return "1" if value is True else str(value or "")


def asked() -> Asked:
    """By this request."""
    given: Mapping[str, str] = request.args
    return Asked(
        show=_one_of(given.get("show", ""), PARTS),
        track=_one_of(given.get("track", ""), TRACKS),
        unit=_one_of(given.get("unit", ""), names.units()),
        mine=given.get("mine") == "1",
        page=page_of(given.get("page", "")),
        refresh="refresh" in given,
    )


def _one_of(said: str, known: Container[str]) -> str:
    return said if said in known else ""


def page_of(said: str) -> int:
    """The number of a page; the first when it is none."""
    if not said.isascii() or not said.isdecimal() or len(said) > len(str(MOST_PAGES)):
        return 1
    return min(max(1, int(said)), MOST_PAGES)
