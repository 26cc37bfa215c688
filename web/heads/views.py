"""The heads' page: everything that waits for them, what is late by unit, and simple acts on it."""

from datetime import timedelta
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from application.desk import Recorded
from domain.case.state import Case
from projections.queries.heads import FEW, MOST, UnitDue, Waiting, due_by_unit, waiting_for
from web import times
from web.asking import viewer
from web.auth.who import role
from web.desk import acting, page, schemas
from web.desk.forms import forms
from web.desk.standing import standing
from web.desk.texts.steps import STEPS
from web.heads import failings, lists
from web.heads.due import rows
from web.heads.lists import Kind
from web.service import service
from web.wording import _

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303
# What can be done from the list: it needs no more than a word and a reason.
ACTS: Final = frozenset({"SignOff", "RuleReturn"})
SOON: Final = timedelta(days=2)  # today and tomorrow

blueprint = Blueprint("heads", __name__, template_folder="templates")

Answer = Response | str | tuple[str, int]


@blueprint.get("/heads")
def heads_page() -> str:
    """All lists with what waits longest, or with `show` one of them whole."""
    every = lists.kinds_for(role())
    only = [kind for kind in every if kind.name == request.args.get("show", "")]
    waiting, due = _found(only or every, MOST if only else FEW)
    return render_template(
        "heads/heads.html",
        lists=list(lists.shown(only or every, waiting)),
        due=rows(due),
        failings=[] if only else failings.shown(),
        failings_days=failings.DAYS,
        only=bool(only),
        show=only[0].name if only else "",
        acts=ACTS,
        token=schemas.new_token,
    )


def _found(kinds: list[Kind], limit: int) -> tuple[list[Waiting], list[UnitDue]]:
    now = times.now()
    today = times.midnight(now.date())
    with service().read() as connection:
        names = [kind.name for kind in kinds]
        waiting = waiting_for(connection, names, viewer=viewer(), limit=limit)
        due = due_by_unit(connection, viewer=viewer(), now=now, today=today, until=today + SOON)
    return waiting, due


@blueprint.post("/heads/<number>/do/<name>")
def act(number: str, name: str) -> Answer:
    """Sign, or rule on a return, and come back; refused, the case's page has the form to mend."""
    now = standing(number)
    if name not in ACTS:
        abort(404)
    try:
        done = acting.take(now, forms()[name], _sent(now.case, name))
    except acting.Refused as refused:
        shown = page.present(refused.standing, refused=refused.form)
        return render_template("desk/case.html", page=shown, case=shown.case), UNPROCESSABLE
    return _taken(done, name)


def _sent(case: Case, name: str) -> MultiDict[str, str]:
    """A signature is the one the case asks for."""
    sent = request.form.copy()
    if name == "SignOff":
        sent["grade"] = case.sign_off
    return sent


def _taken(done: Recorded, name: str) -> Response:
    step, number = STEPS[name][0], done.number
    if done.events or done.repeated:
        flash(_("Recorded on %(number)s: %(step)s.", number=number, step=step), "success")
    else:
        flash(_("It was on record like this already; nothing changed."), "info")
    show = request.form.get("show", "")
    known = show if show in {kind.name for kind in lists.KINDS} else None
    return redirect(url_for("heads.heads_page", show=known), SEE_OTHER)
