"""The reporter's visit: a signed cookie of this page alone, of some minutes, for one case."""

from datetime import timedelta
from typing import Final, NamedTuple

from flask import current_app, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from application.answering import Admitted
from application.clock import to_ms
from web.service import service, settings

COOKIE: Final = "linkage-query"
LASTS: Final = timedelta(minutes=15)  # without use; whoever finds the phone finds no page


class Visit(NamedTuple):
    """Which case is open, and whether its words are."""

    case_id: str
    known: bool


def current() -> Visit | None:
    """The visit this request belongs to, if there is one and it still lasts."""
    try:
        case_id, known, until = _signer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return Visit(case_id, known) if until > to_ms(service().desk.clock()) else None


def begin(response: Response, admitted: Admitted) -> None:
    """Let the browser in from now on."""
    _keep(response, Visit(admitted.case_id, admitted.known))


def go_on(response: Response) -> None:
    """Whoever reads and writes is not shown out."""
    visit = current()
    if visit is not None:
        _keep(response, visit)


def end(response: Response) -> None:
    """Nothing of it stays in the browser."""
    response.delete_cookie(COOKIE, path=_path(), httponly=True, samesite="Strict")


def _keep(response: Response, visit: Visit) -> None:
    until = to_ms(service().desk.clock() + LASTS)
    response.set_cookie(
        COOKIE,
        str(_signer().dumps([*visit, until])),
        max_age=LASTS,
        path=_path(),
        httponly=True,
        samesite="Strict",
        secure=settings().https,
    )


def _path() -> str:
    return url_for("public.door")


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=COOKIE)
