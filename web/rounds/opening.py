"""Opening a round by hand, for a season or one subject; and calling one off."""

from datetime import timedelta
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for

from application import rounds as commands
from application.rounds import ByHand
from domain.errors import DomainError
from domain.rounds.state import Version
from projections.queries.lookups import unit_tree
from web import messages, times
from web.admin.forms import Refused, Shown, read, shown
from web.auth.who import actor
from web.desk import schemas
from web.desk.schemas import Text
from web.rounds import fields, lists
from web.rounds.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.service import service
from web.wording import _

WEEK: Final = timedelta(days=6)
OWN_OF_PLAN: Final = ("title", "title_en", "subjects", "points", "guidance")


@blueprint.route("/new", methods=["GET", "POST"])
def new_round() -> Answer:
    """The form, filled in as one of the plans for rounds by hand has it."""
    plans = _by_hand()
    chosen = _chosen(plans)
    if chosen is None:
        return render_template("rounds/new.html", plans=plans, chosen=None, form=None, token="")
    if request.method == "GET":
        return _form(plans, chosen, shown(fields.BY_HAND, fields.options(), _first(chosen)))
    try:
        code = _open(chosen)
    except Refused as wrong:
        form = shown(fields.BY_HAND, fields.options(), {}, wrong=wrong.wrong)
        return _form(plans, chosen, form), UNPROCESSABLE
    flash(_("The round is open; the units see it on their page."), "success")
    return redirect(url_for("rounds.round_page", code=code), SEE_OTHER)


@blueprint.post("/<code>/call-off")
def call_off(code: str) -> Answer:
    """Let nobody owe a report of it; why is said."""
    reason = str(Text().deserialize(request.form.get("reason", "")))
    lists.require(code)
    try:
        commands.call_off(service().desk, code, reason, actor())
    except DomainError as refusal:
        problems = [("call-off-reason", messages.explain(refusal).text)]
        return lists.show(code, problems, reason), UNPROCESSABLE
    flash(_("The round is called off; nobody owes a report of it."), "success")
    return redirect(url_for("rounds.round_page", code=code), SEE_OTHER)


def _by_hand() -> list[Version]:
    issued = service().desk.rounds.now().issued()
    return [one for one in issued if one.in_force and not one.plan.by_time]


def _chosen(plans: list[Version]) -> Version | None:
    """The plan the address names; the first one where it names none."""
    name = request.values.get("plan", "")
    if not name:
        return plans[0] if plans else None
    found = next((one for one in plans if one.plan.id == name), None)
    return found if found is not None else abort(404)


def _first(chosen: Version) -> dict[str, Any]:
    today = times.now().date()
    days = {"first": f"{today:%Y-%m-%d}", "last": f"{today + WEEK:%Y-%m-%d}"}
    return {**fields.texts(chosen.plan, fields.BY_HAND), **days}


def _form(plans: list[Version], chosen: Version, form: Shown) -> str:
    return render_template(
        "rounds/new.html",
        plans=plans,
        chosen=chosen,
        form=form,
        token=schemas.kept(request.form),
    )


def _open(chosen: Version) -> str:
    """Errors: `Refused`."""
    said = fields.read_values(read(fields.BY_HAND, fields.options()), fields.BY_HAND)
    token = schemas.token(request.form)
    if not token:
        raise Refused({"": messages.explain_field("form:token-missing", "")})
    first, last = said.pop("first"), said.pop("last")
    with service().read() as connection:
        units = [one.code for one in unit_tree(connection)]
    try:
        asked = ByHand(chosen.plan.id, first, last, said, f"{actor().user}/{token}")
        return commands.open_by_hand(service().desk, asked, units, actor())
    except DomainError as error:
        raise fields.refused(error) from None
