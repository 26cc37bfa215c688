"""The shelf of bulletins, a draft to read, and the rows behind its figures."""

from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from application.accounts import Account
from application.bulletinbook import bulletins_at
from domain.bulletins.periods import Kind
from domain.bulletins.register import Register
from domain.case.words import Role
from domain.units import CENTRE
from projections.queries.errors import QueryError
from web import asof, times
from web.auth.who import account
from web.bulletins import asked as asking
from web.bulletins import behind, kinds
from web.bulletins.asked import Asked
from web.bulletins.draft import Drawn, drafted, paper
from web.bulletins.links import Links
from web.bulletins.showing import shown
from web.ledgers.asked import Problem
from web.service import service

blueprint = Blueprint("bulletins", __name__, url_prefix="/bulletins", template_folder="templates")

UNPROCESSABLE: Final = 422
SHELF: Final = 12  # of the bulletins issued, so many of a kind on the shelf
Answer = Response | str | tuple[str, int]


def drafts(who: Account) -> bool:
    """Whether somebody reads drafts: people of the centre; units read what was issued."""
    return who.unit in ("", CENTRE) and who.role != Role.RESPONDER


def issues(who: Account) -> bool:
    """Whether somebody issues them: the centre's leader."""
    return who.unit in ("", CENTRE) and who.role == Role.LEADER


def known() -> Register:
    """Those issued by the moment that the page shows."""
    then, desk = asof.past(), service().desk
    return desk.bulletins.now() if then is None else bulletins_at(desk.log, then.seq)


@blueprint.get("/")
def index() -> str:
    """Every kind with what was issued of it."""
    register = known()
    every = [(kind, register.of(kind.value)[::-1]) for kind in Kind]
    return render_template(
        "bulletins/index.html",
        kinds=kinds,
        every=[(kind, issued[:SHELF], len(issued)) for kind, issued in every],
        recent=asking.recent,
        latest=asking.latest,
        drafts=drafts(account()),
        stamp=times.stamp,
    )


@blueprint.get("/draft/<kind>")
def draft(kind: str) -> Answer:
    """One drawn up from the figures of now, or of an earlier moment."""
    asked = asking.read(kind, request.args)
    if asked.period is None:
        return page(asked, None, asked.problems), UNPROCESSABLE
    return page(asked, drafted(asked.period), [])


def page(asked: Asked, drawn: Drawn | None, problems: Sequence[Problem], foreword: str = "") -> str:
    """The page of a draft; without figures only its form."""
    told = None if drawn is None else paper(drawn, Links(drawn.period), foreword)
    return render_template(
        "bulletins/draft.html",
        asked=asked,
        kinds=kinds,
        drawn=drawn,
        paper=told,
        shown=shown,
        problems=problems,
        foreword=foreword,
        issues=issues(account()),
        recent=asking.recent(asked.kind),
        earlier=known().of(asked.kind, drawn.period.label) if drawn else [],
    )


@blueprint.get("/draft/<kind>/rows")
def rows_page(kind: str) -> str:
    """The rows a figure of a draft is made of."""
    asked = asking.read(kind, request.args)
    if asked.period is None:
        abort(404)
    try:
        found = behind.found(asked.period, request.args)
    except QueryError:
        abort(404)
    told: dict[str, Any] = {"asked": asked, "kinds": kinds, "found": found}
    return render_template("bulletins/rows.html", **told)
