"""The pages of the reporter: the door, the matter, and what is said there."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from application.accounts import AccountError
from application.answering import (
    Asked,
    NotAdmitted,
    TooManyComplaints,
    admit,
    answer,
    complain,
)
from domain.errors import DomainError
from web.auth.who import visitor
from web.public import asking, forms, page, visit
from web.public.forms import Shown, Unfit
from web.public.matter import Matter, matter
from web.public.visit import Visit
from web.service import service, settings
from web.wording import _, _n

UNPROCESSABLE: Final = 422
TOO_MANY: Final = 429
FORBIDDEN: Final = 403
CONFLICT: Final = 409
SEE_OTHER: Final = 303

blueprint = Blueprint("public", __name__, template_folder="templates", url_prefix="/query")

Answer = Response | str | tuple[str, int]


@blueprint.after_request
def unlisted(response: Response) -> Response:
    """No search engine keeps what somebody's slip leads to.

    Addresses go to no other site, as everywhere here. `no-referrer` would go too far: under https
    the guard of forms wants to know which page a form comes from.
    """
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@blueprint.context_processor
def _around() -> dict[str, object]:
    """What every page here shows: whom to call, and how long one stays in."""
    minutes = round(visit.LASTS.total_seconds() / 60)
    return {"centre_phone": settings().centre_phone, "lasts": minutes}


# --- the door ---


@blueprint.route("", methods=["GET", "POST"])
def door() -> Answer:
    """Number, code and second factor; a slip's mark leads here with the number."""
    if request.method == "POST":
        return _knock()
    number = request.args.get("number", "")[: forms.LINE_MOST]
    if visit.current() is not None and not number:
        return redirect(url_for("public.matter_page"), SEE_OTHER)
    return _door(Shown({"number": number}))


def _knock() -> Answer:
    typed = forms.typed(request.form)
    try:
        asked = forms.door(request.form)
        admitted = admit(
            service().desk, service().accounts.throttle, Asked(**asked), request.remote_addr or ""
        )
    except Unfit as unfit:
        return _door(Shown(typed, unfit.wrong)), UNPROCESSABLE
    except NotAdmitted:
        return _door(Shown(typed, {"": _wrong()})), UNPROCESSABLE
    except AccountError as locked:
        return _door(Shown(typed, {"": _wait(int(str(locked.data["minutes"])))})), TOO_MANY
    response = redirect(url_for("public.matter_page"), SEE_OTHER)
    visit.begin(response, admitted)
    return response


def _door(form: Shown, kept: str = "") -> str:
    return render_template("public/door.html", form=form, kept=kept)


def _wrong() -> str:
    return _(
        "These do not belong together. Check the number and the query code against the slip, and "
        "enter what you gave when you brought the matter."
    )


def _wait(minutes: int) -> str:
    return _n(
        "There were too many wrong tries. Wait %(num)d minute, then try again.",
        "There were too many wrong tries. Wait %(num)d minutes, then try again.",
        minutes,
    )


@blueprint.post("/leave")
def leave() -> Response:
    """Whoever sits down next finds the door shut."""
    response = redirect(url_for("public.door"), SEE_OTHER)
    visit.end(response)
    return response


# --- the matter ---


@blueprint.get("/matter")
def matter_page() -> Answer:
    """The matter as it stands."""
    now = visit.current()
    if now is None:
        return redirect(url_for("public.door"), SEE_OTHER)
    return _stay(_page(matter(now)))


def _page(shown: Matter, answer: Shown = page.EMPTY, complaint: Shown = page.EMPTY) -> str:
    return render_template("public/matter.html", page=page.page(shown, answer, complaint))


def _stay(text: str, code: int = 200) -> Response:
    response = make_response(text, code)
    visit.go_on(response)
    return response


def saying(record: Callable[[Visit], Answer]) -> Callable[[], Answer]:
    """Only who is in says something here, and nobody of the staff in their place."""

    @wraps(record)
    def view() -> Answer:
        now = visit.current()
        if now is None:
            return _shut_out()
        if visitor() is not None:
            return render_template("public/staff.html"), FORBIDDEN
        return record(now)

    return view


@blueprint.post("/answer")
@saying
def answer_page(now: Visit) -> Answer:
    """Was it solved, are you satisfied: once."""
    if not now.known:  # the form was not shown to them
        return _stay(_page(matter(now)), CONFLICT)
    typed = forms.typed(request.form)
    try:
        given = forms.answer(request.form)
        answer(service().desk, now.case_id, given, given.pop("token"))
    except Unfit as unfit:
        return _stay(_page(matter(now), answer=Shown(typed, unfit.wrong)), UNPROCESSABLE)
    except DomainError:
        return _stay(_page(matter(now), answer=Shown(typed, {"": _too_late()})), CONFLICT)
    return _back("answer")


@blueprint.post("/complaint")
@saying
def complaint_page(now: Visit) -> Answer:
    """Pressure or bad treatment: to the inspection office, past whoever it is about."""
    typed = forms.typed(request.form)
    try:
        given = forms.complaint(request.form, asking.complained_of(matter(now)))
        throttle, token = service().accounts.throttle, given.pop("token")
        complain(service().desk, throttle, now.case_id, given, token)
    except Unfit as unfit:
        return _stay(_page(matter(now), complaint=Shown(typed, unfit.wrong)), UNPROCESSABLE)
    except TooManyComplaints:
        return _stay(_page(matter(now), complaint=Shown(typed, {"": _enough()})), TOO_MANY)
    except DomainError:
        return _stay(_page(matter(now), complaint=Shown(typed, {"": _too_late()})), CONFLICT)
    return _back("complaint")


def _too_late() -> str:
    return _("This could not be recorded any more. See below how the matter stands now.")


def _enough() -> str:
    return _("Enough complaints were sent for now; they are being read. Try again in an hour.")


def _back(anchor: str) -> Response:
    response = redirect(url_for("public.matter_page", done=anchor, _anchor=anchor), SEE_OTHER)
    visit.go_on(response)
    return response


def _shut_out() -> Answer:
    """What was written is shown again, to be copied: it took trouble."""
    kept = forms.typed(request.form).get("words", "")
    return _door(Shown({}, {"": _over()}), kept), UNPROCESSABLE


def _over() -> str:
    return _("You were shown out because nothing happened for a while. Nothing was recorded.")


@blueprint.errorhandler(CSRFError)
def form_void(_error: CSRFError) -> tuple[str, int]:
    """The form is of another visit, or of another site."""
    kept = forms.typed(request.form).get("words", "")
    return _door(Shown({}, {"": _void()}), kept), 400


def _void() -> str:
    return _("That page was no longer valid. Nothing was recorded; enter again, please.")
