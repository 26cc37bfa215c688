"""A new finding: on which matter, whom it is for, what is asked of them until when."""

from collections.abc import Mapping
from typing import Any

from flask import flash, render_template, request

from application import audit as commands
from domain.audit.finding import Noted
from domain.audit.state import Sheet
from domain.audit.words import Grade
from domain.errors import DomainError
from web.admin.forms import Refused, read
from web.admin.forms import shown as form_of
from web.auth.who import actor
from web.service import service
from web.sheets import fields, shown
from web.sheets.routes import UNPROCESSABLE, Answer, back, blueprint, sheet_named
from web.wording import _


@blueprint.route("/sheets/<code>/finding", methods=["GET", "POST"])
def note(code: str) -> Answer:
    """The form; of a matter the address names, with the unit that leads it."""
    sheet = sheet_named(code)
    if request.method == "GET":
        return _form(sheet, {})
    try:
        _note(code)
    except Refused as wrong:
        return _form(sheet, wrong.wrong), UNPROCESSABLE
    flash(_("The finding is on record; who answers is told its number and a link."), "success")
    return back(code, "findings")


def _form(sheet: Sheet, wrong: Mapping[str, str]) -> str:
    number = request.args.get("number", "")
    told = shown.known(sheet).get(number)
    values = {"number": number, "unit": told.lead_unit if told is not None else ""}
    form = form_of(fields.FINDING, fields.options(), values, wrong=wrong)
    return render_template("sheets/note.html", sheet=sheet, opened=sheet.known, form=form)


def _note(code: str) -> None:
    """Errors: `Refused`."""
    given: dict[str, Any] = read(fields.FINDING, fields.options())
    due = fields.end_of("due", given)
    assert due is not None  # noqa: S101 - the form asked for it
    noted = Noted(
        given["unit"],
        Grade(given["grade"]),
        given["text"],
        given["demand"],
        due,
        given.get("number") or "",
        fields.records(given),
    )
    try:
        commands.note_finding(service().desk, code, noted, actor())
    except DomainError as error:
        raise fields.refused(error) from None
