"""A finding as the auditor sees it: what the unit answered, following it up, withdrawing it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from application import audit as commands
from domain.audit.finding import Look
from domain.audit.state import Sheet
from domain.errors import DomainError
from web.admin.forms import Asked, Refused, read
from web.admin.forms import shown as form_of
from web.auth.who import actor
from web.service import service
from web.sheets import fields, shown, telling
from web.sheets.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint, sheet_named
from web.wording import _

Forms = Mapping[str, tuple[Asked, ...]]
FORMS: Forms = {"follow": fields.LOOK, "withdraw": fields.WITHDRAWING}


@blueprint.get("/sheets/<code>/findings/<int:finding>")
def finding(code: str, finding: int) -> str:
    """With everything that was said to it."""
    return _show(sheet_named(code), finding)


@blueprint.post("/sheets/<code>/findings/<int:finding>/follow")
def follow(code: str, finding: int) -> Answer:
    """Settle it, or ask anew."""

    def act(given: dict[str, Any]) -> None:
        look = Look(given["settled"] == "yes", given["text"], fields.end_of("due", given))
        commands.follow_up(service().desk, code, finding, look, actor())

    return _done(code, finding, "follow", act)


@blueprint.post("/sheets/<code>/findings/<int:finding>/withdraw")
def withdraw(code: str, finding: int) -> Answer:
    """It was none."""

    def act(given: dict[str, Any]) -> None:
        commands.withdraw_finding(service().desk, code, finding, given["reason"], actor())

    return _done(code, finding, "withdraw", act)


def _done(code: str, finding: int, form: str, act: Callable[[dict[str, Any]], None]) -> Answer:
    sheet = sheet_named(code)
    _known(sheet, finding)
    try:
        try:
            act(read(FORMS[form], fields.options()))
        except DomainError as error:
            raise fields.refused(error) from None
    except Refused as wrong:
        return _show(sheet, finding, wrong.wrong, form), UNPROCESSABLE
    flash(_("On record."), "success")
    return redirect(url_for("sheets.finding", code=code, finding=finding), SEE_OTHER)


def _known(sheet: Sheet, number: int) -> shown.Found:
    """404 where there is none the viewer may see."""
    seen = shown.known(sheet)
    found = [one for one in shown.findings(sheet, seen) if one.id == number]
    return found[0] if found else abort(404)


def _show(sheet: Sheet, number: int, wrong: Mapping[str, str] | None = None, form: str = "") -> str:
    one = _known(sheet, number)
    made = {
        name: form_of(asked, fields.options(), {}, wrong=wrong if name == form else None)
        for name, asked in FORMS.items()
    }
    return render_template(
        "sheets/finding.html",
        sheet=sheet,
        opened=sheet.known,
        one=one,
        forms=made,
        open_form=form,
        telling=telling,
        may=one.finding.waits and sheet.closed is None,
    )
