"""Administrators' pages of units: where they stand, what they are called, what they look after."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.registry import Units
from application.units import (
    Said,
    change_unit,
    dissolve_unit,
    found_unit,
    restore_unit,
    unit_history,
)
from domain.errors import DomainError
from domain.rules.model import CODE
from domain.units import CENTRE, Unit
from domain.units.events import UnitFounded
from projections.queries.unitregister import UnitEntry, unit_register
from web import names
from web.admin.forms import (
    SEE_OTHER,
    UNPROCESSABLE,
    Asked,
    Options,
    Refused,
    read,
    refused,
    require_seen,
    shown,
)
from web.admin.telling import told
from web.admin.views import blueprint
from web.auth.who import account
from web.desk.forms import LINE_MOST, LINES_MOST, REASON_MOST, Field, Kind, Option
from web.desk.values import write
from web.service import service, settings
from web.wording import _, _l

Answer = Response | str | tuple[str, int]

CODE_MOST: Final = 60
CODE_FIELD: Final = Asked(
    Field("code", Kind.LINE, required=True, most=CODE_MOST),
    _l("Code"),
    _l("Short, in lower-case letters and digits, as pcs; it stays for good"),
)
UNIT: Final = (
    Asked(Field("name", Kind.LINE, required=True, most=LINE_MOST), _l("Name in Chinese")),
    Asked(
        Field("name_en", Kind.LINE, most=LINE_MOST),
        _l("Name in English"),
        _l("Without one the Chinese name stands on English pages"),
    ),
    Asked(
        Field("level", Kind.CHOICE, required=True),
        _l("Level"),
        _l("On the ladder by which matters are transferred"),
    ),
    Asked(Field("parent", Kind.CHOICE), _l("Below which unit")),
    Asked(
        Field("unit_class", Kind.LINE, most=LINE_MOST),
        _l("Class it is compared in"),
        _l("Units are compared with those of their class only"),
    ),
    Asked(
        Field("places", Kind.LINES, most=LINES_MOST),
        _l("Places it looks after"),
        _l("One in each line; they are offered at registration"),
    ),
)


@blueprint.get("/units")
def units() -> str:
    """The tree."""
    known = _register()
    people = Counter(one.unit for one in service().accounts.everyone() if not one.disabled)
    rows = [(one, known[one.code], people[one.code]) for one in names.units().values()]
    return render_template("admin/units.html", rows=rows, levels=_levels())


@blueprint.route("/units/new", methods=["GET", "POST"])
def new_unit() -> Answer:
    """Put a unit on record."""
    asked = (CODE_FIELD, *UNIT)
    if request.method == "GET":
        form = shown(asked, _options(), {"parent": request.args.get("below", CENTRE)})
        return render_template("admin/new_unit.html", form=form, classes=_classes())
    try:
        code = _found(read(asked, _options()))
    except Refused as error:
        form = shown(asked, _options(), {}, wrong=error.wrong)
        return render_template("admin/new_unit.html", form=form, classes=_classes()), UNPROCESSABLE
    flash(_("Recorded."), "success")
    return redirect(url_for("admin.unit", code=code), SEE_OTHER)


def _found(given: Mapping[str, Any]) -> str:
    code: str = given["code"]
    if not re.fullmatch(CODE, code):
        text = _("A code is made of lower-case letters, digits, dots and dashes. Write it so.")
        raise Refused({"code": text})
    said = _said(given)._asdict()
    said["parent"] = said["parent"] or CENTRE
    event = UnitFounded(at=service().desk.clock(), by=account().username, code=code, **said)
    try:
        found_unit(service().desk, event)
    except DomainError as error:
        raise refused(error) from None
    return code


@blueprint.route("/units/<code>", methods=["GET", "POST"])
def unit(code: str) -> Answer:
    """One unit: what it is, what can be done with it, what was done."""
    found = _known(code)
    if request.method == "GET":
        return _page(found)
    try:
        require_seen(found.version)
        given = read(UNIT, _options(found))
        change_unit(service().desk, code, _said(given), account().username)
    except Refused as error:
        return _page(found, error.wrong), UNPROCESSABLE
    except DomainError as error:
        return _page(found, refused(error).wrong), UNPROCESSABLE
    flash(_("Recorded."), "success")
    return redirect(url_for("admin.unit", code=code), SEE_OTHER)


@blueprint.post("/units/<code>/<any('dissolve', 'restore'):act>")
def unit_act(code: str, act: str) -> Answer:
    """Let it take no more dispatches, or again."""
    found, by = _known(code), account().username
    reason = request.form.get("reason", "").strip()[:REASON_MOST]
    try:
        if act == "restore":
            restore_unit(service().desk, code, by)
        else:
            dissolve_unit(service().desk, code, reason, by)
    except DomainError as error:
        return _page(found, reason_wrong=refused(error).wrong), UNPROCESSABLE
    flash(_("Recorded."), "success")
    return redirect(url_for("admin.unit", code=code), SEE_OTHER)


def _page(
    found: Unit,
    wrong: Mapping[str, str] | None = None,
    reason_wrong: Mapping[str, str] | None = None,
) -> str:
    before = {
        **{name: getattr(found, name) for name in Said._fields},
        "places": "\n".join(found.places),
    }
    form = shown(UNIT, _options(found), before, seen=found.version, wrong=wrong)
    form.problems += [("reason", text) for text in (reason_wrong or {}).values()]
    return render_template(
        "admin/unit.html",
        form=form,
        unit=found,
        centre_code=CENTRE,
        classes=_classes(),
        reason_wrong=next(iter((reason_wrong or {}).values()), ""),
        people=service().accounts.listed(unit=found.code),
        below=[names.units()[one.code] for one in _register().values() if one.parent == found.code],
        history=told(unit_history(service().desk, found.code)),
    )


def _known(code: str) -> Unit:
    found = Units(service().desk.log).get(code) if code in names.units() else None
    return found if found is not None else abort(404)


def _said(given: Mapping[str, Any]) -> Said:
    return Said(
        name=given["name"],
        name_en=given.get("name_en", ""),
        level=given["level"],
        parent=given.get("parent", ""),
        unit_class=given.get("unit_class", ""),
        places=tuple(dict.fromkeys(given.get("places", ()))),
    )


def _options(found: Unit | None = None) -> Options:
    """Levels of the rule set; units that are there, and the one it stands below."""
    own, above = (found.code, found.parent) if found is not None else ("", "")
    levels = [Option(code, name) for code, name in _levels().items()]
    units = [
        Option(one.code, "　" * one.depth + one.shown)
        for one in names.units().values()
        if one.code == above or (not one.dissolved and one.code != own)
    ]
    return {"level": levels, "parent": [] if own == CENTRE else units}


def _classes() -> list[str]:
    return sorted({one.unit_class for one in _register().values()} - {""})


def _register() -> Mapping[str, UnitEntry]:
    with service().read() as connection:
        return unit_register(connection)


def _levels() -> dict[str, str]:
    """What each level is called."""
    rules = service().desk.rules.active(settings().rules)
    return {one.code: write("at_level", one.code, "", rules) for one in rules.levels}
