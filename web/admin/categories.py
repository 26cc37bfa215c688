"""Administrators' pages of categories: what there is to choose from at registration."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.categories import (
    add_category,
    category_history,
    change_category,
    restore_category,
    retire_category,
)
from domain.categories import events as e
from domain.errors import DomainError
from domain.rules.categories import Category
from web import names, words
from web.admin.forms import (
    SEE_OTHER,
    UNPROCESSABLE,
    Asked,
    Options,
    Refused,
    read,
    refused,
    require_seen,
    shown,
)
from web.admin.telling import told, tracks
from web.admin.views import blueprint
from web.auth.who import account
from web.desk.forms import Field, Kind, Option
from web.pinyin import initials
from web.service import service
from web.wording import _, _l

Answer = Response | str | tuple[str, int]

NAME_MOST: Final = 60
CODE_FIELD: Final = Asked(
    Field("code", Kind.LINE, required=True, most=12),
    _l("Code"),
    _l("Capital letters and digits, as A07; it stays for good and is never used for another"),
)
PARENT: Final = Asked(
    Field("parent", Kind.CHOICE),
    _l("Group"),
    _l("None, and it is a group itself"),
)
CATEGORY: Final = (
    Asked(
        Field("name", Kind.LINE, required=True, most=NAME_MOST),
        _l("Name in Chinese"),
        _l("What the matter is about, never who brings it"),
    ),
    Asked(Field("name_en", Kind.LINE, required=True, most=NAME_MOST), _l("Name in English")),
    Asked(
        Field("tracks", Kind.SEVERAL, required=True),
        _l("For which tracks"),
        _l("It is offered for cases of these"),
    ),
)


@blueprint.get("/categories")
def categories() -> str:
    """The tree, those retired among it."""
    known = names.categories()
    return render_template(
        "admin/categories.html",
        known=known,
        nodes=known.nodes(),
        initials=initials,
        tracks=tracks,
        version=known.version,
    )


@blueprint.route("/categories/new", methods=["GET", "POST"])
def new_category() -> Answer:
    """Add a category to a group, or a group."""
    asked = (PARENT, CODE_FIELD, *CATEGORY)
    if request.method == "GET":
        form = shown(asked, _options(), _suggested(request.args.get("group", "")))
        return render_template("admin/new_category.html", form=form)
    try:
        given = read(asked, _options())
        node = _node(given["code"], given.get("parent", ""), given)
        _do(lambda by: add_category(service().desk, node, by))
    except Refused as error:
        form = shown(asked, _options(), {}, wrong=error.wrong)
        return render_template("admin/new_category.html", form=form), UNPROCESSABLE
    flash(_("Recorded. It is offered at registration from now on."), "success")
    return redirect(url_for("admin.categories", _anchor=node.parent or node.code), SEE_OTHER)


@blueprint.route("/categories/<code>", methods=["GET", "POST"])
def category(code: str) -> Answer:
    """One category: its names and tracks, and what was done with it."""
    found = _known(code)
    if request.method == "GET":
        return _page(found)
    try:
        require_seen(len(_history(code)))
        node = _node(code, found.parent, read(CATEGORY, _options()))
        _do(lambda by: change_category(service().desk, node, by))
    except Refused as error:
        return _page(found, error.wrong), UNPROCESSABLE
    flash(_("Recorded."), "success")
    return redirect(url_for("admin.category", code=code), SEE_OTHER)


@blueprint.post("/categories/<code>/<any('retire', 'restore'):act>")
def category_act(code: str, act: str) -> Answer:
    """Offer it no more, or again."""
    _known(code)
    change = retire_category if act == "retire" else restore_category
    _do(lambda by: change(service().desk, code, by))
    flash(_("Recorded."), "success")
    return redirect(url_for("admin.category", code=code), SEE_OTHER)


def _page(found: Category, wrong: Mapping[str, str] | None = None) -> str:
    known, done = names.categories(), _history(found.code)
    before = {"name": found.name, "name_en": found.name_en, "tracks": list(found.tracks)}
    return render_template(
        "admin/category.html",
        form=shown(CATEGORY, _options(), before, seen=len(done), wrong=wrong),
        node=found,
        group=known.known.get(found.parent),
        leaves=known.leaves(found.code),
        retired=found.code in known.retired,
        offered=known.offered(found.code),
        initials=initials(found.name),
        history=told(done),
    )


def _known(code: str) -> Category:
    found = names.categories().known.get(code)
    return found if found is not None else abort(404)


def _do(change: Any) -> None:
    try:
        change(account().username)
    except DomainError as error:
        raise refused(error) from None


def _node(code: str, parent: str, given: Mapping[str, Any]) -> Category:
    return Category(
        code=code,
        name=given["name"],
        name_en=given["name_en"],
        tracks=tuple(given["tracks"]),
        parent=parent,
    )


def _history(code: str) -> list[e.CategoriesEvent]:
    return [one for one in category_history(service().desk) if code in _about(one)]


def _about(event: e.CategoriesEvent) -> Iterable[str]:
    if isinstance(event, e.CategoriesIssued):
        return {node.code for node in event.nodes}
    return {event.node.code if isinstance(event, e.CategoryAdded) else getattr(event, "code", "")}


def _options() -> Options:
    known = names.categories()
    groups = [node for node in known.nodes() if not node.parent and known.offered(node.code)]
    return {
        "parent": [Option(one.code, f"{one.code} {names.category_name(one)}") for one in groups],
        "tracks": [Option(code, str(word)) for code, word in words.TRACK.items()],
    }


def _suggested(group: str) -> dict[str, Any]:
    """The next code of a group, and its tracks."""
    known = names.categories()
    if group not in known.known:
        return {"tracks": []}
    numbers = [re.fullmatch(rf"{re.escape(group)}(\d+)", code) for code in known.known]
    highest = max((int(found[1]) for found in numbers if found), default=0)
    code = f"{group}{highest + 1:02}"
    return {"parent": group, "code": code, "tracks": list(known.known[group].tracks)}
