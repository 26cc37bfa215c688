"""The audit sheets there are, a new one, and the page of one."""

from collections.abc import Mapping
from typing import Final

from flask import flash, redirect, render_template, request, url_for

from application import audit as commands
from application.auditbook import history
from domain.audit.keeping import Plan
from domain.audit.state import Sheet
from domain.errors import DomainError
from projections.queries.sheets import hidden_numbers
from web import times
from web.admin.forms import Asked, Refused, Shown, read
from web.admin.forms import shown as form_of
from web.asking import viewer
from web.auth.who import actor
from web.service import service
from web.sheets import fields, shown, telling
from web.sheets.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint, sheet_named
from web.wording import _

# The forms on the page of a sheet, by name.
FORMS: Final[Mapping[str, tuple[Asked, ...]]] = {
    "examine": fields.EXAMINING,
    "add": fields.ADDING,
    "close": fields.CLOSING,
}


@blueprint.get("/sheets")
def sheets() -> str:
    """Those at work first, then the closed ones, each the latest first."""
    every = sorted(service().desk.sheets.sheets(), key=lambda one: one.closed is not None)
    with service().read() as connection:
        unseen = hidden_numbers(connection, viewer=viewer())
    told = [shown.summary(one, unseen, times.now()) for one in every]
    return render_template("sheets/sheets.html", sheets=told)


@blueprint.route("/sheets/new", methods=["GET", "POST"])
def new_sheet() -> Answer:
    """What is looked into, of whom, of which time."""
    if request.method == "GET":
        return _new({})
    try:
        code = _open()
    except Refused as wrong:
        return _new(wrong.wrong), UNPROCESSABLE
    flash(_("The sheet is open. Draw matters onto it, or add single ones."), "success")
    return redirect(url_for("sheets.sheet", code=code), SEE_OTHER)


@blueprint.get("/sheets/<code>")
def sheet(code: str) -> str:
    """What was drawn, what was found, and what was done."""
    return show(sheet_named(code))


def show(sheet: Sheet, wrong: Mapping[str, str] | None = None, form: str = "") -> str:
    """The page; `wrong` with the form of that name."""
    seen = shown.known(sheet)
    lines, findings = shown.lines(sheet, seen), shown.findings(sheet, seen)
    code = sheet.known.code
    return render_template(
        "sheets/sheet.html",
        sheet=sheet,
        opened=sheet.known,
        period=shown.period(sheet),
        lines=lines,
        findings=findings,
        history=telling.told(history(service().desk.log, code), seen),
        forms={name: _form(name, wrong if name == form else None) for name in FORMS},
        open_form=form,
        left=(
            sum(one.finding.waits for one in findings),
            sum(not one.done for one in lines),
        ),
    )


def _form(name: str, wrong: Mapping[str, str] | None) -> Shown:
    """Told apart by their names, as they stand on one page."""
    made = form_of(FORMS[name], fields.options(), {}, wrong=wrong)
    for field, one in made.inputs.items():
        made.inputs[field] = one._replace(id=f"{name}-{field}")
    made.problems = [(one.id, one.problem) for one in made.inputs.values() if one.problem]
    said = {one.field.name for one in made.inputs.values()}
    made.problems += [("", text) for field, text in (wrong or {}).items() if field not in said]
    return made


def _new(wrong: Mapping[str, str]) -> str:
    form = form_of(fields.SHEET, fields.options(), {}, wrong=wrong)
    return render_template("sheets/new.html", form=form)


def _open() -> str:
    """Errors: `Refused`."""
    given = read(fields.SHEET, fields.options())
    plan = Plan(
        given["title"],
        given["aim"],
        tuple(given.get("units") or ()),
        fields.day("since", given),
        fields.day("until", given),
    )
    try:
        return commands.open_sheet(service().desk, plan, actor())
    except DomainError as error:
        raise fields.refused(error) from None
