"""Drafting a version of a plan as TOML text, typed, pasted or from a file."""

from flask import flash, redirect, render_template, request, url_for
from msgspec.structs import replace

from application.plans.commands import draft_plan, next_version, read_plan
from application.plans.texts import write_plan
from domain.errors import DomainError
from domain.plans.model import Plan
from domain.rules.model import RuleError
from web import messages
from web.auth.who import account
from web.plans import mistakes, shown
from web.plans.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint, plan_of, whole
from web.rulebook import given
from web.service import service
from web.wording import _


@blueprint.get("/write")
def write() -> str:
    """An empty text, or one that begins as a version there is."""
    code, number = request.args.get("code", ""), whole(request.args.get("version", ""))
    return _page(_begun(plan_of(code, number)) if code else "")


def _begun(plan: Plan) -> str:
    """As the version itself while it is a draft, else as the next one."""
    if service().desk.plans.now().versions[plan.ref].state == "draft":
        return write_plan(plan)
    return write_plan(replace(plan, version=next_version(service().desk, plan.code)))


@blueprint.post("/write")
def written() -> Answer:
    """Check it, or record it as a draft; with a mistake the text stays to be mended."""
    text = request.form.get("text", "")
    try:
        text = given.text()
        plan = read_plan(service().desk, text)
        if request.form.get("do") != "draft":
            return _page(text, plan)
        draft_plan(service().desk, plan, account().username)
    except given.Unreadable as error:
        return _page(text, problem=error.text), UNPROCESSABLE
    except RuleError as error:
        return _page(text, problem=mistakes.told(error)), UNPROCESSABLE
    except DomainError as error:
        return _page(text, problem=messages.explain(error).text), UNPROCESSABLE
    flash(_("Drafted. It is proposed once it is put into force."), "success")
    return redirect(url_for("plans.plan", code=plan.code, version=plan.version), SEE_OTHER)


def _page(text: str, plan: Plan | None = None, problem: str = "") -> str:
    return render_template(
        "plans/write.html",
        text=text,
        found=shown.shown(plan) if plan is not None else None,
        problem=problem,
        problems=[("f-text", problem)] if problem else [],
    )
