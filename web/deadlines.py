"""How near a time limit is, as a word, a shape and a colour."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from projections.queries.board import SOON
from web import names, times, words
from web.wording import _

NEAR: Final = 4 * SOON  # on the board it turns yellow, for whoever plans the next hours


Row = Mapping[Any, Any]


class Mark(NamedTuple):
    """`colour` is red, orange, yellow, green or grey; `about` says what is due, when, from whom.

    `due`, milliseconds, is when the time that is left ends; 0 where none is counted.
    """

    colour: str
    text: str
    about: str = ""
    due: int = 0


def mark(case: Row, now: datetime, own: Collection[str] = ()) -> Mark | None:
    """Of a case as board and search have it; `own`: the units whose time limits count here."""
    if case.get("paused_at") is not None:
        return Mark("grey", _("Paused"))
    if case["due_at"] is None:
        return None
    holder = case.get("due_holder", "")
    if own and holder not in own:
        return Mark("grey", _("With %(unit)s", unit=names.unit(holder)), _about(case))
    left = times.local(case["due_at"]) - now
    return Mark(_colour(left), _text(left), _about(case), case["due_at"])


def _colour(left: timedelta) -> str:
    if left < timedelta():
        return "red"
    if left <= SOON:
        return "orange"
    return "yellow" if left <= NEAR else "green"


def _text(left: timedelta) -> str:
    if left < timedelta():
        return _("%(span)s over", span=times.span(-left))
    return _("%(span)s left", span=times.span(left))


def _about(case: Row) -> str:
    what = words.word(words.CLOCK, case["due_kind"])
    due = times.stamp(case["due_at"])
    holder = names.unit(case.get("due_holder", ""))
    return f"{what} · {due} · {holder}" if holder else f"{what} · {due}"
