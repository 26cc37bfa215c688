"""The pages of the desk: registration, the slip, a case, and the steps taken on it."""

from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.desk import Recorded
from domain.errors import CaseUnknown
from web.desk import acting, page, registration, schemas
from web.desk.choices import yes_or_no
from web.desk.forms import forms
from web.desk.page import Page
from web.desk.registration import Registered
from web.desk.slip import slip
from web.desk.standing import standing
from web.desk.steps import anchor
from web.desk.texts.steps import STEPS
from web.service import service
from web.wording import _

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303

blueprint = Blueprint("desk", __name__, template_folder="templates")
blueprint.app_context_processor(lambda: {"yes_or_no": yes_or_no()})

Answer = Response | str | tuple[str, int]


# --- registration ---


@blueprint.route("/register", methods=["GET", "POST"])
def register() -> Answer:
    """The form, and what it leads to."""
    if request.method == "GET":
        return _registration(registration.shown(), schemas.new_token())
    try:
        done = registration.register(request.form, dispatch="dispatch" in request.form)
    except registration.Refused as refused:
        return _registration(refused.form, schemas.kept(request.form)), UNPROCESSABLE
    return _registered(done)


def _registration(form: registration.Shown, token: str) -> str:
    places = registration.places()
    return render_template("desk/register.html", form=form, token_of_form=token, places=places)


def _registered(done: Registered) -> Answer:
    """On to the slip, or to the case when a unit is still to be found for it."""
    number = done.recorded.number
    try:
        standing(number)
    except CaseUnknown:  # it accuses whoever registered it, or their unit
        return _slip(done.recorded.case_id, last=True)
    if done.refused:
        flash(_("Registered as %(number)s, but not dispatched.", number=number), "warning")
        flash(done.refused, "warning")
    elif done.dispatched:
        flash(_("Registered as %(number)s and dispatched.", number=number), "success")
    if done.refused or done.unit_missing:
        return redirect(_step_of(number, "Dispatch"), SEE_OTHER)
    return redirect(url_for("desk.receipt", number=number), SEE_OTHER)


def _step_of(number: str, step: str) -> str:
    return url_for("desk.case", number=number, step=step, _anchor=anchor(step, 0))


@blueprint.get("/cases/<number>/receipt")
def receipt(number: str) -> Answer:
    """The slip for the reporter, to print."""
    return _slip(standing(number).case.id, last=False)


def _slip(case_id: str, *, last: bool) -> str:
    """`last`: the case does not exist for the viewer any more, so this is shown once."""
    case = service().desk.load(case_id).case
    return render_template("desk/slip.html", slip=slip(case), last=last)


# --- a case ---


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
