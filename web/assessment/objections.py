"""Objections: a unit's form while the review lasts, each with its ruling, and the form to rule."""

from typing import Any, NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for

from application import assessment as commands
from application.assessment.commands import rules_of
from domain.assessment.course.objecting import Ground, Ruling
from domain.assessment.course.rights import leads
from domain.assessment.course.state import Objection
from domain.errors import DomainError
from domain.units import CENTRE
from web import names, times
from web.admin.forms import Options, Refused, read, shown
from web.admin.telling import author
from web.assessment import fields, figures
from web.assessment.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.assessment.sight import Sight, quarter_named, seen, speaks_for
from web.auth.who import actor
from web.desk.forms import Option
from web.service import service
from web.wording import _


class Line(NamedTuple):
    """An objection as it is shown; `number` "" where the matter is not the viewer's to see."""

    id: int
    unit: str
    unit_name: str
    about: str
    number: str
    reason: str
    note: str
    evidence: tuple[int, ...]
    by: str
    at: str
    state: str
    ruling: str
    ruled_by: str
    ruled_at: str


@blueprint.route("/<quarter>/object", methods=["GET", "POST"])
def lodge(quarter: str) -> Answer:
    """The form, for the unit's leader, or for the inspection office on its behalf."""
    sight = quarter_named(quarter)
    if request.method == "GET":
        return _form(sight, {})
    try:
        _lodge(sight)
    except Refused as wrong:
        return _form(sight, wrong.wrong), UNPROCESSABLE
    flash(_("The objection is on record; the inspection office rules on it."), "success")
    return redirect(url_for("assessment.quarter", quarter=quarter, _anchor="objections"), SEE_OTHER)


@blueprint.get("/<quarter>/objections/<int:objection>")
def objection(quarter: str, objection: int) -> str:
    """One with its ruling, or the form to rule on it."""
    return _page(quarter_named(quarter), objection, {})


@blueprint.post("/<quarter>/objections/<int:objection>/rule")
def rule(quarter: str, objection: int) -> Answer:
    """Uphold or reject it."""
    sight = quarter_named(quarter)
    found = _known(sight, objection)
    try:
        given = read(fields.ruling_fields(found.asked.about), _options())
        numbers = tuple(given.get("numbers") or ())
        ruling = Ruling(given["ruling"] == "yes", given.get("reason") or "", numbers)
        _try(
            lambda: commands.rule_objection(
                service().desk, sight.quarter, objection, ruling, actor()
            )
        )
    except Refused as wrong:
        return _page(sight, objection, wrong.wrong), UNPROCESSABLE
    flash(_("Ruled. What is excluded for it counts from the next computing on."), "success")
    return _back(quarter)


@blueprint.post("/<quarter>/objections/<int:objection>/withdraw")
def withdraw(quarter: str, objection: int) -> Answer:
    """Object no more."""
    sight = quarter_named(quarter)
    _known(sight, objection)
    try:
        _try(lambda: commands.withdraw_objection(service().desk, sight.quarter, objection, actor()))
    except Refused as wrong:
        return _page(sight, objection, wrong.wrong), UNPROCESSABLE
    flash(_("The objection is withdrawn."), "success")
    return _back(quarter)


def lines(sight: Sight) -> list[Line]:
    """Those the viewer may see: of a unit its own."""
    shown = [one for one in sight.course.objections if sight.own(one.asked.unit)]
    known = seen(*(one.asked.number for one in shown))
    return [_line(sight, one, known) for one in shown]


def _line(sight: Sight, one: Objection, known: frozenset[str]) -> Line:
    asked, desk = one.asked, service().desk
    subject = "centre" if asked.unit == CENTRE else "units"
    rules = rules_of(desk, sight.quarter, sight.course, subject)  # type: ignore[arg-type]
    return Line(
        one.id,
        asked.unit,
        names.unit(asked.unit),
        figures.about([rules], asked.of) if asked.of else _("The matter as such"),
        asked.number if asked.number in known else "",
        asked.reason,
        asked.note,
        asked.evidence,
        author(asked.by.user),
        times.stamp(asked.at),
        one.state,
        one.ruling,
        author(one.ended_by.user) if one.ended_by else "",
        times.stamp(one.ended_at) if one.ended_at else "",
    )


def _known(sight: Sight, number: int) -> Objection:
    """404 where there is none the viewer may see."""
    found = [one for one in sight.course.objections if one.id == number]
    if not found or not sight.own(found[0].asked.unit):
        abort(404)
    return found[0]


def _page(sight: Sight, number: int, wrong: dict[str, str]) -> str:
    found = _known(sight, number)
    line = next(one for one in lines(sight) if one.id == number)
    by = actor()
    rules = found.state == "open" and sight.inspects and found.asked.by.user != by.user
    mine = leads(by, found.asked.unit) or found.asked.by.user == by.user
    return render_template(
        "assessment/objection.html",
        sight=sight,
        label=sight.quarter.label,
        one=line,
        form=shown(fields.ruling_fields(found.asked.about), _options(), {}, wrong=wrong),
        may_rule=rules,
        may_withdraw=found.state == "open" and mine,
        published=sight.published,
    )


def _options() -> Options:
    return {"ruling": fields.yes_or_no(_("Upheld"), _("Rejected"))}


def _form(sight: Sight, wrong: dict[str, str]) -> str:
    chosen = {name: request.args.get(name, "") for name in ("unit", "of", "number", "evidence")}
    if not chosen["unit"]:
        chosen["unit"] = speaks_for()
    return render_template(
        "assessment/object.html",
        sight=sight,
        label=sight.quarter.label,
        form=shown(fields.OBJECTION, _choices(sight), chosen, wrong=wrong),
    )


def _choices(sight: Sight) -> Options:
    own = speaks_for()
    units = [one for one in _units() if not own or one.value == own]
    desk = service().desk
    subjects = ("centre",) if own == CENTRE else ("units",) if own else ("units", "centre")
    rules = [rules_of(desk, sight.quarter, sight.course, one) for one in subjects]  # type: ignore[arg-type]
    return {"unit": units, "of": fields.abouts(rules)}


def _units() -> list[Option]:
    return [Option(CENTRE, _("The centre itself")), *fields.units()]


def _lodge(sight: Sight) -> None:
    given: dict[str, Any] = read(fields.OBJECTION, _choices(sight))
    ground = Ground(
        given["unit"],
        fields.about_of(given["of"]),
        fields.of(given["of"]),
        given.get("number") or "",
        given.get("reason") or "",
        fields.evidence(given),
        given.get("note") or "",
    )
    _try(lambda: commands.lodge_objection(service().desk, sight.quarter, ground, actor()))


def _try(act: Any) -> None:
    try:
        act()
    except DomainError as error:
        raise fields.refused(error) from None


def _back(quarter: str) -> Answer:
    return redirect(url_for("assessment.quarter", quarter=quarter, _anchor="objections"), SEE_OTHER)
