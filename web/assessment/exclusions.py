"""Exclusions: proposed by one, decided on by another; each with its reason and its evidence."""

from typing import Any, NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for

from application import assessment as commands
from application.assessment.commands import rules_of
from domain.assessment.course.excluding import Asked
from domain.assessment.course.state import Exclusion
from domain.assessment.model import Subject
from domain.errors import DomainError
from projections.assessing import SUBJECTS
from web import times
from web.admin.forms import Options, Refused, read, shown
from web.admin.telling import author
from web.assessment import fields, figures
from web.assessment.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.assessment.sight import Sight, quarter_named, seen
from web.auth.who import actor
from web.desk.forms import Option
from web.service import service
from web.wording import _


class Line(NamedTuple):
    """An exclusion as it is shown."""

    id: int
    subject: Subject
    about: str
    number: str
    reason: str
    evidence: tuple[int, ...]
    by: str
    at: str
    approved: bool | None
    decided_by: str
    decided_at: str
    ruling: str
    objection: int


@blueprint.route("/<quarter>/exclude", methods=["GET", "POST"])
def exclude(quarter: str) -> Answer:
    """The form to propose one."""
    sight = quarter_named(quarter)
    if request.method == "GET":
        return _form(sight, {})
    try:
        _propose(sight)
    except Refused as wrong:
        return _form(sight, wrong.wrong), UNPROCESSABLE
    flash(_("Proposed. Somebody else decides on it."), "success")
    return _back(quarter)


@blueprint.get("/<quarter>/exclusions/<int:exclusion>")
def exclusion(quarter: str, exclusion: int) -> str:
    """One with its decision, or the form to decide."""
    return _page(quarter_named(quarter), exclusion, {})


@blueprint.post("/<quarter>/exclusions/<int:exclusion>/decide")
def decide(quarter: str, exclusion: int) -> Answer:
    """Approve or reject it."""
    sight = quarter_named(quarter)
    try:
        _decide(sight, exclusion)
    except Refused as wrong:
        return _page(sight, exclusion, wrong.wrong), UNPROCESSABLE
    flash(_("Decided. What is approved counts from the next computing on."), "success")
    return _back(quarter)


def lines(sight: Sight) -> list[Line]:
    """All of them, for whoever sees all units; a unit sees those its own objections led to."""
    shown = [one for one in sight.course.exclusions if _open_to(sight, one)]
    known = seen(*(one.number for one in shown))
    return [_line(sight, one, known) for one in shown]


def _open_to(sight: Sight, one: Exclusion) -> bool:
    if sight.whole or not one.objection:
        return sight.whole
    return sight.own(sight.course.objections[one.objection - 1].asked.unit)


def _line(sight: Sight, one: Exclusion, known: frozenset[str]) -> Line:
    rules = rules_of(service().desk, sight.quarter, sight.course, one.subject)
    return Line(
        one.id,
        one.subject,
        figures.about([rules], one.of) if one.of else _("The matter as such"),
        one.number if one.number in known else "",
        one.reason,
        one.evidence if one.number in known else (),
        author(one.by.user),
        times.stamp(one.at),
        one.approved,
        author(one.decided_by.user) if one.decided_by else "",
        times.stamp(one.decided_at) if one.decided_at else "",
        one.ruling,
        one.objection,
    )


def _known(sight: Sight, number: int) -> Line:
    found = [one for one in lines(sight) if one.id == number]
    return found[0] if found else abort(404)


def _page(sight: Sight, number: int, wrong: dict[str, str]) -> str:
    found = _known(sight, number)
    whose = sight.course.exclusions[number - 1]
    decides = sight.inspects or (sight.heads and whose.subject == "units")
    return render_template(
        "assessment/exclusion.html",
        sight=sight,
        label=sight.quarter.label,
        one=found,
        form=shown(fields.DECISION, _decisions(), {}, wrong=wrong),
        may_decide=found.approved is None and decides and whose.by.user != actor().user,
    )


def _decisions() -> Options:
    return {"ruling": fields.yes_or_no(_("Approved"), _("Rejected"))}


def _decide(sight: Sight, number: int) -> None:
    _known(sight, number)
    given = read(fields.DECISION, _decisions())
    try:
        commands.decide_exclusion(
            service().desk,
            sight.quarter,
            number,
            given.get("reason") or "",
            actor(),
            approved=given["ruling"] == "yes",
        )
    except DomainError as error:
        raise fields.refused(error) from None


def _form(sight: Sight, wrong: dict[str, str]) -> str:
    chosen = {name: request.args.get(name, "") for name in ("subject", "of", "number", "evidence")}
    return render_template(
        "assessment/exclude.html",
        sight=sight,
        label=sight.quarter.label,
        form=shown(fields.EXCLUSION, _choices(sight), chosen, wrong=wrong),
    )


def _choices(sight: Sight) -> Options:
    desk = service().desk
    rules = [rules_of(desk, sight.quarter, sight.course, one) for one in SUBJECTS]
    subjects = [Option("units", _("The units")), Option("centre", _("The centre itself"))]
    return {"subject": subjects, "of": fields.abouts(rules)}


def _propose(sight: Sight) -> None:
    given: dict[str, Any] = read(fields.EXCLUSION, _choices(sight))
    asked = Asked(
        given["subject"],
        given.get("number") or "",
        fields.of(given["of"]),
        given.get("reason") or "",
        fields.evidence(given),
    )
    try:
        commands.propose_exclusion(service().desk, sight.quarter, asked, actor())
    except DomainError as error:
        raise fields.refused(error) from None


def _back(quarter: str) -> Answer:
    return redirect(url_for("assessment.quarter", quarter=quarter, _anchor="exclusions"), SEE_OTHER)
