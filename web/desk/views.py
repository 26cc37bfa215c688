"""The pages of the desk: a case, and the steps taken on it."""

from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.clock import from_ms
from application.desk import Recorded
from domain.case.reckoning import Reckoning
from web import times
from web.desk import acting, limits, mending, page, papers
from web.desk.choices import yes_or_no
from web.desk.forms import forms
from web.desk.mending import count
from web.desk.news import unseen
from web.desk.page import Page
from web.desk.planned import PROPOSING
from web.desk.sight import Sight
from web.desk.standing import Standing, standing
from web.desk.texts.steps import STEPS
from web.files.limits import takes_files
from web.files.taking import taken
from web.readings import asking
from web.wording import _, _n

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303

blueprint = Blueprint("desk", __name__, template_folder="templates")
blueprint.app_context_processor(lambda: {"yes_or_no": yes_or_no()})

Answer = Response | str | tuple[str, int]


@blueprint.get("/cases/<number>")
def case(number: str) -> Answer:
    """The case as it stands, or with `at` as it stood at a position of the log."""
    now, show = standing(number), request.args.get("show", "")
    then = _then(number)
    if then is None:
        return _show(page.present(now, request.args.get("step", ""), show=show))
    return _show(page.past(then, now, show))


def _then(number: str) -> Standing | None:
    """As it stood at the position asked for, if one is."""
    at = request.args.get("at", "")
    if not at:
        return None
    if not at.isascii() or not at.isdecimal() or len(at) > len("1000000000000"):
        abort(404)
    return standing(number, int(at))


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
    """Why a time limit is due when it is; with `at`, as the case stood then."""
    now, then = standing(number), _then(number)
    shown = then or now
    moment = times.now() if then is None else from_ms(then.loaded.rows[-1].recorded)
    told = limits.page(_limit(shown, n), shown, Sight(now), moment)
    return render_template(
        "desk/limit.html", limit=told, case=shown.case, at=request.args.get("at") or None
    )


@blueprint.get("/cases/<number>/limits/<int:n>.json")
def limit_data(number: str, n: int) -> dict[str, object]:
    """The same as data."""
    shown = _then(number) or standing(number)
    return limits.data(_limit(shown, n), shown)


def _limit(shown: Standing, n: int) -> Reckoning:
    if not 0 < n <= len(shown.case.obligations):
        abort(404)
    return limits.reckonings(shown)[n - 1]


@blueprint.get("/cases/<number>/paper/<int:version>")
def paper(number: str, version: int) -> str:
    """The paper that belongs to a record, to be printed."""
    now = standing(number)
    found = papers.printed(now, version)
    if found is None:
        abort(404)
    reading = asking.reading(now) if found.closed else None
    return render_template(
        "desk/paper.html", paper=found, number=number, version=version, reading=reading
    )


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
    if "propose" in request.form and name in PROPOSING:
        return _show(page.present(now, refused=mending.proposed(now, form, request.form)))
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
