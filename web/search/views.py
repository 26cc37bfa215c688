"""What the box in the head of every page finds."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from projections.queries.search import LONGEST, Found, search
from web import deadlines, names, times
from web.asking import viewer
from web.service import service

blueprint = Blueprint("search", __name__, template_folder="templates")


@blueprint.get("/search")
def search_page() -> str | Response:
    """A list; the very number of a matter leads straight to it."""
    sought = request.args.get("q", "").strip()[:LONGEST]
    found = _found(sought)
    if found.exact:
        return redirect(url_for("desk.case", number=found.rows[0]["number"]), 303)
    now = times.now()
    return render_template(
        "search/search.html",
        sought=sought,
        rows=[(row, deadlines.mark(row, now)) for row in found.rows],
        more=found.more,
    )


def _found(sought: str) -> Found:
    with service().read() as connection:
        return search(connection, sought, viewer=viewer(), codes=names.codes())
