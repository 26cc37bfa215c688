"""Drafting the next version by its numbers: points, weights, deductions, bands, targets."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from application.scoring import draft_scoring, next_version
from application.scoringbook import read_scoring, write_scoring
from domain.assessment.model import ScoringRules
from domain.errors import DomainError
from domain.rules.model import RuleError
from web.admin.forms import Refused, Shown, read, refused, require_seen
from web.admin.forms import shown as form_of
from web.auth.who import actor
from web.scoring import form, mistakes, reading
from web.scoring.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint, rules_of
from web.scoring.shown import called
from web.service import service
from web.wording import _


@blueprint.route("/<ref>/draft", methods=["GET", "POST"])
def draft(ref: str) -> Answer:
    """The next version of a set, beginning with the numbers of one there is."""
    begin = rules_of(ref)
    asked = form.asked(begin)
    if request.method == "GET":
        return _page(form_of(asked, {}, form.values(begin), seen=seen(begin.id)), begin)
    try:
        require_seen(seen(begin.id))
        text = _written(begin, read(asked, {}))
        rules = draft_scoring(service().desk, text, actor())
    except Refused as error:
        return _again(asked, begin, error), UNPROCESSABLE
    except DomainError as error:
        return _again(asked, begin, refused(error)), UNPROCESSABLE
    flash(_("Drafted. Try it on a past quarter, and issue it when it is right."), "success")
    return redirect(url_for("scoring.version", ref=rules.ref), SEE_OTHER)


def seen(name: str) -> int:
    """Which draft of a set somebody changes, so that two don't write over each other."""
    waiting = service().desk.scoring.now().draft(name)
    return waiting.turn if waiting is not None else 0


def _again(asked: list[Any], begin: ScoringRules, error: Refused) -> str:
    return _page(form_of(asked, {}, {}, seen=seen(begin.id), wrong=error.wrong), begin)


def _written(begin: ScoringRules, given: dict[str, Any]) -> str:
    """Errors: `Refused`, at the field that is meant where one is."""
    said = reading.said(begin, given, next_version(service().desk, begin.id))
    try:
        return write_scoring(read_scoring(said))
    except RuleError as error:
        raise Refused({reading.field_of(error.path, said): _told(error, begin, said)}) from None


def _told(error: RuleError, begin: ScoringRules, said: dict[str, Any]) -> str:
    """At its field without the place, which the field says itself."""
    names = {one.field.name for one in form.asked(begin)}
    if reading.field_of(error.path, said) in names:
        return mistakes.sentence(error.message)
    return mistakes.told(error)


def _page(shown: Shown, begin: ScoringRules) -> str:
    return render_template(
        "scoring/draft.html",
        form=shown,
        begin=begin,
        title=called(begin),
        called=called,
        version=next_version(service().desk, begin.id),
        waiting=service().desk.scoring.now().draft(begin.id),
        fields=form,
    )
