"""Pages of rule sets: which there are, what one says, what is otherwise in another, which holds."""

from typing import Any, Final, NamedTuple

from flask import Response as Plain
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.rulebook import load_shipped
from application.rulesets import activate_rules
from domain.errors import DomainError, RulesUnknown
from domain.rules.comparison import Change, compare, named
from domain.rules.events import RulesIssued
from domain.rules.model import RuleSet
from domain.rules.versions import Versions
from web import messages
from web.admin.telling import author
from web.auth.gate import allowed
from web.auth.who import account
from web.rulebook import tables, written
from web.rulebook.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint, whole
from web.rulebook.texts import FIELDS, SECTIONS, WHAT
from web.service import service, settings
from web.wording import _

ABOUT: Final = ("track", "tracks", "kind", "kinds", "name")


class Set(NamedTuple):
    """One rule set on the list."""

    name: str
    title: str
    jurisdiction: str
    shipped: bool
    used: bool
    active: int
    versions: list[RulesIssued]  # the last first


class Changed(NamedTuple):
    """One rule that is otherwise, in words."""

    section: str
    name: str
    about: str
    what: str
    word: str
    fields: list[tuple[str, str, str]]


@blueprint.get("/rules/")
def sets() -> str:
    """All of them, the one new cases get first."""
    found = [_set(name) for name in service().desk.rules.names()]
    found.sort(key=lambda one: not one.used)
    may_issue = allowed("rulebook.set_new", account())
    return render_template("rulebook/sets.html", sets=found, author=author, may_issue=may_issue)


def _set(name: str) -> Set:
    known = service().desk.rules.versions(name)
    rules = service().desk.rules.get(known.ref(known.active or known.last))
    return Set(
        name=name,
        title=rules.title,
        jurisdiction=rules.jurisdiction,
        shipped=name in load_shipped(),
        used=name == settings().rules,
        active=known.active,
        versions=[known.issued[number] for number in sorted(known.issued, reverse=True)],
    )


@blueprint.get("/rules/<name>/<int:version>")
def set_version(name: str, version: int) -> str:
    """One version in words."""
    return show(name, version)


def show(name: str, version: int, problem: str = "") -> str:
    """The page of one version, with what was wrong if something was."""
    rules, known = find(name, version), service().desk.rules.versions(name)
    issued, who = known.issued[version], account()
    return render_template(
        "rulebook/version.html",
        rules=rules,
        issued=issued,
        known=known,
        used=name == settings().rules,
        author=author,
        facts=tables.facts(rules),
        sections=tables.sections(rules),
        zip=zip,
        others=_others(name, version),
        may_activate=allowed("rulebook.set_activate", who) and version != known.active,
        may_ask=allowed("rulebook.set_whatif", who),
        own=issued.by == who.username,
        problems=[("", problem)] if problem else [],
    )


@blueprint.get("/rules/<name>/<int:version>.toml")
def set_text(name: str, version: int) -> Response:
    """The text as it was issued, to keep or to begin the next version from."""
    find(name, version)
    text = service().desk.rules.versions(name).issued[version].text
    return download(text, f"{name}-{version}.toml")


def download(text: str, name: str) -> Response:
    """A file of text."""
    answer = Plain(text, mimetype="application/toml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/rules/<name>/<int:version>/compare")
def set_compare(name: str, version: int) -> str:
    """Rule by rule against another version; without one, the version in force."""
    rules, known = find(name, version), service().desk.rules.versions(name)
    asked = request.args.get("with", "") or _usual(known, version)
    other, _at, number = asked.rpartition("@")
    before = find(other, whole(number))
    return render_template(
        "rulebook/compare.html",
        rules=rules,
        before=before,
        changes=[_changed(one, before, rules) for one in compare(before, rules)],
        others=_others(name, version),
    )


def _usual(known: Versions, version: int) -> str:
    """The one in force, or for that one the one before it."""
    earlier = [number for number in known.issued if number < version]
    if known.active and version != known.active:
        return known.ref(known.active)
    return known.ref(max(earlier, default=version))


def _changed(change: Change, before: RuleSet, after: RuleSet) -> Changed:
    return Changed(
        section=str(SECTIONS.get(change.section, change.section)),
        name=change.name,
        about=_about(change, after if change.what == "added" else before),
        what=change.what,
        word=str(WHAT[change.what]),
        fields=[
            (str(FIELDS.get(one.name, one.name)), *_both(one.name, one.before, one.after))
            for one in change.fields
        ],
    )


def _about(change: Change, rules: RuleSet) -> str:
    """What the rule is about: its limits, and for which track."""
    rule = named(getattr(rules, change.section)).get(change.name) if change.name else None
    told = ((name, getattr(rule, name, None)) for name in ABOUT)
    return " · ".join(written.value(name, value) for name, value in told if value)


def _both(name: str, before: Any, after: Any) -> tuple[str, str]:
    return written.value(name, before), written.value(name, after)


def _others(name: str, version: int) -> list[str]:
    """Every other version on record, those of the same set first."""
    rules = service().desk.rules
    names = sorted(rules.names(), key=lambda one: one != name)
    known = (rules.versions(one) for one in names)
    refs = (one.ref(number) for one in known for number in sorted(one.issued, reverse=True))
    return [ref for ref in refs if ref != f"{name}@{version}"]


def find(name: str, version: int) -> RuleSet:
    """The version the address names, else 404."""
    try:
        return service().desk.rules.get(f"{name}@{version}")
    except RulesUnknown:
        abort(404)


@blueprint.post("/rules/<name>/<int:version>/activate")
def set_activate(name: str, version: int) -> Answer:
    """Put it in force for new cases, by another person than the one who issued it."""
    find(name, version)
    try:
        activate_rules(service().desk, name, version, account().username)
    except DomainError as error:
        return show(name, version, messages.explain(error).text), UNPROCESSABLE
    told = _(
        "In force from now on: new cases are received under %(rules)s.", rules=f"{name}@{version}"
    )
    if name != settings().rules:
        told = _(
            "Recorded. New cases of this centre are received under %(used)s; that is a setting "
            "of the server.",
            used=settings().rules,
        )
    flash(told, "success")
    return redirect(url_for("rulebook.set_version", name=name, version=version), SEE_OTHER)
