"""The rates as data: JSON for programs, a workbook for offices."""

from io import BytesIO
from typing import Any

from flask import jsonify, render_template, request, send_file
from werkzeug.wrappers import Response

from projections.queries.ledger import Kind
from projections.queries.rates import Rated
from projections.sheet import XLSX, Head, write_xlsx
from web import times
from web.rates import figures
from web.rates.asked import Asked, read
from web.rates.question import answered
from web.rates.views import around, blueprint
from web.wording import _


@blueprint.get("/rates.json")
def rates_data() -> Response | tuple[Response, int]:
    """The same numbers for programs; `per_cent` is null where nothing fell due."""
    asked = read(request.args)
    found = answered(asked)
    if found is None:
        problems = [{"field": field, "message": text} for field, text in asked.problems]
        return jsonify(problems=problems), 422
    return jsonify(
        since=asked.typed["since"],
        until=asked.typed["until"],
        by=asked.by,
        rates=[_plain(one) for one in found],
    )


@blueprint.get("/rates.xlsx")
def rates_sheet() -> Response | tuple[str, int]:
    """The same numbers as a workbook, with what each counts."""
    asked = read(request.args)
    found = answered(asked)
    if found is None:
        return render_template("rates/rates.html", **around(asked)), 422
    file = BytesIO()
    rows = [_row(asked, one) for one in found]
    write_xlsx(file, _("Rates"), _heads(), rows, times.zone())
    file.seek(0)
    name = f"{_('Rates')}-{asked.typed['since']}-{asked.typed['until']}.xlsx"
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)


def _heads() -> list[Head]:
    texts = (_("Rate"), _("Group"))
    numbers = (_("Kept"), _("Of"))
    told = (_("Per cent"), _("95 % interval"), _("What it counts"))
    return [
        *(Head(text, Kind.TEXT) for text in texts),
        *(Head(text, Kind.NUMBER) for text in numbers),
        *(Head(text, Kind.TEXT) for text in told),
    ]


def _plain(one: Rated) -> dict[str, Any]:
    value = one.value
    return {
        "rate": one.rate.name,
        "group": one.group,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "per_cent": value.per_cent,
        "interval": value.interval,
        "too_few": value.too_few,
    }


def _row(asked: Asked, one: Rated) -> list[str | int | float | bool | None]:
    value = figures.figure(one.value)
    group = figures.label(asked.by, one.group) if asked.by else ""
    told = [value.shown, value.interval, figures.definition(one.rate)]
    return [figures.heading(one.rate), group, value.numerator, value.denominator, *told]
