"""The pages of receipt: the form, what it leads to, and the slip."""

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.desk import schemas
from web.desk.standing import can_be_opened, standing
from web.desk.steps import anchor
from web.receipt import registration
from web.receipt.registration import Registered
from web.receipt.slip import slip
from web.service import service
from web.wording import _

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303

blueprint = Blueprint("receipt", __name__, template_folder="templates")

Answer = Response | str | tuple[str, int]


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
    return render_template("receipt/register.html", form=form, token_of_form=token, places=places)


def _registered(done: Registered) -> Answer:
    """On to the slip, or to the case when a unit is still to be found for it."""
    number = done.recorded.number
    if not can_be_opened(number):  # it accuses whoever registered it, or their unit
        return _slip(done.recorded.case_id, last=True)
    if done.refused:
        flash(_("Registered as %(number)s, but not dispatched.", number=number), "warning")
        flash(done.refused, "warning")
    elif done.dispatched:
        flash(_("Registered as %(number)s and dispatched.", number=number), "success")
    if done.refused or done.unit_missing:
        return redirect(_step_of(number, "Dispatch"), SEE_OTHER)
    return redirect(url_for("receipt.receipt", number=number), SEE_OTHER)


def _step_of(number: str, step: str) -> str:
    return url_for("desk.case", number=number, step=step, _anchor=anchor(step, 0))


@blueprint.get("/cases/<number>/receipt")
def receipt(number: str) -> Answer:
    """The slip for the reporter, to print."""
    return _slip(standing(number).case.id, last=False)


def _slip(case_id: str, *, last: bool) -> str:
    """`last`: the case does not exist for the viewer any more, so this is shown once."""
    case = service().desk.load(case_id).case
    return render_template("receipt/slip.html", slip=slip(case), last=last)
