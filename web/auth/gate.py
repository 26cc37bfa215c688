"""Lets a request through when the policy says so, and nobody past an endpoint without one."""

from typing import Final

from flask import Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from application.accounts import Account
from domain.case.words import Role
from web.auth.who import passive, visitor
from web.policy import ANYBODY, admits, roles_of
from web.service import settings

MEANWHILE: Final = frozenset({"auth.password", "auth.codes", "auth.log_out"})


def init_app(app: Flask) -> None:
    """Asked before anything else looks at a request."""
    app.before_request(check)


def check() -> Response | None:
    """None lets it through; nobody logged in is asked to log in; everybody else is refused."""
    if request.endpoint is None:
        return None  # an unknown address or method: 404 or 405
    roles = roles_of(request.endpoint)
    if ANYBODY in roles:
        return None
    who = visitor()
    if who is None and roles:
        return ask_to_log_in()
    if not allowed(request.endpoint, who):
        abort(403)
    return first_things_first(who) if who is not None else None


def allowed(endpoint: str, who: Account | None) -> bool:
    """Whether the policy lets this person use an endpoint."""
    if ANYBODY in roles_of(endpoint):
        return True
    return who is not None and admits(endpoint, who.role, who.unit)


def first_things_first(who: Account) -> Response | None:
    """A password somebody else knows is changed, and codes that are asked for are set up."""
    owed = owes(who)
    if not owed or request.endpoint in MEANWHILE:
        return None
    return redirect(url_for(owed), 303)


def owes(who: Account) -> str:
    """The page somebody has to go through before any other; "" when there is none."""
    if who.must_change:
        return "auth.password"
    return "auth.codes" if codes_needed(who) and not who.totp else ""


def codes_needed(who: Account) -> bool:
    """Whether the settings ask for one-time codes of this person."""
    asked = settings().totp
    return asked == "everybody" or (asked == "admins" and who.role == Role.ADMIN)


def ask_to_log_in() -> Response:
    """To the log-in page, and from there back to the page asked for; a form is not repeated.

    A page that asks by itself is only told: where it went nobody would see.
    """
    if passive():
        return Response(status=401)
    back = request.full_path.rstrip("?") if request.method == "GET" and request.path != "/" else ""
    return redirect(url_for("auth.log_in", next=back or None), 303)
