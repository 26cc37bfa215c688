"""The work list of return visits, and the page of one: call, not reached, result, the next."""

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.desk import Recorded
from domain.case.events import Reopened, VisitAttempted
from projections.queries.visits import MOST_ROWS, Found, following, visits
from web import times
from web.asking import viewer
from web.auth.who import account, actor
from web.desk import acting, schemas
from web.desk.forms import forms
from web.desk.standing import Standing, standing
from web.desk.steps import StepForm
from web.desk.texts.steps import STEPS
from web.readings import recording
from web.readings.cases import opened
from web.service import service
from web.visits import call
from web.visits.asked import Asked, asked
from web.visits.lines import choices, line
from web.wording import _

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303

blueprint = Blueprint("visits", __name__, url_prefix="/visits", template_folder="templates")

Answer = Response | str | tuple[str, int]


@blueprint.get("/")
def visits_page() -> str:
    """What is due first, first; people of a unit are told who makes return visits."""
    wanted = asked()
    found = _found(wanted)
    return render_template(
        "visits/list.html",
        lines=[line(row) for row in found.rows],
        found=found,
        asked=wanted,
        choices=choices(wanted),
        pages=max(1, -(-found.total // MOST_ROWS)),
        first=wanted.skip + 1,
        of_unit=viewer().of_unit,
    )


def _found(wanted: Asked) -> Found:
    if viewer().of_unit:
        return Found((), 0, more=False)
    with service().read() as connection:
        return visits(
            connection,
            viewer=viewer(),
            now=times.now(),
            called=account().name,
            wanted=wanted.wanted(),
            skip=wanted.skip,
        )


@blueprint.get("/<number>")
def visit(number: str) -> str:
    """One visit; name and number open when it is said what for."""
    return _show(standing(number))


@blueprint.post("/<number>/number")
def reveal(number: str) -> Answer:
    """Open how the reporter is reached, and nothing else of the case."""
    now = standing(number)
    if call.explained(now) or not call.opens(now):
        return _show(now), UNPROCESSABLE
    problem = recording.read(now, call.NEEDED, call.records(now))
    here = url_for("visits.visit", number=number, **asked().address(page=1))
    return opened(now, problem, call.call(now).ask, here)


@blueprint.post("/<number>/missed")
def missed(number: str) -> Answer:
    """Nobody was reached; so many of these count as a visit made."""
    return _take(number, "RecordAttempt")


@blueprint.post("/<number>/result")
def result(number: str) -> Answer:
    """What the reporter says."""
    return _take(number, "Visit")


def _take(number: str, name: str) -> Answer:
    now = standing(number)
    if call.explained(now) and service().desk.repeated(_key(now, name)) is None:
        return _show(now), UNPROCESSABLE
    try:
        done = acting.take(now, forms()[name], request.form)
    except acting.Refused as refused:
        return _show(refused.standing, refused=refused.form), UNPROCESSABLE
    flash(_told(done, name, now), "success")
    return redirect(_next(now), SEE_OTHER)


def _key(now: Standing, name: str) -> str:
    token = schemas.token(request.form)
    return f"{actor().user}/{now.case.number}/{name}0/{token}" if token else ""


def _told(done: Recorded, name: str, now: Standing) -> str:
    enough = any(isinstance(one, VisitAttempted) and one.enough for one in done.events)
    told = [_("Recorded on %(number)s: %(step)s.", number=done.number, step=STEPS[name][0])]
    if enough:
        count = now.rules.visits.attempts_that_count
        told.append(_("Attempt %(num)d counts as the visit made.", num=count))
    if any(isinstance(one, Reopened) for one in done.events):
        told.append(_("It is open again."))
    return " ".join(told)


def _next(now: Standing) -> str:
    """The next of the list as it was narrowed; after the last one the list itself."""
    wanted = asked()
    due = now.case.running("visit")
    number = None
    if due is not None:
        with service().read() as connection:
            number = following(
                connection,
                viewer=viewer(),
                now=times.now(),
                called=account().name,
                wanted=wanted.wanted(),
                due=due.due,
                cid=now.loaded.rows[0].seq,
            )
    if number is None:
        return url_for("visits.visits_page", **wanted.address(page=1))
    return url_for("visits.visit", number=number, **wanted.address(page=1))


def _show(now: Standing, refused: StepForm | None = None) -> str:
    problems = list(refused.problems) if refused is not None else []
    shown = call.call(now, refused)
    return render_template("visits/visit.html", call=shown, problems=problems, asked=asked())
