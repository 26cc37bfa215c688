"""The pages for coming and going."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.accounts import AccountError
from domain.case.words import Role
from web.auth import sessions
from web.auth.who import role, visitor
from web.messages import explain_account
from web.service import service
from web.wording import _, _n

blueprint = Blueprint("auth", __name__, template_folder="templates")
LONGEST = 200


@blueprint.route("/login", methods=["GET", "POST"])
def log_in() -> Response | str | tuple[str, int]:
    """The form, and what it leads to."""
    if request.method == "POST":
        return _try()
    if visitor() is not None:
        return redirect(url_for("auth.home"))
    return _form()


@blueprint.post("/logout")
def log_out() -> Response:
    """End the session here and on the server."""
    service().accounts.log_out(sessions.current().token)
    sessions.current().take("")
    return redirect(url_for("auth.log_in", left="1"), 303)


@blueprint.get("/")
def home() -> Response:
    """Everybody begins where their work is."""
    starts = {Role.ADMIN: "ledgers.index", Role.RESPONDER: "unit.mine"}
    return redirect(url_for(starts.get(role(), "board.board_page")))


def _try() -> Response | tuple[str, int]:
    username = request.form.get("username", "").strip()
    password = request.form.get("password", "")
    if not username or not password or max(len(username), len(password)) > LONGEST:
        return _form(_("Enter your user name and your password.")), 422
    if not username.isprintable():
        return _form(_wrong()), 422
    try:
        token = service().accounts.log_in(username, password)[1]
    except AccountError as refused:
        return _form(_reason(refused)), 422
    sessions.current().take(token)
    return redirect(local_path(request.form.get("next", "")) or url_for("auth.home"), 303)


def _form(refusal: str = "") -> str:
    return render_template(
        "auth/log_in.html",
        refusal=refusal,
        username=request.form.get("username", "")[:LONGEST],
        next=local_path(request.values.get("next", "")),
        left="left" in request.args,
    )


def _reason(refused: AccountError) -> str:
    if refused.code == "locked":
        return _n(
            "Too many wrong passwords. Try again in %(num)d minute, or ask your administrator.",
            "Too many wrong passwords. Try again in %(num)d minutes, or ask your administrator.",
            int(str(refused.data["minutes"])),
        )
    return _wrong()


def _wrong() -> str:
    return _("User name or password is wrong. Check both and try again.")


def local_path(target: str) -> str:
    """A path of this service, or "": nobody is sent elsewhere by a link to the log-in page."""
    parts = urlsplit(target) if "\\" not in target else None
    if parts is None or parts.scheme or parts.netloc or not target.startswith("/"):
        return ""
    return "" if target.startswith("//") or not target.isprintable() else target
