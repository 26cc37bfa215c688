"""What follows from a published quarter: recorded by people, never by itself."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for

from application import assessment as commands
from domain.assessment.course.events import Kind
from domain.errors import DomainError
from domain.units import CENTRE
from web import names, times
from web.admin.forms import Options, Refused, read, shown
from web.admin.telling import author
from web.assessment import fields
from web.assessment.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.assessment.sight import Sight, quarter_named
from web.auth.who import actor
from web.desk.forms import Option
from web.service import service
from web.wording import _


class Line(NamedTuple):
    """One of them; `revoked` says why it was taken back."""

    id: int
    unit: str
    kind: str
    reason: str
    by: str
    at: str
    revoked: str


@blueprint.route("/<quarter>/consequences", methods=["GET", "POST"])
def consequences(quarter: str) -> Answer:
    """Those on record, and the form to record one."""
    sight = quarter_named(quarter)
    if request.method == "GET":
        return _page(sight, {})
    try:
        given = read(fields.CONSEQUENCE, _options())
        asked = (given["unit"], Kind(given["kind"]), given.get("reason") or "")
        commands.record_consequence(service().desk, sight.quarter, asked, actor())
    except Refused as wrong:
        return _page(sight, wrong.wrong), UNPROCESSABLE
    except DomainError as error:
        return _page(sight, fields.refused(error).wrong), UNPROCESSABLE
    flash(_("Recorded."), "success")
    return redirect(url_for("assessment.consequences", quarter=quarter), SEE_OTHER)


@blueprint.post("/<quarter>/consequences/<int:consequence>/revoke")
def revoke(quarter: str, consequence: int) -> Answer:
    """Take one back; why is said."""
    sight = quarter_named(quarter)
    reason = request.form.get("reason", "")
    try:
        commands.revoke_consequence(service().desk, sight.quarter, consequence, reason, actor())
    except DomainError as error:
        (text,) = fields.refused(error).wrong.values()
        return _page(sight, {"": text}), UNPROCESSABLE
    flash(_("Recorded."), "success")
    return redirect(url_for("assessment.consequences", quarter=quarter), SEE_OTHER)


def lines(sight: Sight) -> list[Line]:
    """In the order they were recorded."""
    return [
        Line(
            one.id,
            names.unit(one.recorded.unit),
            one.recorded.kind,
            one.recorded.reason,
            author(one.recorded.by.user),
            times.stamp(one.recorded.at),
            one.revoked.reason if one.revoked else "",
        )
        for one in sight.course.consequences
    ]


def _page(sight: Sight, wrong: dict[str, str]) -> str:
    return render_template(
        "assessment/consequences.html",
        sight=sight,
        label=sight.quarter.label,
        lines=lines(sight),
        form=shown(fields.CONSEQUENCE, _options(), {}, wrong=wrong),
    )


def _options() -> Options:
    units = [Option(CENTRE, _("The centre itself")), *fields.units()]
    return {"unit": units, "kind": fields.kinds()}
