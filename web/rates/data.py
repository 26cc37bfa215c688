"""The rates and durations as data: JSON for programs, a workbook for offices."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from flask import jsonify, render_template, request, send_file
from werkzeug.wrappers import Response

from projections.sheet import XLSX, Head, Value, write_xlsx
from web import times
from web.rates import sheets
from web.rates.asked import Asked, read
from web.rates.durations import BETWEEN, LIMITS, Measured, measured, shown
from web.rates.question import answered
from web.rates.views import around, blueprint, spans
from web.wording import _

Data = Response | tuple[Response, int]
Sheet = Response | tuple[str, int]


@blueprint.get("/rates.json")
def rates_data() -> Data:
    """The same numbers for programs; `per_cent` is null where nothing fell due."""
    asked = read(request.args)
    found = answered(asked)
    if found is None:
        return _problems(asked)
    periods = spans(asked)
    return jsonify(**_about(asked), rates=[sheets.plain(one, periods) for one in found])


@blueprint.get("/rates.xlsx")
def rates_sheet() -> Sheet:
    """The same numbers as a workbook, with what each counts."""
    asked = read(request.args)
    found = answered(asked)
    if found is None:
        return render_template("rates/rates.html", **around(asked)), 422
    return _book(_("Rates"), asked, sheets.heads(), [sheets.row(one, asked.by) for one in found])


@blueprint.get("/rates/times.json")
def times_data() -> Data:
    """How long each kind of time limit took, for programs: milliseconds."""
    return _durations(LIMITS)


@blueprint.get("/rates/times.xlsx")
def times_sheet() -> Sheet:
    """The same as a workbook."""
    return _durations_sheet(LIMITS)


@blueprint.get("/rates/stretches.json")
def stretches_data() -> Data:
    """How long it took from one moment to another, for programs: milliseconds."""
    return _durations(BETWEEN)


@blueprint.get("/rates/stretches.xlsx")
def stretches_sheet() -> Sheet:
    """The same as a workbook."""
    return _durations_sheet(BETWEEN)


def _durations(what: Measured) -> Data:
    asked = read(request.args)
    found = measured(asked, what)
    if found is None:
        return _problems(asked)
    return jsonify(**_about(asked), **{what.name: [sheets.duration(one) for one in found]})


def _durations_sheet(what: Measured) -> Sheet:
    asked = read(request.args)
    found = measured(asked, what)
    if found is None:
        return shown(asked, what, found), 422
    rows = [sheets.duration_row(one) for one in found]
    return _book(_("How long it took"), asked, sheets.duration_heads(), rows)


def _about(asked: Asked) -> dict[str, Any]:
    return {"since": asked.typed["since"], "until": asked.typed["until"], "by": asked.by}


def _problems(asked: Asked) -> tuple[Response, int]:
    problems = [{"field": field, "message": text} for field, text in asked.problems]
    return jsonify(problems=problems), 422


def _book(
    title: str, asked: Asked, heads: Sequence[Head], rows: Iterable[Sequence[Value]]
) -> Response:
    file = BytesIO()
    write_xlsx(file, title, heads, rows, times.zone())
    file.seek(0)
    name = f"{title}-{asked.typed['since']}-{asked.typed['until']}.xlsx"
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)
