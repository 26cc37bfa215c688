"""Drafting a version of a plan by a form: a new plan, a new version, a draft once more."""

import re
from typing import Any, Final

import msgspec
from flask import abort, flash, redirect, render_template, request, url_for

from application.plans.commands import draft_plan, known_categories, next_version
from domain.errors import DomainError
from domain.plans.checks import validate
from domain.plans.model import Plan
from domain.rules.model import CODE, RuleError
from web.admin.forms import Asked, Refused, Shown, read, refused
from web.admin.forms import shown as form_of
from web.auth.who import account
from web.desk import plannames
from web.desk.forms import Field, Kind
from web.desk.texts.plans import REPORT
from web.plans import form, mistakes
from web.plans.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint, plan_of
from web.service import service
from web.wording import _, _l

CODE_MOST: Final = 40
WRONG_CODE: Final = "write lower-case letters, digits, dots and dashes only"
CODE_FIELD: Final = Asked(
    Field("code", Kind.LINE, required=True, most=CODE_MOST),
    _l("Code"),
    _l("Lower-case letters, digits, dots and dashes, as flood; it stays for good"),
)


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> Answer:
    """A plan there was none of before."""
    teams = form.rows_of_teams(2)
    return _drafted(None, "", 1, teams)


@blueprint.route("/<code>/<int:version>/draft", methods=["GET", "POST"])
def draft(code: str, version: int) -> Answer:
    """A new version that begins as this one, or this one while it is a draft itself."""
    found = plan_of(code, version)
    state = service().desk.plans.now().versions[found.ref].state
    number = version if state == "draft" else next_version(service().desk, code)
    return _drafted(found, code, number, form.rows_of_teams(len(found.teams)))


def _drafted(begin: Plan | None, code: str, version: int, teams: int) -> Answer:
    asked = [*((CODE_FIELD,) if begin is None else ()), *form.asked(teams)]
    options = form.options(teams)
    if request.method == "GET":
        values = form.values(begin) if begin is not None else {}
        return _page(form_of(asked, options, values), begin, version, teams)
    try:
        given = read(asked, options)
        plan = _plan(given, code or given["code"], version)
        _check_new(begin, plan.code)
        draft_plan(service().desk, plan, account().username)
    except Refused as error:
        again = form_of(asked, options, {}, wrong=error.wrong)
        return _page(again, begin, version, teams), UNPROCESSABLE
    except DomainError as error:
        again = form_of(asked, options, {}, wrong=refused(error).wrong)
        return _page(again, begin, version, teams), UNPROCESSABLE
    flash(_("Drafted. It is proposed once it is put into force."), "success")
    return redirect(url_for("plans.plan", code=plan.code, version=plan.version), SEE_OTHER)


def _page(shown: Shown, begin: Plan | None, version: int, teams: int) -> str:
    return render_template(
        "plans/draft.html",
        form=shown,
        begin=begin,
        title=plannames.bare_title(begin) if begin is not None else "",
        version=version,
        teams=range(teams),
        kinds=form.KINDS,
        clocks=form.CLOCKS,
        reports=REPORT,
        fields=form,
    )


def _plan(given: dict[str, Any], code: str, version: int) -> Plan:
    """Errors: `Refused`, at the field that is meant where one is."""
    if not re.fullmatch(CODE, code):
        raise Refused({"code": mistakes.sentence(WRONG_CODE)})
    try:
        said = form.said(given, code, version)
        plan = msgspec.convert(said, Plan, strict=False)
        return validate(plan, known_categories(service().desk))
    except form.Uneven:
        text = _("As many lines in English as in Chinese, please: one for each task.")
        raise Refused({"checklist_en": text}) from None
    except msgspec.ValidationError as error:
        raise Refused(_of_shape(str(error), given)) from None
    except RuleError as error:
        path = error.path.partition(".")[2] or error.path
        raise Refused({_named(path, given): mistakes.sentence(error.message)}) from None


def _check_new(begin: Plan | None, code: str) -> None:
    """A code that is taken belongs to another plan. Errors: `Refused`."""
    if begin is None and service().desk.plans.now().of(code):
        raise Refused({"code": _("There is a plan with this code. Draft a new version of it.")})


def _of_shape(message: str, given: dict[str, Any]) -> dict[str, str]:
    text, _parted, place = message.partition(" - at `$.")
    return {_named(place.rstrip("`"), given): mistakes.sentence(text)}


def _named(path: str, given: dict[str, Any]) -> str:
    """The field of the form for a place of the file; "" for none."""
    found = re.match(r"(teams|reports|clocks)\[(\d+)\]\.?(\w*)", path)
    if found is not None:
        return _cell(found[1], int(found[2]), found[3], given)
    name = re.sub(r"\[\d+\].*", "", path).replace(".", "-")
    if name == "when":
        return "when-tracks"
    return "teams-0-who" if name == "teams" else name


def _cell(table: str, index: int, cell: str, given: dict[str, Any]) -> str:
    """Rows that were left empty are none of the file."""
    needed = {"teams": "who", "reports": "to", "clocks": "span"}[table]
    rows = [
        name.split("-")[1]
        for name in given
        if name.startswith(f"{table}-") and name.endswith(f"-{needed}")
    ]
    if index >= len(rows):
        abort(400)
    order = (*form.KINDS, *form.CLOCKS)
    rows.sort(key=lambda row: int(row) if row.isdigit() else order.index(row))
    return f"{table}-{rows[index]}-{cell or needed}"
