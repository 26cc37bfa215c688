"""Drafting a version as TOML text, typed, pasted or from a file."""

from flask import flash, redirect, render_template, request, url_for
from msgspec.structs import replace

from application.scoring import draft_scoring, next_version
from application.scoringbook import parse_scoring, write_scoring
from domain.assessment.model import ScoringRules
from domain.errors import DomainError
from domain.rules.model import RuleError
from web import messages
from web.admin.forms import Refused, require_seen
from web.auth.who import actor
from web.rulebook import given
from web.scoring import mistakes
from web.scoring.drafting import seen
from web.scoring.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint, rules_of, version_of
from web.scoring.shown import Shown, shown
from web.service import service
from web.wording import _


@blueprint.get("/write")
def write() -> str:
    """An empty text, or one that begins as a version there is."""
    ref = request.args.get("from", "")
    return _page(_begun(ref) if ref else "", of=ref.rpartition("@")[0])


def _begun(ref: str) -> str:
    """As the draft itself, with its comments, else as the next version."""
    known = version_of(ref)
    if known.state == "draft":
        return known.text
    return write_scoring(replace(rules_of(ref), version=next_version(service().desk, known.id)))


@blueprint.post("/write")
def written() -> Answer:
    """Check it, or record it as the draft of its set; with a mistake the text stays."""
    text, of = request.form.get("text", ""), request.form.get("of", "")
    try:
        text = given.text()
        rules = parse_scoring(text)
        if request.form.get("do") != "draft":
            return _page(text, of=of, found=shown(rules))
        _require_seen(rules, of)
        draft_scoring(service().desk, text, actor())
    except given.Unreadable as error:
        return _page(text, of=of, problem=error.text), UNPROCESSABLE
    except RuleError as error:
        return _page(text, of=of, problem=mistakes.told(error)), UNPROCESSABLE
    except Refused as error:
        return _page(text, of=of, problem=error.wrong[""]), UNPROCESSABLE
    except DomainError as error:
        return _page(text, of=of, problem=messages.explain(error).text), UNPROCESSABLE
    flash(_("Drafted. Try it on a past quarter, and issue it when it is right."), "success")
    return redirect(url_for("scoring.version", ref=rules.ref), SEE_OTHER)


def _require_seen(rules: ScoringRules, of: str) -> None:
    """Errors: `Refused`, where the draft this text began with was written over meanwhile."""
    if rules.id == of:
        require_seen(seen(of))


def _page(text: str, *, of: str, found: Shown | None = None, problem: str = "") -> str:
    return render_template(
        "scoring/write.html",
        text=text,
        of=of,
        seen=seen(of),
        found=found,
        problem=problem,
        problems=[("f-text", problem)] if problem else [],
    )
