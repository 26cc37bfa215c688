"""Small acts on a sheet: a matter gone through, one added, the sheet closed."""

from collections.abc import Callable
from typing import Any

from flask import flash

from application import audit as commands
from domain.errors import DomainError
from web.admin.forms import Refused, read
from web.auth.who import actor
from web.service import service
from web.sheets import fields, lists
from web.sheets.routes import UNPROCESSABLE, Answer, back, blueprint, sheet_named
from web.wording import _


@blueprint.post("/sheets/<code>/examine")
def examine(code: str) -> Answer:
    """Say that somebody has gone through a matter."""

    def act(given: dict[str, Any]) -> None:
        note = given.get("note") or ""
        commands.examine(service().desk, code, given["number"], note, actor())
        flash(_("On record: %(number)s gone through.", number=given["number"]), "success")

    return _done(code, "examine", act, "matters")


@blueprint.post("/sheets/<code>/add")
def add(code: str) -> Answer:
    """Put a matter on the sheet that no sample drew."""

    def act(given: dict[str, Any]) -> None:
        commands.add_matter(service().desk, code, given["number"], given["reason"], actor())
        flash(_("The matter is on the sheet."), "success")

    return _done(code, "add", act, "matters")


@blueprint.post("/sheets/<code>/close")
def close(code: str) -> Answer:
    """End the audit, with what it came to."""

    def act(given: dict[str, Any]) -> None:
        commands.close_sheet(service().desk, code, given["conclusion"], actor())
        flash(_("The sheet is closed and stays as it is."), "success")

    return _done(code, "close", act, "")


def _done(code: str, form: str, act: Callable[[dict[str, Any]], None], anchor: str) -> Answer:
    """Back to the sheet; refused, with the form as it was filled in."""
    sheet = sheet_named(code)
    try:
        try:
            act(read(lists.FORMS[form], fields.options()))
        except DomainError as error:
            raise fields.refused(error) from None
    except Refused as wrong:
        return lists.show(sheet, wrong.wrong, form), UNPROCESSABLE
    return back(code, anchor)
