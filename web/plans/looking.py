"""Looking plans up, comparing two versions, putting one into force, retiring one."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for

from application.plans.commands import issue_plan, plan_history, retire_plan
from domain.errors import DomainError
from domain.plans import events as e
from domain.plans.compare import differences
from domain.plans.model import Plan
from domain.plans.state import Version
from web import messages, words
from web.admin.telling import Told, author
from web.auth.who import account
from web.desk import plannames
from web.desk.phrases import fill
from web.desk.texts import plans as texts
from web.desk.texts import terms
from web.plans import shown
from web.plans.routes import (
    SEE_OTHER,
    UNPROCESSABLE,
    Answer,
    blueprint,
    plan_of,
    version_of,
    whole,
)
from web.service import service
from web.wording import LazyString, _, _l

REASON_MOST: Final = 500
SENTENCES: Final[dict[type, LazyString]] = {
    e.PlanDrafted: _l("Version {version} drafted"),
    e.PlanIssued: _l("Version {version} put into force"),
    e.PlanRetired: _l("Version {version} retired: {reason}"),
}


class Row(NamedTuple):
    """A plan in the list: the version in force, else the newest; and its other versions."""

    plan: Plan
    title: str
    state: str
    state_word: str
    sort: str
    sign_off: str
    commander: str
    versions: list[Version]


@blueprint.get("/")
def index() -> str:
    """Every plan, with its versions."""
    known = service().desk.plans.now()
    codes = sorted({one.code for one in known.versions.values()})
    rows = [row for code in codes if (row := _row(known.of(code))) is not None]
    return render_template("plans/index.html", rows=rows, states=texts.PLAN_STATE, count=len(rows))


def _row(versions: list[Version]) -> Row | None:
    found = next((one for one in versions if one.state == "active"), versions[-1])
    plan = service().desk.plans.get(found.ref)
    if plan is None:
        return None
    return Row(
        plan=plan,
        title=plannames.bare_title(plan),
        state=found.state,
        state_word=words.word(texts.PLAN_STATE, found.state),
        sort=words.word(texts.SORT, plan.sort),
        sign_off=words.word(terms.SIGNER, plan.sign_off),
        commander=plannames.commander(plan),
        versions=[one for one in versions if one is not found],
    )


@blueprint.get("/<code>/<int:version>")
def plan(code: str, version: int) -> str:
    """One version, whole."""
    return _page(code, version)


def _page(code: str, number: int, problem: str = "") -> str:
    version = version_of(code, number)
    return render_template(
        "plans/plan.html",
        shown=shown.shown(plan_of(code, number)),
        version=version,
        versions=service().desk.plans.now().of(code),
        state=words.word(texts.PLAN_STATE, version.state),
        states=texts.PLAN_STATE,
        history=_history(code),
        problem=problem,
        problems=[("reason", problem)] if problem else [],
    )


@blueprint.get("/<code>/<int:version>/text")
def text(code: str, version: int) -> tuple[str, dict[str, str]]:
    """The TOML text of a version."""
    name = f"{code}-{version}.toml"
    return version_of(code, version).text, {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": f'inline; filename="{name}"',
    }


@blueprint.get("/<code>/compare")
def compare(code: str) -> str:
    """Two versions side by side."""
    versions = service().desk.plans.now().of(code)
    if not versions:
        abort(404)
    newest = versions[-1].number
    other = whole(request.args.get("other", "")) or newest
    one = whole(request.args.get("one", "")) or max(other - 1, 1)
    before, after = plan_of(code, one), plan_of(code, other)
    return render_template(
        "plans/compare.html",
        versions=versions,
        before=before,
        after=after,
        title=plannames.bare_title(after),
        changes=[shown.changed(found) for found in differences(before, after)],
    )


@blueprint.post("/<code>/<int:version>/<any('issue', 'retire'):act>")
def act(code: str, version: int, act: str) -> Answer:
    """Put it into force, or out of it."""
    ref = version_of(code, version).ref
    try:
        if act == "issue":
            issue_plan(service().desk, ref, account().username)
        else:
            reason = request.form.get("reason", "")[:REASON_MOST]
            retire_plan(service().desk, ref, reason, account().username)
    except DomainError as error:
        return _page(code, version, messages.explain(error).text), UNPROCESSABLE
    flash(_("Recorded."), "success")
    return redirect(url_for("plans.plan", code=code, version=version), SEE_OTHER)


def _history(code: str) -> list[Told]:
    about = [one for one in plan_history(service().desk) if getattr(one, "code", "") == code]
    return list(_told(about))[::-1]


def _told(events: Iterable[e.PlanEvent]) -> Iterable[Told]:
    for one in events:
        said = {
            "version": str(getattr(one, "version", "")),
            "reason": getattr(one, "reason", ""),
        }
        yield Told(one.at, author(one.by), fill(str(SENTENCES[type(one)]), said))
