"""The pages of the desk: a case, and the steps taken on it."""

from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.desk import Recorded
from web.desk import acting, limits, page, papers
from web.desk.choices import yes_or_no
from web.desk.forms import forms
from web.desk.mending import count
from web.desk.news import unseen
from web.desk.page import Page
from web.desk.sight import Sight
from web.desk.standing import Standing, standing
from web.desk.texts.steps import STEPS
from web.files.limits import takes_files
from web.files.taking import taken
from web.wording import _, _n

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303

blueprint = Blueprint("desk", __name__, template_folder="templates")
blueprint.app_context_processor(lambda: {"yes_or_no": yes_or_no()})

Answer = Response | str | tuple[str, int]


@blueprint.get("/cases/<number>")
def case(number: str) -> Answer:
    """The case as it stands, or with `at` as it stood at a position of the log."""
    now = standing(number)
    at, show = request.args.get("at", ""), request.args.get("show", "")
    if not at:
        return _show(page.present(now, request.args.get("step", ""), show=show))
    if not at.isascii() or not at.isdecimal() or len(at) > len("1000000000000"):
        abort(404)
    return _show(page.past(standing(number, int(at)), now, show))


@blueprint.get("/cases/<number>/news")
def news(number: str) -> dict[str, object]:
    """Whether more was recorded since a page was opened, for the page to say so by itself."""
    versions = unseen(standing(number), count(request.args.get("seen", "")))
    first = url_for("desk.case", number=number, _anchor=f"e{versions[0]}") if versions else ""
    return {"newer": len(versions), "text": _newer(len(versions)), "url": first}


def _newer(number: int) -> str:
    return _n(
        "%(num)d new record since you opened this page",
        "%(num)d new records since you opened this page",
        number,
    )


@blueprint.get("/cases/<number>/limits/<int:n>")
def limit(number: str, n: int) -> str:
    """Why a time limit is due when it is."""
    shown = _with_limit(number, n)
    page = limits.page(shown, n, Sight(shown))
    return render_template("desk/limit.html", limit=page, case=shown.case)


@blueprint.get("/cases/<number>/limits/<int:n>.json")
def limit_data(number: str, n: int) -> dict[str, object]:
    """The same as data."""
    return limits.data(_with_limit(number, n), n)


def _with_limit(number: str, n: int) -> Standing:
    shown = standing(number)
    if not 0 < n <= len(shown.case.obligations):
        abort(404)
    return shown


@blueprint.get("/cases/<number>/paper/<int:version>")
def paper(number: str, version: int) -> str:
    """The paper that belongs to a record, to be printed."""
    found = papers.printed(standing(number), version)
    if found is None:
        abort(404)
    return render_template("desk/paper.html", paper=found, number=number, version=version)


def _show(shown: Page) -> str:
    return render_template("desk/case.html", page=shown, case=shown.case)


@blueprint.post("/cases/<number>/do/<name>")
@takes_files
def step(number: str, name: str) -> Answer:
    """Take a step; refused, the page comes back with the form as it was filled in."""
    now = standing(number)
    form = forms().get(name)
    if form is None:
        abort(404)
    try:
        done = acting.take(now, form, request.form, papers=taken(request.files))
    except acting.Refused as refused:
        return _show(page.present(refused.standing, refused=refused.form)), UNPROCESSABLE
    return _taken(done, name)


def _taken(done: Recorded, name: str) -> Response:
    title = STEPS[name][0]
    if done.repeated:
        flash(_("Recorded already; a form sent twice counts once: %(step)s.", step=title), "info")
    elif done.events:
        flash(_("Recorded: %(step)s.", step=title), "success")
    else:
        flash(_("It was on record like this already; nothing changed."), "info")
    if name == "IssueLink":  # shown now, and not for long
        return redirect(url_for("unit.link", number=done.number, version=done.version), SEE_OTHER)
    at = url_for("desk.case", number=done.number, _anchor=f"e{_first(done)}")
    return redirect(at, SEE_OTHER)


def _first(done: Recorded) -> int:
    """The first record of those taken together: files stand under their step."""
    return done.version - max(len(done.events) - 1, 0)
