"""The pages for coming and going."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.accounts import AccountError
from domain.case.words import Role
from web.auth import sessions
from web.auth.who import role, visitor
from web.messages import explain_account
from web.onward import local_path
from web.service import service
from web.wording import _, _n

blueprint = Blueprint("auth", __name__, template_folder="templates")
LONGEST = 200

Answer = Response | str | tuple[str, int]


@blueprint.route("/login", methods=["GET", "POST"])
def log_in() -> Answer:
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
    starts = {Role.ADMIN: "admin.home", Role.RESPONDER: "unit.mine"}
    return redirect(url_for(starts.get(role(), "board.board_page")))


def _try() -> Answer:
    username = request.form.get("username", "").strip()
    password = request.form.get("password", "")
    if not username or not password or max(len(username), len(password)) > LONGEST:
        return _form(_("Enter your user name and your password.")), 422
    if not username.isprintable():
        return _form(_wrong()), 422
    try:
        account, token = service().accounts.log_in(username, password, address())
    except AccountError as refused:
        return _form(_reason(refused)), 422
    sessions.current().take(token)
    if account.totp:
        return redirect(url_for("auth.code", next=_next() or None), 303)
    return _in()


@blueprint.route("/login/code", methods=["GET", "POST"])
def code() -> Answer:
    """The second step: a one-time code, or a recovery code."""
    if visitor() is not None:
        return redirect(url_for("auth.home"))
    if service().accounts.sessions.waiting(sessions.current().token) is None:
        return redirect(url_for("auth.log_in", next=_next() or None, late="1"), 303)
    return _try_code() if request.method == "POST" else _code_form()


def _try_code() -> Answer:
    typed = request.form.get("code", "")[:LONGEST]
    held = sessions.current().token
    try:
        token = service().accounts.enter_code(held, typed, address())[1]
    except AccountError as refused:
        return _code_form(_reason(refused)), 422
    sessions.current().take(token)
    return _in()


def _in() -> Response:
    return redirect(_next() or url_for("auth.home"), 303)


def _next() -> str:
    return local_path(request.values.get("next", ""))


def address() -> str:
    """Where a request comes from."""
    return request.remote_addr or ""


def _code_form(refusal: str = "") -> str:
    return render_template("auth/code.html", refusal=refusal, next=_next())


def _form(refusal: str = "") -> str:
    return render_template(
        "auth/log_in.html",
        refusal=refusal,
        username=request.form.get("username", "")[:LONGEST],
        next=_next(),
        left="left" in request.args,
        late="late" in request.args,
    )


def _reason(refused: AccountError) -> str:
    if refused.code == "wrong":
        return _wrong()
    if refused.code != "locked":
        return explain_account(refused).text
    return _n(
        "Too many wrong tries. Try again in %(num)d minute, or ask your administrator.",
        "Too many wrong tries. Try again in %(num)d minutes, or ask your administrator.",
        int(str(refused.data["minutes"])),
    )


def _wrong() -> str:
    return _("User name or password is wrong. Check both and try again.")
