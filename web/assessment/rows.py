"""The rows behind one figure of one unit, each with the records that prove it."""

from typing import Any, NamedTuple

from flask import abort, render_template, request

from domain.assessment.course.state import subject_of
from domain.assessment.model import Indicator
from domain.assessment.result import Part
from projections.assessing import excluded, limits_of, period_of, wanted
from projections.queries.tallies import Period, Rows, counted
from web import asof, names, times
from web.asking import viewer
from web.assessment import figures
from web.assessment.routes import blueprint
from web.assessment.sight import Sight, of_time, quarter_named, require_own, result_of
from web.assessment.units import unit_in
from web.service import service

KEPT = {"yes": True, "no": False}
PAGES_MOST = 100_000


class Behind(NamedTuple):
    """One row, as it is shown; `since` are records later than what was computed."""

    number: str
    title: str
    at: str
    kept: bool
    partly: bool
    took: str
    proof: list[str]


@blueprint.get("/<quarter>/units/<code>/<indicator>")
def rows(quarter: str, code: str, indicator: str) -> str:
    """As they stand now; where the figure was computed on other rows, the page says so."""
    sight = quarter_named(quarter)
    require_own(sight, code)
    result, _proven = result_of(sight)
    moment = sight.now if sight.recorded else result.as_of
    period = period_of(sight.quarter, times.zone(), moment)
    part, unit = unit_in(result, code)
    asked = _indicator(sight, part, indicator)
    kept = request.args.get("kept", "")
    now = _counted(period, part, asked, code, kept)
    row = figures.row(unit, figures.rules_of(part)) if unit is not None else None
    cell = next((one for one in row.cells if one.id == indicator), None) if row else None
    return render_template(
        "assessment/rows.html",
        sight=sight,
        label=sight.quarter.label,
        code=code,
        name=names.unit(code),
        indicator=indicator,
        measure=asked.measure,
        heading=figures.heading(asked),
        definition=figures.definition(asked),
        cell=cell,
        found=now,
        rows=[_behind(one) for one in now.rows],
        kept=kept if kept in KEPT else "",
        moved=cell is not None and kept not in KEPT and _moved(now, cell),
    )


def _moved(now: Rows, cell: figures.Cell) -> bool:
    """Today's rows are not those that were counted; a row may count for more than one."""
    counted_now = tuple(sum(int(one[name]) for one in now.rows) for name in ("kept", "due"))
    then = cell.figure.numerator, cell.figure.denominator
    known = then[1:] if cell.took else then
    return now.pages == 1 and counted_now[-len(known) :] != known


def _indicator(sight: Sight, part: Part, name: str) -> Indicator:
    """404 where there is no such figure, or its rows are not the viewer's to see."""
    known = figures.rules_of(part).indicators
    found = next((one for one in known if one.id == name and one.measure), None)
    if found is None or not sight.rows_open(found) or not (sight.told or of_time(found)):
        abort(404)
    return found


def _counted(period: Period, part: Part, asked: Indicator, code: str, kept: str) -> Rows:
    with asof.read() as connection:
        return counted(
            connection,
            wanted(asked),
            period,
            code,
            subject=subject_of(code),
            register=limits_of(service()),
            viewer=viewer(),
            page=_page(),
            kept=KEPT.get(kept),
            without=excluded(part.exclusions),
        )


def _behind(row: Any) -> Behind:
    took: Any = row["took"]
    return Behind(
        row["number"],
        row["title"],
        times.stamp(row["at"]),
        bool(row["kept"]),
        bool(row["partly"]),
        times.exact(took / 1000) if took else "",
        [one for one in row["proof"].split(",") if one],
    )


def _page() -> int:
    text = request.args.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000") else 1
    return min(max(number, 1), PAGES_MOST)
