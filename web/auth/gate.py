"""Lets a request through when the policy says so, and nobody past an endpoint without one."""

from flask import Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from application.accounts import Account
from web.auth.who import visitor
from web.policy import ANYBODY, roles_of


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
    return None


def allowed(endpoint: str, who: Account | None) -> bool:
    """Whether the policy lets this person use an endpoint."""
    roles = roles_of(endpoint)
    return ANYBODY in roles or (who is not None and who.role in roles)


def ask_to_log_in() -> Response:
    """To the log-in page, and from there back to the page asked for; a form is not repeated."""
    back = request.full_path.rstrip("?") if request.method == "GET" and request.path != "/" else ""
    return redirect(url_for("auth.log_in", next=back or None), 303)
