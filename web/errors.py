"""The page for a request that can't be answered: what is the matter, and what to do now."""

import logging

from flask import Flask, g, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from application.codec import Unreadable
from domain.errors import (
    AccusedUnit,
    CaseUnknown,
    ClockBehind,
    ClockJumped,
    DomainError,
    NotYourUnit,
)
from web.messages import explain
from web.wording import _

log = logging.getLogger(__name__)

Answer = tuple[str, int]
# A case that must not be seen is answered like one that is not there.
NOT_THERE = (CaseUnknown, AccusedUnit, NotYourUnit)
# Whatever was asked, it is not the person's doing, and there is nothing they could mend.
ASTRAY = (ClockBehind, ClockJumped)


def init_app(app: Flask) -> None:
    """Every kind of failure gets its page."""
    app.register_error_handler(CSRFError, form_void)
    app.register_error_handler(HTTPException, answered)
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(Unreadable, altered)
    app.register_error_handler(Exception, broken)


def form_void(error: CSRFError) -> Answer:  # noqa: ARG001 - why is no business of the page
    """The form was given out in another session, or comes from another site."""
    title = _("This form is no longer valid")
    todo = _(
        "You were logged out or logged in again since it was opened. Nothing was recorded. "
        "Go back, load the page again and send the form once more."
    )
    return _page(400, title, todo)


def answered(error: HTTPException) -> Answer | HTTPException:
    """The failures HTTP has a number for."""
    code = error.code or 500
    if code < 400:  # noqa: PLR2004 - a redirect is no failure
        return error
    title, todo = _texts().get(code, _texts()[400 if code < 500 else 500])  # noqa: PLR2004
    return _page(code, title, todo)


def refused(error: DomainError) -> Answer:
    """A refusal no form has shown already."""
    if isinstance(error, NOT_THERE):
        title, todo = _texts()[404]
        return _page(404, title, todo)
    if isinstance(error, ASTRAY):
        return _page(503, _("Nothing is recorded at the moment"), explain(error).text, error.code)
    todo = _("The rules don't allow this now. Nothing was recorded. Open the case and look again.")
    return _page(409, _("This can't be done now"), todo, error.code)


def altered(error: Unreadable) -> Answer:
    """Somebody or something was at the stored bytes: which record it is, verifying tells."""
    log.error("a record can't be read: linkage verify --all", exc_info=error)
    todo = _(
        "What is stored of it was altered or damaged. Tell your administrator and the auditors: "
        "nobody should change anything on the server, and linkage verify --all says which record "
        "it is."
    )
    return _page(500, _("A record can't be read"), todo, "record-unreadable")


def broken(error: Exception) -> Answer:
    """A defect of ours: the log keeps it, the page does not show it."""
    log.error("a request failed", exc_info=error)
    g.setdefault("visitor", None)  # the frame asks no accounts that may be what is broken
    title, todo = _texts()[500]
    return _page(500, title, todo)


def _page(code: int, title: str, todo: str, about: str = "") -> Answer:
    return render_template("error.html", code=code, title=title, todo=todo, about=about), code


def _texts() -> dict[int, tuple[str, str]]:
    return {
        400: (
            _("The request can't be understood"),
            _("Something in the address or the form is not as expected. Go back and try again."),
        ),
        403: (
            _("This page is not for your role"),
            _("If your work needs it, ask your administrator which role your account should have."),
        ),
        404: (
            _("There is nothing at this address"),
            _("Check the number, or look for the case with the search box at the top."),
        ),
        405: (
            _("This address can't be used in that way"),
            _("Go back to the page with the form and send it from there."),
        ),
        413: (
            _("That was too much at once"),
            _("Nothing was recorded. Go back, shorten the text, or send fewer or smaller files."),
        ),
        500: (
            _("The service made a mistake"),
            _(
                "What you sent may not be recorded: look before you send it again. "
                "If it happens again, tell your administrator the time and what you did."
            ),
        ),
    }
