"""The rates of a period, and one rate with its months and every row that is counted."""

from typing import Any

from flask import Blueprint, abort, render_template, request

from projections.queries import rates as query
from projections.queries.errors import QueryError
from projections.queries.moments import STRETCHES
from projections.queries.percentiles import percentiles
from projections.queries.rated import Asked as AskedRows
from projections.queries.rated import rows_of
from web import times
from web.asking import viewer
from web.i18n import language
from web.ledgers import fields, periods
from web.rates import figures, trend
from web.rates.asked import Asked, read
from web.rates.question import answered, refusal, register
from web.service import service

blueprint = Blueprint("rates", __name__, template_folder="templates")

KEPT = {"yes": True, "no": False}


@blueprint.get("/rates")
def rates_page() -> str | tuple[str, int]:
    """All rates of the period."""
    asked = read(request.args)
    found = answered(asked)
    shown = {} if found is None else _shown(asked, found)
    page = render_template("rates/rates.html", **around(asked), **shown)
    return page if found is not None else (page, 422)


@blueprint.get("/rates/times")
def times_page() -> str | tuple[str, int]:
    """How long things took, by percentiles."""
    asked = read(request.args)
    spans = None
    try:
        spans = None if asked.problems else _spans(asked)
    except QueryError:
        asked.problems.append(("", refusal()))
    page = render_template("rates/times.html", **around(asked), spans=spans)
    return page if spans is not None else (page, 422)


@blueprint.get("/rates/<name>")
def rate_page(name: str) -> str | tuple[str, int]:
    """One rate: its definition, the months before, and every row that is counted."""
    rate = _named(name)
    asked, kept = read(request.args), request.args.get("kept", "")
    try:
        found = None if asked.problems else _rate(rate, asked, KEPT.get(kept))
    except QueryError:
        asked.problems.append(("", refusal()))
        found = None
    page = render_template(
        "rates/rate.html",
        **around(asked),
        **(found or {}),
        name=rate.name,
        kept=kept if kept in KEPT else "",
        heading=figures.heading(rate),
        definition=figures.definition(rate),
    )
    return page if found is not None else (page, 422)


def _named(name: str) -> query.Rate:
    try:
        return query.rate_named(name, viewer(), register())
    except QueryError:
        abort(404)


def _shown(asked: Asked, found: list[query.Rated]) -> dict[str, Any]:
    heads = [(rate.name, figures.heading(rate)) for rate in dict.fromkeys(o.rate for o in found)]
    if asked.by:
        return {"heads": heads, "groups": figures.groups(found, asked.by)}
    return {"lines": figures.lines(found)}


def _spans(asked: Asked) -> list[tuple[str, int, list[str]]]:
    """How long each stretch took: half of them, nine of ten, nineteen of twenty."""
    found = []
    with service().read() as connection:
        for one in STRETCHES.values():
            took = percentiles(
                connection, one.start, one.end, viewer=viewer(), filters=asked.filters
            )
            spans = [took.p50, took.p90, took.p95]
            told = ["—" if span is None else times.exact(span) for span in spans]
            found.append((one.en if language() == "en" else one.zh, took.n, told))
    return found


def _rate(rate: query.Rate, asked: Asked, kept: bool | None) -> dict[str, Any]:  # noqa: FBT001
    page = request.args.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < len("100000") else 1
    question = AskedRows(viewer(), asked.filters, times.now(), kept)
    with service().read() as connection:
        value = query.value_of(
            connection, rate, viewer=viewer(), filters=asked.filters, now=times.now()
        )
        rows = rows_of(connection, rate, question, number)
    chart = trend.months(rate, asked.filters)
    return {"figure": figures.figure(value), "rows": rows, "chart": chart}


def around(asked: Asked) -> dict[str, Any]:
    """The form and what stands about the numbers."""
    return {
        "asked": asked,
        "by": figures.BY,
        "choices": fields.narrowing(("track", "channel", "category", "unit")),
        "periods": periods.usual(),
        "now": times.now(),
    }
