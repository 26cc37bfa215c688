"""What stands where sealed texts are closed: what for, in one press, and how long it stays open."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flask import request, url_for

from domain.case.readings import OPEN_FOR, QUERY_CODE, Place
from web import times
from web.desk import schemas, values
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.onward import local_path
from web.readings import purposes

MINUTE = 60


class Ask(NamedTuple):
    """The form: where it goes, where from there, each usual purpose with its words.

    `what` says which fields open; `problem` what was wrong with the purpose `typed`.
    """

    action: str
    back: str
    token: str
    usual: list[tuple[str, str]]
    what: str
    minutes: int
    problem: str = ""
    typed: str = ""


class Reading(NamedTuple):
    """How sealed texts of a case stand for the viewer: to be asked for, or open until then."""

    ask: Ask | None
    until: str = ""
    purpose: str = ""


def reading(now: Standing, action: str = "", usual: Sequence[str] = ()) -> Reading:
    """Of the whole case; `action` is where the form goes, if not where those of the case go."""
    sight = Sight(now)
    closed = sight.closed()
    if closed:
        to = action or url_for("readings.open_case", number=now.case.number)
        return Reading(asked(to, _labels(closed), usual))
    latest = max(sight.opened.readings, key=lambda one: one.until or one.at, default=None)
    if latest is None or latest.until is None:
        return Reading(None)
    return Reading(None, times.short(latest.until), purposes.written(latest.purpose))


def of_code(now: Standing) -> Ask:
    """For the slip, with which one can ask and answer as the reporter does."""
    to = url_for("receipt.open_slip", number=now.case.number)
    return asked(to, [values.label(QUERY_CODE)], (purposes.SLIP,))


def asked(action: str, what: Sequence[str], usual: Sequence[str] = ()) -> Ask:
    """One form; what was refused just now stands in it again."""
    return Ask(
        action=action,
        back=_here(),
        token=schemas.new_token(),
        usual=[(code, purposes.written(code)) for code in usual or purposes.usual()],
        what=values.joined(what),
        minutes=int(OPEN_FOR.total_seconds()) // MINUTE,
    )


def back_to(otherwise: str) -> str:
    """Where the form was, or where else to go."""
    return local_path(request.form.get("back", "")) or otherwise


def _here() -> str:
    """This page; one that a form led to is left for the case's own."""
    return request.full_path.rstrip("?") if request.method == "GET" else ""


def _labels(closed: Iterable[Place]) -> list[str]:
    return list(dict.fromkeys(values.label(place.field) for place in closed))
