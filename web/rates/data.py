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
from web.rates.durations import measured
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
    """How long things took, for programs: milliseconds."""
    asked = read(request.args)
    found = measured(asked)
    if found is None:
        return _problems(asked)
    return jsonify(
        **_about(asked),
        limits=[sheets.duration(one) for one in found.clocks],
        stretches=[sheets.duration(one) for one in found.stretches],
    )


@blueprint.get("/rates/times.xlsx")
def times_sheet() -> Sheet:
    """How long things took, as a workbook."""
    asked = read(request.args)
    found = measured(asked)
    if found is None:
        return render_template("rates/times.html", **around(asked), found=None), 422
    title = _("How long it took")
    return _book(title, asked, sheets.duration_heads(), sheets.duration_rows(found))


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
