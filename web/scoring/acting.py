"""What is done with a version: issued, put in force from a quarter on, retired."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for

from application.scoring import activate_scoring, issue_scoring, retire_scoring
from domain.assessment.periods import Quarter
from domain.errors import DomainError
from domain.rules.model import RuleError
from web import messages
from web.auth.who import actor
from web.scoring import mistakes
from web.scoring.looking import show
from web.scoring.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint, version_of
from web.service import service
from web.wording import _

REASON_MOST = 500


@blueprint.post("/<ref>/issue")
def issue(ref: str) -> Answer:
    """Let a draft never change any more."""
    told = _("Issued. Another person, a leader of the centre, puts it in force; it never changes.")
    return _done(ref, lambda: issue_scoring(service().desk, ref, actor()), told)


@blueprint.post("/<ref>/activate")
def activate(ref: str) -> Answer:
    """Score by it from a quarter on."""
    since = request.form.get("since", "").strip()
    told = _("Quarters from %(since)s on are scored by %(rules)s.", since=since, rules=ref)
    return _done(
        ref,
        lambda: activate_scoring(service().desk, ref, Quarter.parse(since), actor()),
        told,
    )


@blueprint.post("/<ref>/retire")
def retire(ref: str) -> Answer:
    """Let nobody choose it any more, or drop a draft."""
    version, reason = version_of(ref), request.form.get("reason", "")[:REASON_MOST]
    dropped = version.state == "draft"
    told = _("The draft is dropped.") if dropped else _("Retired. Nobody chooses it any more.")
    answer = _done(ref, lambda: retire_scoring(service().desk, ref, reason, actor()), told, reason)
    gone = dropped and ref not in service().desk.scoring.now().versions
    return redirect(url_for("scoring.index"), SEE_OTHER) if gone else answer


def _done(ref: str, act: Callable[[], None], told: str, reason: str = "") -> Answer:
    version_of(ref)
    try:
        act()
    except DomainError as error:
        return show(ref, messages.explain(error).text, reason), UNPROCESSABLE
    except RuleError as error:
        return show(ref, mistakes.told(error), reason), UNPROCESSABLE
    flash(told, "success")
    return redirect(url_for("scoring.version", ref=ref), SEE_OTHER)
