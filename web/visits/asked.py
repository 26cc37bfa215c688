"""What part of the list an address asks for; what nobody offers is as if it were not said."""

from collections.abc import Container
from typing import Any, Final, NamedTuple

from flask import request

from domain.case.words import Track
from projections.queries.visits import ATTEMPTED, CLASSES, DUE, MOST_COUNTED, MOST_ROWS, Wanted
from web import names

LAST_PAGE: Final = MOST_COUNTED // MOST_ROWS


class Asked(NamedTuple):
    """`of_class` is the class of the dispute."""

    of_class: str = ""
    unit: str = ""
    due: str = ""
    attempted: str = ""
    track: str = ""
    page: int = 1

    @property
    def skip(self) -> int:
        """Rows of the pages before."""
        return (self.page - 1) * MOST_ROWS

    def wanted(self) -> Wanted:
        """As the read model is asked."""
        return Wanted(
            dispute_class=self.of_class,
            unit=self.unit,
            due=self.due,
            attempted=self.attempted,
            track=self.track,
        )

    def address(self, **changes: object) -> dict[str, Any]:
        """The same with some of it changed, as arguments of an address."""
        said = {**self._asdict(), **changes}
        return {name: value for name, value in said.items() if value not in ("", 1)}


def asked() -> Asked:
    """By this request."""
    return Asked(
        of_class=_one_of("of_class", CLASSES),
        unit=_one_of("unit", names.units()),
        due=_one_of("due", DUE),
        attempted=_one_of("attempted", ATTEMPTED),
        track=_one_of("track", frozenset(Track)),
        page=_page(request.args.get("page", "")),
    )


def _one_of(name: str, known: Container[str]) -> str:
    said = request.args.get(name, "")
    return said if said in known else ""


def _page(said: str) -> int:
    if not said.isascii() or not said.isdecimal() or len(said) > len(str(LAST_PAGE)):
        return 1
    return min(max(1, int(said)), LAST_PAGE)
