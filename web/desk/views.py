"""The pages of the desk: a case, and the steps taken on it."""

from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.desk import Recorded
from web.desk import acting, page
from web.desk.choices import yes_or_no
from web.desk.forms import forms
from web.desk.page import Page
from web.desk.standing import standing
from web.desk.texts.steps import STEPS
from web.wording import _

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303

blueprint = Blueprint("desk", __name__, template_folder="templates")
blueprint.app_context_processor(lambda: {"yes_or_no": yes_or_no()})

Answer = Response | str | tuple[str, int]


@blueprint.get("/cases/<number>")
def case(number: str) -> Answer:
    """The case as it stands, or with `at` as it stood at a position of the log."""
    now = standing(number)
    at = request.args.get("at", "")
    if not at:
        return _show(page.present(now, request.args.get("step", "")))
    if not at.isascii() or not at.isdecimal() or len(at) > len("1000000000000"):
        abort(404)
    return _show(page.past(standing(number, int(at)), now))


def _show(shown: Page) -> str:
    return render_template("desk/case.html", page=shown, case=shown.case)


@blueprint.post("/cases/<number>/do/<name>")
def step(number: str, name: str) -> Answer:
    """Take a step; refused, the page comes back with the form as it was filled in."""
    now = standing(number)
    form = forms().get(name)
    if form is None:
        abort(404)
    try:
        done = acting.take(now, form, request.form)
    except acting.Refused as refused:
        return _show(page.present(standing(number), refused=refused.form)), UNPROCESSABLE
    return _taken(done, name)


def _taken(done: Recorded, name: str) -> Response:
    title = STEPS[name][0]
    if done.events or done.repeated:
        flash(_("Recorded: %(step)s.", step=title), "success")
    else:
        flash(_("It was on record like this already; nothing changed."), "info")
    at = url_for("desk.case", number=done.number, _anchor=f"e{done.version}")
    return redirect(at, SEE_OTHER)
