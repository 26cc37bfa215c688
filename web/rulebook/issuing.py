"""The page that takes a new version of a rule set: checked first, then put on record."""

from flask import flash, redirect, render_template, request, url_for

from application.rulebook import parse
from application.rulesets import issue_rules
from domain.errors import DomainError, RulesUnknown
from domain.rules.comparison import compare
from domain.rules.model import RuleError, RuleSet
from web import messages
from web.auth.who import account
from web.rulebook import given, mistakes
from web.rulebook.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint, whole
from web.service import service
from web.wording import _


@blueprint.get("/rules/new")
def set_new() -> str:
    """An empty form, or one that begins with the text of a version on record."""
    return _form(_from(request.args.get("from", "")))


def _from(ref: str) -> str:
    name, _at, number = ref.rpartition("@")
    known = service().desk.rules.versions(name).issued if name else {}
    issued = known.get(whole(number))
    return issued.text if issued is not None else ""


@blueprint.post("/rules/new")
def set_issue() -> Answer:
    """Check only, or put on record; with a mistake the text stays to be mended."""
    text = request.form.get("text", "")
    try:
        text = given.text()
        if request.form.get("do") != "issue":
            return _form(text, checked=parse(text))
        rules = issue_rules(service().desk, text, account().username)
    except given.Unreadable as error:
        return _form(text, problem=error.text), UNPROCESSABLE
    except RuleError as error:
        return _form(text, problem=mistakes.told(error)), UNPROCESSABLE
    except DomainError as error:
        return _form(text, problem=messages.explain(error).text), UNPROCESSABLE
    flash(_("On record. Another person puts it in force; until then nothing changes."), "success")
    return redirect(
        url_for("rulebook.set_version", name=rules.id, version=rules.version), SEE_OTHER
    )


def _form(text: str, *, checked: RuleSet | None = None, problem: str = "") -> str:
    return render_template(
        "rulebook/new.html",
        text=text,
        checked=checked,
        changes=_changes(checked) if checked is not None else None,
        problem=problem,
        problems=[("f-text", problem)] if problem else [],
    )


def _changes(checked: RuleSet) -> int | None:
    """How many rules are otherwise than in the version in force, if there is one."""
    try:
        return len(compare(service().desk.rules.active(checked.id), checked))
    except RulesUnknown:
        return None
