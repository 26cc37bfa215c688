"""The page of a dispatch and the steps on it, for whoever came to it, with an account or a link."""

from collections.abc import Callable
from typing import Final, NamedTuple

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from application.desk import Recorded
from web.desk import acting, page, schemas
from web.desk.forms import forms
from web.desk.standing import Standing
from web.desk.steps import StepForm
from web.desk.texts.steps import STEPS
from web.files.taking import taken
from web.readings import asking, purposes, recording
from web.readings.asking import Reading
from web.unit import device, work
from web.wording import _

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303
JSON: Final = "application/json"

blueprint = Blueprint("unit", __name__, template_folder="templates")

Answer = Response | str | tuple[Response | str, int]


class Door(NamedTuple):
    """How somebody came to a dispatch: who they are, where its page is, where its forms go."""

    standing: Standing
    dispatch: int
    who: str
    here: str
    form: Callable[[str], str]
    opening: str  # where what is said about reading goes
    by_link: bool = False


def show(door: Door, refused: StepForm | None = None, problem: str = "") -> str:
    """The page of the dispatch; `problem` is what is wrong with what it is read for."""
    return render_template(
        "unit/dispatch.html",
        shown=work.shown(door.standing, door.dispatch, by_link=door.by_link, refused=refused),
        reading=_reading(door, problem),
        door=door,
        token=schemas.new_token,
        entering=page.entering_of(door.standing),
        kept=schemas.kept(request.form),
        opened=device.opened(door.standing),
        moment=device.moment(),
        keeping=device.keeping(door.who),
    )


def _reading(door: Door, problem: str) -> Reading:
    found = asking.reading(door.standing, door.opening, (purposes.HANDLING,))
    if found.ask is None:
        return found
    typed = request.form.get("other", "")
    return Reading(found.ask._replace(problem=problem, typed=typed if problem else ""))


def open_texts(door: Door) -> Answer:
    """Open what the unit needs; whoever comes by a link reads under its name."""
    problem = recording.read_case(door.standing)
    if problem:
        return show(door, problem=problem), UNPROCESSABLE
    return redirect(door.here, SEE_OTHER)


def take(door: Door, name: str) -> Answer:
    """Take a step on it; a phone's script is answered in a form it can read."""
    form = forms().get(name)
    if form is None or name not in (work.LINKED if door.by_link else work.OFFERED):
        abort(404)
    sent = request.form.copy()
    sent.pop("seen", None)  # a phone may have been without line while the case went on
    if any(one.name == "dispatch" for one in form.fields):
        sent["dispatch"] = str(door.dispatch)
    try:
        done = acting.take(
            door.standing, form, sent, device.as_kept(door.standing, sent), taken(request.files)
        )
    except acting.Refused as refused:
        return _refused(door._replace(standing=refused.standing), refused.form)
    return _taken(door, done, name)


def _refused(door: Door, form: StepForm) -> Answer:
    if _by_script():
        return jsonify(problems=form.problems), UNPROCESSABLE
    return show(door, form), UNPROCESSABLE


def _taken(door: Door, done: Recorded, name: str) -> Answer:
    said = _("It was on record like this already; nothing changed.")
    if done.events or done.repeated:
        said = _("Recorded: %(step)s.", step=STEPS[name][0])
    if "pressed" not in request.form:  # what waited is told where it waited
        flash(said, "success")
    if _by_script():
        return jsonify(to=door.here, said=said)
    return redirect(door.here, SEE_OTHER)


def _by_script() -> bool:
    return request.headers.get("Accept") == JSON
