"""Has an earlier moment made ready before a page is shown as of it, and tells who waits how far."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask import Blueprint, g, render_template, request
from werkzeug.wrappers import Response

from projections.earlier import Earlier, Folding
from projections.queries.viewer import hidden
from web.asking import viewer
from web.asof.asked import moment
from web.asof.moment import Moment
from web.service import service

NAME: Final = "as_of"
AGAIN: Final = 2  # seconds until a page that waits asks again
ACCEPTED: Final = 202
UNPROCESSABLE: Final = 422

blueprint = Blueprint("asof", __name__, template_folder="templates")

Answer = Response | tuple[str, int, dict[str, str]]


def made_ready(typed: str, needed: Sequence[Earlier]) -> Answer | None:
    """None when the page can be shown as of then; else what is shown in its place.

    `needed` are the kinds of files the page is taken from.
    """
    then = moment(typed)
    if then.problem:
        return _page(then, None), UNPROCESSABLE, {}
    for one in needed:
        folding = one.ask(then.seq)
        if folding is not None:
            return _page(then, folding), ACCEPTED, {"Retry-After": str(AGAIN)}
    g.as_of = then
    g.viewer = replace(viewer(), unseen=_unseen())
    return None


def _unseen() -> frozenset[int]:
    """What does not exist for the viewer by now did then, and is shown no more for that."""
    condition = hidden(viewer())
    if condition is None:
        return frozenset()
    with service().read() as connection:
        return frozenset(connection.execute(condition).scalars())


def _page(then: Moment, folding: Folding | None) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != NAME]
    return render_template("asof/wait.html", then=then, folding=folding, kept=kept, again=AGAIN)
