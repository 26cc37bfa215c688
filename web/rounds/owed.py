"""What of reports is owed now, for the pages on which a unit and its heads see what is late."""

from datetime import timedelta
from typing import Any, Final, NamedTuple

from flask import render_template, url_for
from markupsafe import Markup

from projections.queries.rounds import missing_reports, owed_reports, round_of_case
from web import names, times
from web.asking import viewer
from web.deadlines import Mark
from web.rounds import shown
from web.rounds.routes import blueprint
from web.service import service

LOOKED_BACK: Final = timedelta(days=31)  # what is missing for longer stands in the ledger


class Line(NamedTuple):
    """One report that is not there."""

    url: str
    title: str
    unit: str
    mark: Mark


@blueprint.app_template_global("round_reports_owed")
def round_reports_owed(*, own: bool) -> Markup:
    """The block for another page: reports to make and reports missing; nothing where none is."""
    since = times.now() - LOOKED_BACK
    with service().read() as connection:
        found = owed_reports(connection, viewer=viewer(), since=since, own=own)
    if not found.rows:
        return Markup()
    lines = [_line(row, own=own) for row in found.rows]
    text = render_template("rounds/owed.html", lines=lines, found=found, own=own)
    return Markup(text)  # noqa: S704 - a template of ours, which escaped what is in it


@blueprint.app_template_global("round_reports_missing")
def round_reports_missing() -> int:
    """How many are missing, of those the viewer may see."""
    with service().read() as connection:
        return missing_reports(connection, viewer=viewer())


@blueprint.app_template_global("round_of_case")
def found_in(number: str) -> dict[str, str] | None:
    """The round in which a case was found, to lead to."""
    with service().read() as connection:
        found = round_of_case(connection, number, viewer=viewer())
    if found is None:
        return None
    url = url_for("rounds.round_page", code=found["code"])
    return {"url": url, "title": shown.title(found)}


def _line(row: Any, *, own: bool) -> Line:
    page = "rounds.report" if own else "rounds.round_page"
    return Line(
        url_for(page, code=row["code"]),
        shown.title(row),
        names.unit(row["unit"]),
        shown.mark(row["stand"], row["due_at"]),
    )
