"""Plans of rounds, for administrators and the centre's leader: view, draft, issue, retire."""

import re
from collections.abc import Sequence
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for

from application import rounds as commands
from application.codec import decode
from application.roundbook import STREAM
from domain.errors import DomainError
from domain.rounds import events as e
from domain.rounds.plan import RoundPlan
from domain.rounds.state import Plans, Version
from domain.rules.model import CODE
from web import messages, names
from web.admin.forms import Asked, Refused, read, require_seen, shown
from web.auth.who import actor
from web.desk.forms import Field, Kind
from web.rounds import fields, telling
from web.rounds.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.rounds.shown import title
from web.service import service
from web.wording import _, _l, _p

CODE_MOST: Final = 40
CODE_FIELD: Final = Asked(
    Field("id", Kind.LINE, required=True, most=CODE_MOST),
    _l("Code"),
    _l("Short, in lower-case letters, digits and dashes; it stays for good"),
)


@blueprint.get("/plans")
def plans() -> str:
    """All plans, what is in force of each and what waits."""
    known = service().desk.rounds.now()
    return render_template(
        "rounds/plans.html",
        plans=[_line(known, plan) for plan in known.versions],
        rhythm=fields.rhythm,
        title_of=title,
    )


@blueprint.route("/plans/new", methods=["GET", "POST"])
def new_plan() -> Answer:
    """Draft a plan there was none of."""
    asked = (CODE_FIELD, *fields.PLAN)
    if request.method == "GET":
        begin = fields.texts(EMPTY, fields.PLAN)
        return render_template("rounds/new_plan.html", form=shown(asked, fields.options(), begin))
    try:
        plan = _drafted(asked, "")
    except Refused as wrong:
        form = shown(asked, fields.options(), {}, wrong=wrong.wrong)
        return render_template("rounds/new_plan.html", form=form), UNPROCESSABLE
    flash(_("Drafted. Rounds follow it once it is issued."), "success")
    return redirect(url_for("rounds.plan", plan=plan), SEE_OTHER)


@blueprint.route("/plans/<plan>", methods=["GET", "POST"])
def plan(plan: str) -> Answer:
    """A plan: its versions side by side, and the form of the next one."""
    versions = _versions(plan)
    if request.method == "GET":
        return _page(plan, versions, {})
    try:
        require_seen(len(_history(plan)))
        _drafted(fields.PLAN, plan)
    except Refused as wrong:
        return _page(plan, versions, wrong.wrong), UNPROCESSABLE
    flash(_("Drafted. Rounds follow it once it is issued."), "success")
    return redirect(url_for("rounds.plan", plan=plan), SEE_OTHER)


@blueprint.post("/plans/<plan>/<any(issue, retire):act>")
def plan_act(plan: str, act: str) -> Answer:
    """Let rounds follow the draft that was looked at, or none any more."""
    versions, desk = _versions(plan), service().desk
    try:
        if act == "issue":
            commands.issue_plan(desk, plan, _number(), actor())
        else:
            commands.retire_plan(desk, plan, actor())
    except DomainError as error:
        return _page(plan, versions, {"": messages.explain(error).text}), UNPROCESSABLE
    flash(_("Recorded."), "success")
    return redirect(url_for("rounds.plan", plan=plan), SEE_OTHER)


EMPTY: Final = RoundPlan(id="", title="", title_en="", subjects=())


def _drafted(asked: Sequence[Asked], plan: str) -> str:
    """Record what the form says as the next version; gives the plan's code. Errors: `Refused`."""
    given = read(asked, fields.options())
    code = plan or given["id"]
    if not re.fullmatch(CODE, code):
        text = _("A code is made of lower-case letters, digits, dots and dashes. Write it so.")
        raise Refused({"id": text})
    said = RoundPlan(id=code, **fields.read_values(given, fields.PLAN))
    try:
        commands.draft_plan(service().desk, said, actor(), new=not plan)
    except DomainError as error:
        raise fields.refused(error) from None
    return code


def _page(plan: str, versions: tuple[Version, ...], wrong: dict[str, str]) -> str:
    known, done = service().desk.rounds.now(), _history(plan)
    last, draft, force = versions[-1], known.draft(plan), known.in_force(plan)
    begin = fields.texts(last.plan, fields.PLAN)
    return render_template(
        "rounds/plan.html",
        form=shown(fields.PLAN, fields.options(), begin, seen=len(done), wrong=wrong),
        plan=plan,
        title=title(last.plan),
        draft=draft,
        in_force=force,
        compared=_compared(force, draft),
        history=telling.of_events(done),
    )


def _compared(force: Version | None, draft: Version | None) -> list[tuple[str, str, str]]:
    """Each field as it is in force and as it is drafted; only those that differ if both are."""
    old, new = _said(force), _said(draft)
    labels = {one.field.name: str(one.label) for one in fields.PLAN}
    both = force is not None and draft is not None
    return [
        (label, old.get(name, ""), new.get(name, ""))
        for name, label in labels.items()
        if (old.get(name) or new.get(name)) and not (both and old.get(name) == new.get(name))
    ]


def _said(version: Version | None) -> dict[str, str]:
    if version is None:
        return {}
    plan, options = version.plan, fields.options()
    texts = fields.texts(plan, fields.PLAN)
    words = {
        "weeks": fields.rhythm(plan.weeks),
        "due_unit": {one.value: one.label for one in options["due_unit"]}[plan.due_unit],
        "roll_over": _p("rounds", "Yes") if plan.roll_over else _p("rounds", "No"),
        "levels": [fields.level(one) for one in plan.levels],
        "units": [names.unit(one) for one in plan.units],
    }
    return {name: _joined(value) for name, value in {**texts, **words}.items()}


def _joined(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value)


def _line(known: Plans, plan: str) -> dict[str, Any]:
    force, draft = known.in_force(plan), known.draft(plan)
    return {
        "id": plan,
        "last": (draft or force or known.versions[plan][-1]).plan,
        "in_force": force,
        "draft": draft,
    }


def _versions(plan: str) -> tuple[Version, ...]:
    found = service().desk.rounds.now().versions.get(plan)
    return found if found is not None else abort(404)


def _number() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000") else 0


def _history(plan: str) -> list[e.PlanEvent]:
    """What was done with one plan; a draft of it, its rounds, and its coming into the service."""
    rows = service().desk.log.stream(STREAM)
    events = [decode(row.topic, row.state) for row in rows]
    return [one for one in events if plan in _about(one)]


def _about(event: e.PlanEvent) -> set[str]:
    if isinstance(event, e.PlansShipped):
        return {one.id for one in event.plans}
    if isinstance(event, e.PlanDrafted):
        return {event.plan.id}
    return {getattr(event, "plan", "")}
