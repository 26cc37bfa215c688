"""Who holds which post that plans call on."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from application.plans.commands import assign_post
from domain.errors import DomainError
from web import names
from web.admin.forms import Asked, Refused, read, refused, shown
from web.auth.who import account
from web.desk.forms import Field, Kind, Option
from web.desk.texts.plans import POSTS
from web.plans.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.service import service
from web.wording import _

MOST = 20  # units that hold one post


def _asked() -> list[Asked]:
    return [Asked(Field(post, Kind.LINES, most=MOST), label) for post, label in POSTS.items()]


@blueprint.get("/posts")
def posts() -> str:
    """As they are held."""
    held = service().desk.plans.posts()
    return _page({post: "\n".join(held.get(post, ())) for post in POSTS})


@blueprint.post("/posts")
def assign() -> Answer:
    """Say it anew; one that is as it was is no change."""
    try:
        given = read(_asked(), {})
        _assign(given)
    except Refused as error:
        return _page({}, error.wrong), UNPROCESSABLE
    flash(_("Recorded."), "success")
    return redirect(url_for("plans.posts"), SEE_OTHER)


def _assign(given: dict[str, Any]) -> None:
    """Errors: `Refused`, at the post whose unit nobody knows; nothing is recorded then."""
    known = {unit.code for unit in names.units().values() if not unit.dissolved}
    unknown = {
        post: _("There is no unit %(code)s. Write the code of a unit.", code=code)
        for post, codes in given.items()
        for code in codes
        if code not in known
    }
    if unknown:
        raise Refused(unknown)
    for post in POSTS:
        try:
            assign_post(service().desk, post, given.get(post, ()), account().username)
        except DomainError as error:
            raise Refused({post: next(iter(refused(error).wrong.values()))}) from None


def _page(values: dict[str, Any], wrong: dict[str, str] | None = None) -> str:
    units = [one for one in names.units().values() if not one.dissolved]
    return render_template(
        "plans/posts.html",
        form=shown(_asked(), {}, values, wrong=wrong),
        units=[Option(one.code, one.shown) for one in units],
    )
