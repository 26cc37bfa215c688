"""What is otherwise in another version, rule by rule, in words."""

from typing import Any, Final, NamedTuple

from flask import render_template, request

from domain.assessment.model import ScoringRules, Step
from domain.rules.comparison import Change, Field, compare
from web import words
from web.desk import values
from web.scoring import texts
from web.scoring.looking import others
from web.scoring.points import number
from web.scoring.routes import blueprint, rules_of, version_of
from web.scoring.shown import called, written
from web.service import service

NONE: Final = "—"
UNSAID: Final = {"partly": 1, "percentile": 90}
TABLES: Final = {
    "subject": texts.SUBJECT,
    "way": texts.WAY,
    "measure": texts.MEASURE,
    "rate": texts.MEASURE,
    "stretch": texts.STRETCH,
    "clocks": words.CLOCK,
    "failing": words.FAILING,
}


class Changed(NamedTuple):
    """One rule that is otherwise; its fields as (name, before, after)."""

    section: str
    name: str
    what: str
    word: str
    fields: list[tuple[str, str, str]]


@blueprint.get("/<ref>/compare")
def comparing(ref: str) -> str:
    """Against another version: the one that was asked for, else the one in force or before it."""
    known, book = version_of(ref), service().desk.scoring.now()
    rest = others(book, known)
    asked = request.args.get("with", "") or next(iter(rest), ref)
    before, after = rules_of(asked), rules_of(ref)
    return render_template(
        "scoring/compare.html",
        known=known,
        title=called(after),
        before=asked,
        others=rest,
        changes=changes(before, after),
    )


def changes(before: ScoringRules, after: ScoringRules) -> list[Changed]:
    """Every rule that is otherwise, in words."""
    found = [one for one in compare(before, after) if one.fields]
    return [_changed(one, before, after) for one in found]


def _changed(change: Change, before: ScoringRules, after: ScoringRules) -> Changed:
    return Changed(
        section=str(texts.SECTIONS[change.section]),
        name=_name(change, after if change.what == "added" else before),
        what=change.what,
        word=str(texts.WHAT[change.what]),
        fields=[_field(one) for one in change.fields if not _goes_without_saying(one)],
    )


def _goes_without_saying(one: Field) -> bool:
    """Of a rule that is there in one version only: what its file would not say."""
    said = one.before if one.after is None else one.after
    return None in (one.before, one.after) and UNSAID.get(one.name) == said


def _name(change: Change, rules: ScoringRules) -> str:
    """An indicator's or a band's title, a failing, a rate."""
    table = {"deductions": words.FAILING, "targets": texts.MEASURE}.get(change.section)
    if table is not None:
        return words.word(table, change.name)
    found = (one for one in getattr(rules, change.section, ()) if one.id == change.name)
    one = next(found, None)
    return called(one) if one is not None else change.name


def _field(one: Field) -> tuple[str, str, str]:
    name = str(texts.FIELDS.get(one.name, one.name))
    return name, value(one.name, one.before), value(one.name, one.after)


def value(field: str, given: Any) -> str:
    """Any field of any rule."""
    if given in (None, (), ""):
        return NONE
    if isinstance(given, bool):
        return values.yes_no(given)
    if isinstance(given, tuple):
        return values.joined(value(field, one) for one in given)
    if isinstance(given, Step):
        return f"{number(given.at_least)} → {number(given.gives)}"
    if field == "deductions":
        return f"{words.word(words.FAILING, given.failing)} −{number(given.points)}"
    return _single(field, given)


def _single(field: str, given: Any) -> str:
    if field in TABLES:
        return words.word(TABLES[field], given)
    if field in ("article", "jurisdiction"):
        return written(given)
    return str(given) if isinstance(given, str | int) else number(given)
