"""One's own account: password, one-time codes, and where else one is logged in."""

from typing import Final

import segno
from flask import flash, redirect, render_template, request, url_for
from pyotp.totp import TOTP
from werkzeug.wrappers import Response

from application.accounts import SHORTEST, AccountError
from application.staff import Staff
from web.auth import sessions
from web.auth.gate import codes_needed
from web.auth.views import LONGEST, Answer, address, blueprint
from web.auth.who import account
from web.i18n import centre_name
from web.messages import explain_account
from web.service import service
from web.wording import _

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303
Problems = list[tuple[str, str]]


@blueprint.get("/account")
def own() -> str:
    """The page of one's own account."""
    return _own()


@blueprint.route("/account/password", methods=["GET", "POST"])
def password() -> Answer:
    """Choose another password; other sessions end."""
    if request.method == "GET":
        return _password()
    old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
    problems = _missing(old=old, new=new) or _different(new, again)
    if not problems:
        try:
            held = sessions.current().token
            token = _mine().change_password(held, old[:LONGEST], new, address())
        except AccountError as refused:
            problems = [("old" if refused.code in OF_OLD else "new", explain_account(refused).text)]
        else:
            sessions.current().take(token)
            flash(_("Your password is changed. Other places were logged out."), "success")
            return redirect(url_for("auth.own"), SEE_OTHER)
    return _password(problems), UNPROCESSABLE


OF_OLD: Final = frozenset({"wrong-old", "locked"})


@blueprint.route("/account/codes", methods=["GET", "POST"])
def codes() -> Answer:
    """Set up one-time codes: take up the secret, and show that it was by typing a code."""
    if account().totp:
        return redirect(url_for("auth.own"), SEE_OTHER)
    if request.method == "GET":
        return _codes()
    try:
        given = _mine().take_up_codes(request.form.get("code", "")[:LONGEST])
    except AccountError as refused:
        return _codes([("code", explain_account(refused).text)]), UNPROCESSABLE
    return _recovery(given)


@blueprint.post("/account/codes/recovery")
def recovery() -> Answer:
    """Other recovery codes; those before are void."""
    problems = _proved("recovery-password")
    if problems or not account().totp:
        return _own(problems), UNPROCESSABLE
    return _recovery(service().accounts.codes.renew(account().username))


@blueprint.post("/account/codes/off")
def codes_off() -> Answer:
    """Log in without codes from now on."""
    problems = _proved("off-password")
    if not problems and codes_needed(account()):
        problems = [("", _("Your account has to be used with codes."))]
    if problems:
        return _own(problems), UNPROCESSABLE
    _mine().remove_codes(account().username)
    flash(_("Log-in asks for no code any more."), "success")
    return redirect(url_for("auth.own"), SEE_OTHER)


@blueprint.post("/account/sessions")
def end_others() -> Response:
    """Log out everywhere else."""
    service().accounts.sessions.end_all(account().username, but=sessions.current().token)
    flash(_("Every other place was logged out."), "success")
    return redirect(url_for("auth.own", _anchor="sessions"), SEE_OTHER)


def _mine() -> Staff:
    return Staff(service().desk, service().accounts, account().username)


def _own(problems: Problems | None = None) -> str:
    who, accounts = account(), service().accounts
    return render_template(
        "auth/account.html",
        who=who,
        last=accounts.one(who.username).last_log_in,
        open_sessions=accounts.sessions.open(who.username, sessions.current().token),
        recovery_left=accounts.codes.left(who.username),
        needed=codes_needed(who),
        problems=problems or [],
        wrong=dict(problems or []),
    )


def _password(problems: Problems | None = None) -> str:
    return render_template(
        "auth/password.html",
        who=account(),
        problems=problems or [],
        wrong=dict(problems or []),
        least=SHORTEST,
    )


def _codes(problems: Problems | None = None) -> str:
    secret = service().accounts.codes.offer(account().username)
    address_of_secret = TOTP(secret).provisioning_uri(
        name=account().username, issuer_name=centre_name()
    )
    mark = segno.make(address_of_secret, error="m", micro=False)
    return render_template(
        "auth/codes.html",
        mark=mark.svg_data_uri(scale=5, border=3, dark="#000", light="#fff"),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        needed=codes_needed(account()),
        problems=problems or [],
        wrong=dict(problems or []),
    )


def _recovery(given: list[str]) -> str:
    return render_template("auth/recovery.html", codes=given)


def _proved(field: str) -> Problems:
    """What is wrong with the password that shows that it is still the same person."""
    typed = request.form.get("password", "")[:LONGEST]
    try:
        service().accounts.prove(account().username, typed)
    except AccountError as refused:
        return [(field, explain_account(refused).text)]
    return []


def _missing(**typed: str) -> Problems:
    texts = {
        "old": _("Type your present password."),
        "new": _("Type the new password."),
    }
    return [(name, texts[name]) for name, text in typed.items() if not text]


def _different(new: str, again: str) -> Problems:
    return [] if new == again else [("again", _("The two new passwords are not the same."))]
