"""Drawing matters onto a sheet: by which frame and seed, and what was drawn out of how many."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, render_template, request

from application import audit as commands
from domain.audit.sampling import Frame
from domain.audit.state import Sheet
from domain.audit.words import Method, Risk
from domain.errors import DomainError
from projections.sampling import draw_sample
from web.admin.forms import Refused, read
from web.admin.forms import shown as form_of
from web.auth.who import actor
from web.service import service
from web.sheets import fields
from web.sheets.routes import UNPROCESSABLE, Answer, back, blueprint, sheet_named
from web.wording import _


@blueprint.route("/sheets/<code>/sample", methods=["GET", "POST"])
def sample(code: str) -> Answer:
    """The form, filled in with what the sheet is about; sent, the matters are drawn."""
    sheet = sheet_named(code)
    if request.method == "GET":
        return _form(sheet, {})
    try:
        _draw(code)
    except Refused as wrong:
        return _form(sheet, wrong.wrong), UNPROCESSABLE
    flash(_("Drawn. Position, seed and what was drawn out of are on record."), "success")
    return back(code, "matters")


@blueprint.get("/sheets/<code>/samples/<int:sample>")
def drawn(code: str, sample: int) -> str:
    """How a sample was drawn, so that anybody can draw it again."""
    sheet = sheet_named(code)
    if not 0 < sample <= len(sheet.samples):
        abort(404)
    return render_template(
        "sheets/drawn.html", sheet=sheet, opened=sheet.known, sample=sheet.samples[sample - 1]
    )


def _form(sheet: Sheet, wrong: Mapping[str, str]) -> str:
    opened = sheet.known
    values: dict[str, Any] = {
        "size": fields.SIZE,
        "since": opened.since or "",
        "until": opened.until or "",
        "units": list(opened.units),
        "method": Method.RANDOM.value,
        "risks": [],
    }
    form = form_of(fields.SAMPLE, fields.options(), values, wrong=wrong)
    return render_template("sheets/sample.html", sheet=sheet, opened=opened, form=form)


def _draw(code: str) -> None:
    """Errors: `Refused`."""
    given = read(fields.SAMPLE, fields.options())
    try:
        drawn = draw_sample(service(), _frame(given), given.get("seed") or "", actor())
        commands.take_sample(service().desk, code, drawn, actor())
    except DomainError as error:
        raise fields.refused(error) from None


def _frame(given: Mapping[str, Any]) -> Frame:
    """Errors: `Refused`."""
    method = Method(given["method"])
    risks = given.get("risks") or () if method is Method.RISK else ()
    return Frame(
        method=method,
        size=fields.size(given),
        since=fields.day("since", given),
        until=fields.day("until", given),
        track=given.get("track") or "",
        units=tuple(given.get("units") or ()),
        risks=tuple(map(Risk, risks)),
    )
