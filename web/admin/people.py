"""Administrators' pages of people: who may log in, in which role, for which unit."""

from collections.abc import Mapping
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.accounts import Account, AccountError, Listed
from application.accounts.passwords import new_password
from application.accounts.throttle import ACCOUNT, CODE
from application.staff import Staff, history
from domain.case.words import Role
from domain.units import CENTRE
from web import names, words
from web.admin.forms import (
    FIELD,
    SEE_OTHER,
    UNPROCESSABLE,
    Asked,
    Options,
    Refused,
    read,
    require_seen,
    shown,
)
from web.admin.telling import told
from web.admin.views import blueprint
from web.auth.who import account
from web.desk.forms import Field, Kind, Option
from web.messages import explain_account
from web.service import service
from web.wording import _, _l

Answer = Response | str | tuple[str, int]

USERNAME: Final = Asked(
    Field("username", Kind.LINE, required=True, most=40),
    _l("User name"),
    _l("What they log in with, as zhangmin; it stays for good"),
)
PERSON: Final = (
    Asked(Field("name", Kind.LINE, required=True, most=80), _l("Name")),
    Asked(Field("role", Kind.CHOICE, required=True), _l("Role")),
    Asked(
        Field("unit", Kind.CHOICE, required=True),
        _l("Unit"),
        _l("The centre, or the unit they act for; a unit officer needs one"),
    ),
)
PER_PAGE: Final = 50
STATES: Final = {"active": False, "disabled": True}
ACTS: Final = ("reset", "disable", "enable", "log-out", "no-codes")


@blueprint.get("/users")
def users() -> str:
    """Everybody, narrowed by what was asked."""
    asked = {name: request.args.get(name, "")[:80] for name in ("q", "role", "unit", "state")}
    found = _found(asked)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "admin/users.html",
        rows=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(found),
        page=page,
        pages=pages,
        asked=asked,
        options=_options(),
    )


def _found(asked: Mapping[str, str]) -> list[Listed]:
    if not asked["q"].isprintable() or not asked["unit"].isprintable():
        return []
    return service().accounts.listed(
        text=asked["q"].strip(),
        role=asked["role"] if asked["role"] in set(Role) else "",
        unit=asked["unit"],
        disabled=STATES.get(asked["state"]),
    )


@blueprint.route("/users/new", methods=["GET", "POST"])
def new_user() -> Answer:
    """Let somebody log in; their first password is shown once."""
    asked = (USERNAME, *PERSON)
    if request.method == "GET":
        before = {"unit": request.args.get("unit", ""), "role": request.args.get("role", "")}
        return render_template("admin/new_user.html", form=shown(asked, _options(), before))
    try:
        made, password = _made(read(asked, _options()))
    except Refused as refused:
        form = shown(asked, _options(), {}, wrong=refused.wrong)
        return render_template("admin/new_user.html", form=form), UNPROCESSABLE
    return _once(made, password, new=True)


def _made(given: Mapping[str, Any]) -> tuple[Account, str]:
    made = Account(given["username"], given["name"], given["role"], given["unit"])
    password = new_password()
    try:
        _staff().add(made, password)
    except AccountError as error:
        raise _refused(error) from None
    return made, password


@blueprint.route("/users/<username>", methods=["GET", "POST"])
def user(username: str) -> Answer:
    """One account: what it is, what can be done to it, what was done."""
    if request.method == "GET":
        return _page(username)
    _listed(username)
    try:
        require_seen(len(history(service().desk, username)))
        given = read(PERSON, _options())
        _change(username, given)
    except Refused as refused:
        return _page(username, refused.wrong), UNPROCESSABLE
    flash(_("Recorded."), "success")
    return redirect(url_for("admin.user", username=username), SEE_OTHER)


def _change(username: str, given: Mapping[str, Any]) -> None:
    try:
        _staff().rename(username, given["name"])
        _staff().give_role(username, given["role"], given["unit"])
    except AccountError as error:
        raise _refused(error) from None


@blueprint.post(f"/users/<username>/<any({', '.join(repr(act) for act in ACTS)}):act>")
def user_act(username: str, act: str) -> Answer:
    """Take a right away or give it back."""
    listed = _listed(username)
    if act == "reset":
        return _reset(listed.account)
    try:
        _DO[act](_staff(), username)
    except AccountError as error:
        return _page(username, {"": explain_account(error).text}), UNPROCESSABLE
    flash(_("Recorded."), "success")
    return redirect(url_for("admin.user", username=username), SEE_OTHER)


_DO: Final = {
    "disable": Staff.disable,
    "enable": Staff.enable,
    "log-out": Staff.end_sessions,
    "no-codes": Staff.remove_codes,
}


def _reset(who: Account) -> Answer:
    if who.username == account().username:
        return redirect(url_for("auth.password"), SEE_OTHER)
    password = new_password()
    _staff().reset(who.username, password)
    return _once(who, password, new=False)


def _once(who: Account, password: str, *, new: bool) -> str:
    return render_template("admin/password.html", who=who, password=password, new=new)


def _page(username: str, wrong: Mapping[str, str] | None = None) -> str:
    listed, done = _listed(username), history(service().desk, username)
    before = {
        "name": listed.account.name,
        "role": listed.account.role,
        "unit": listed.account.unit or CENTRE,
    }
    accounts = service().accounts
    at_form = wrong if request.endpoint == "admin.user" else None
    form = shown(PERSON, _options(before["unit"]), before, seen=len(done), wrong=at_form)
    if wrong and not at_form:
        form.problems = [("", text) for text in wrong.values()]
    return render_template(
        "admin/user.html",
        form=form,
        who=listed.account,
        last=listed.last_log_in,
        open_sessions=accounts.sessions.open(username),
        closed=max(accounts.throttle.closed_for(limit, username) for limit in (ACCOUNT, CODE)),
        history=told(done),
        own=username == account().username,
    )


def _listed(username: str) -> Listed:
    try:
        return service().accounts.one(username)
    except AccountError:
        return abort(404)


def _options(kept: str = "") -> Options:
    """Roles, and units that are there; `kept` is offered though it is dissolved."""
    units = [
        Option(one.code, "　" * one.depth + one.shown)
        for one in names.units().values()
        if not one.dissolved or one.code == kept
    ]
    roles = [Option(role.value, words.word(words.ROLE, role)) for role in Role]
    return {"role": roles, "unit": units}


def _staff() -> Staff:
    return Staff(service().desk, service().accounts, account().username)


def _refused(error: AccountError) -> Refused:
    return Refused({FIELD.get(f"account:{error.code}", ""): explain_account(error).text})
