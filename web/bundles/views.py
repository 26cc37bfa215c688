"""The page on which all of a case is exported: put on record first, then taken along."""

from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.desk import Act
from application.exporting.checking import BundleError
from application.exporting.leaving import make, put_on_record
from domain.case.record import ExportBundle
from domain.case.rights import BEYOND_UNITS
from domain.errors import DomainError
from domain.units import CENTRE
from web import messages
from web.auth.gate import allowed
from web.auth.who import actor, visitor
from web.bundles.copy import told_for
from web.bundles.listing import known
from web.bundles.texts import PROBLEMS
from web.desk import schemas
from web.desk.standing import Standing, standing
from web.service import service
from web.wording import _

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303
PURPOSE_MOST: Final = 200

blueprint = Blueprint("bundles", __name__, template_folder="templates")
blueprint.app_context_processor(lambda: {"may_export": may_export})

Answer = Response | str | tuple[str, int]


@blueprint.get("/cases/<number>/bundle")
def page(number: str) -> str:
    """What a bundle is, a form for one, and those that were exported."""
    return _show(_whole(number))


@blueprint.post("/cases/<number>/bundle")
def export(number: str) -> Answer:
    """Put on record that all of it leaves, and what for."""
    now, purpose = _whole(number), request.form.get("purpose", "").strip()
    problem = _wrong(purpose)
    if problem:
        return _show(now, problem), UNPROCESSABLE
    try:
        done = put_on_record(service().desk, now.case.id, _act(now), purpose, told_for(now.ctx))
    except DomainError as refused:
        told = messages.explain(refused, ExportBundle.__name__)
        return _show(now, told.text), UNPROCESSABLE
    flash(_("On record as %(number)d: all of the matter leaves.", number=done.version), "success")
    return redirect(url_for("bundles.page", number=number, _anchor=f"e{done.version}"), SEE_OTHER)


@blueprint.get("/cases/<number>/bundle/<int:version>.json")
def file(number: str, version: int) -> Response:
    """The bundle of an export, for whoever exported it, once a checkpoint covers it."""
    now = _whole(number)
    one = next((one for one in known(now) if one.version == version), None)
    if one is None:
        return _not_yet(number, str(PROBLEMS["no-export"]))
    if not one.own:
        return _not_yet(number, _("Somebody else exported this one. Export it yourself."))
    try:
        made = make(service().desk, now.case.id, version, told_for(now.ctx))
    except BundleError as error:
        return _not_yet(number, str(PROBLEMS[error.code]))
    name = f"{now.case.number}-{version}.bundle.json"
    said = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made.data, mimetype="application/json", headers=said)


def may_export() -> bool:
    """Whether the viewer may have all of a case they can open."""
    who = visitor()
    return allowed("bundles.page", who) and who is not None and _has_all(who.role, who.unit)


def _has_all(role: str, unit: str) -> bool:
    return role in BEYOND_UNITS or unit in ("", CENTRE)


def _whole(number: str) -> Standing:
    """A case of which the viewer may have all. Errors: 404, as if there were none."""
    now = standing(number)
    if not _has_all(now.ctx.by.role, now.ctx.by.unit):
        abort(404)
    return now


def _act(now: Standing) -> Act:
    token = schemas.token(request.form)
    key = f"{actor().user}/{now.case.number}/ExportBundle/{token}" if token else ""
    return Act(by=actor(), key=key)


def _wrong(purpose: str) -> str:
    if not purpose:
        return _("Say what it is exported for.")
    if len(purpose) > PURPOSE_MOST:
        return _("Say it in at most %(num)d characters.", num=PURPOSE_MOST)
    return ""


def _not_yet(number: str, why: str) -> Response:
    flash(why, "warning")
    return redirect(url_for("bundles.page", number=number), SEE_OTHER)


def _show(now: Standing, problem: str = "") -> str:
    return render_template(
        "bundles/page.html",
        case=now.case,
        exports=known(now),
        problem=problem,
        typed=request.form.get("purpose", ""),
        token=schemas.kept(request.form),
        most=PURPOSE_MOST,
    )
