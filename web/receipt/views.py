"""The pages of receipt: the form, what is told while it is filled in, and the slip."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Final

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from application.clock import to_ms
from domain.case.readings import QUERY_CODE
from projections.queries.likeness import Draft
from web.auth import sessions
from web.auth.who import account
from web.desk import schemas
from web.desk.sight import Sight
from web.desk.standing import Standing, can_be_opened, standing
from web.desk.steps import anchor
from web.files.limits import takes_files
from web.files.taking import taken
from web.readings import asking, recording
from web.readings.cases import opened
from web.receipt import form, given, hints, registration
from web.receipt.registration import Registered
from web.receipt.slip import slip
from web.rounds.finding import round_asked
from web.service import service, settings
from web.wording import _

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303
# Tells the page that comes next, whichever it is, that what the browser kept was registered.
REGISTERED: Final = "linkage-registered"
REGISTERED_KEPT: Final = 300  # seconds

blueprint = Blueprint("receipt", __name__, template_folder="templates")

Answer = Response | str | tuple[str, int]


@blueprint.route("/register", methods=["GET", "POST"])
@takes_files
def register() -> Answer:
    """The form, and what it leads to."""
    if request.method == "GET":
        return _registration(form.shown(), schemas.new_token())
    token, papers = schemas.kept(request.form), taken(request.files)
    if "check" in request.form:
        return _registration(registration.looked_at(request.form, papers), token)
    try:
        done = registration.register(request.form, papers)
    except registration.Refused as refused:
        return _registration(refused.form, token), UNPROCESSABLE
    return _over(_registered(done))


@blueprint.post("/register/known")
def known() -> Answer:
    """Whether an open matter from this number exists."""
    return render_template("receipt/known.html", told=hints.known(request.form.get("phone", "")))


@blueprint.post("/register/alike")
def alike() -> Answer:
    """Matters that may be the same as the one being typed."""
    found = hints.likeness(registration.draft(request.form))
    return render_template("receipt/alike.html", alike=found, about=hints.about)


def _registration(shown: form.Shown, token: str) -> str:
    return render_template(
        "receipt/register.html",
        form=shown,
        files_id=form.FILES_ID,
        token_of_form=token,
        given=request.form.get("given") or given.given_out(),
        now=to_ms(service().desk.clock()),
        late_after=form.rules().entry.reason_after_minutes,
        keep_key=_keep_key(),
        groups=form.categories(),
        places=form.places(),
        about=hints.about,
        round=round_asked(),
    )


def _keep_key() -> str:
    """What the browser encrypts a draft with: of this session, kept nowhere."""
    kept = f"draft of {sessions.current().token} of {account().username}"
    return urlsafe_b64encode(sha256(kept.encode()).digest()).decode()


def _over(answer: Answer) -> Response:
    """The draft the browser kept is no longer needed."""
    response = make_response(answer)
    response.set_cookie(
        REGISTERED, "1", max_age=REGISTERED_KEPT, samesite="Lax", secure=settings().https
    )
    return response


def _registered(done: Registered) -> Answer:
    """On to the slip, or to the case when something is still to be done for it."""
    number = done.recorded.number
    if done.round and not done.refused:
        flash(_("Registered as %(number)s and reported in the round.", number=number), "success")
        return redirect(url_for("rounds.report", code=done.round), SEE_OTHER)
    if not can_be_opened(number):  # it accuses whoever registered it, or their unit
        return _slip(done.recorded.case_id, last=True)
    _tell(done)
    if done.refused or done.unit_missing:
        return redirect(_step_of(number, done.refused_step or "Dispatch"), SEE_OTHER)
    return redirect(url_for("receipt.receipt", number=number), SEE_OTHER)


def _tell(done: Registered) -> None:
    number = done.recorded.number
    if done.refused:
        flash(_left_undone(done), "warning")
        flash(done.refused, "warning")
    elif done.linked:
        told = _(
            "Registered as %(number)s and linked to %(main)s.", number=number, main=done.linked
        )
        flash(told, "success")
    elif done.dispatched:
        flash(_("Registered as %(number)s and dispatched.", number=number), "success")
    if done.known:
        flash(_("An open matter from this number exists."), "info")


def _left_undone(done: Registered) -> str:
    if done.refused_step == "Dispatch":
        return _("Registered as %(number)s, but not dispatched.", number=done.recorded.number)
    return _("Registered as %(number)s, but not linked.", number=done.recorded.number)


def _step_of(number: str, step: str) -> str:
    return url_for("desk.case", number=number, step=step, _anchor=anchor(step, 0))


@blueprint.get("/cases/<number>/receipt")
def receipt(number: str) -> Answer:
    """The slip for the reporter, to print; not for a unit that only deals with the matter."""
    found = _with_slip(number)
    if not Sight(found).opened.code:
        ask = asking.of_code(found)
        return render_template("receipt/closed.html", case=found.case, ask=ask)
    return _slip(found.case.id, last=False)


@blueprint.post("/cases/<number>/receipt/open")
def open_slip(number: str) -> Answer:
    """Open the query code: with it one asks, and answers, as the reporter does."""
    found = _with_slip(number)
    problem = recording.read(found, (QUERY_CODE,), (1,))
    here = url_for("receipt.receipt", number=number)
    return opened(found, problem, asking.of_code(found), here)


def _with_slip(number: str) -> Standing:
    found = standing(number)
    if not Sight(found).gives_code:
        abort(404)
    return found


def _slip(case_id: str, *, last: bool) -> str:
    """`last`: the case does not exist for the viewer any more, so this is shown once."""
    case = service().desk.load(case_id).case
    found = None
    if not last and case.open and case.screened_at is None and hints.may_link():
        draft = Draft(case.title, case.place, case.category, case.number)
        found = [one for one in hints.likeness(draft).found if one.strong]
    return render_template(
        "receipt/slip.html", slip=slip(case), last=last, alike=found, about=hints.about
    )
