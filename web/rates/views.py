"""The rates of a period, and one rate with its course and every row that is counted."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, abort, render_template, request

from projections.queries import rates as query
from projections.queries.errors import QueryError
from projections.queries.rated import Asked as AskedRows
from projections.queries.rated import rows_of
from web import asof
from web.asking import viewer
from web.ledgers import periods
from web.rates import choosing, figures, trend
from web.rates.asked import Asked, read
from web.rates.question import answered, cut, refusal, register
from web.rates.steps import STEPS
from web.rates.targets import target_of
from web.wording import _

blueprint = Blueprint("rates", __name__, template_folder="templates")

KEPT: Final = {"yes": True, "no": False}
LONGEST_PAGE: Final = 6  # digits of its number


@blueprint.get("/rates")
def rates_page() -> str | tuple[str, int]:
    """All rates of the period."""
    asked = read(request.args)
    found = answered(asked)
    shown = {} if found is None else _shown(asked, found)
    page = render_template("rates/rates.html", **around(asked), **shown)
    return page if found is not None else (page, 422)


@blueprint.get("/rates/<name>")
def rate_page(name: str) -> str | tuple[str, int]:
    """One rate: its definition, its course, and every row that is counted."""
    rate = _named(name)
    asked, kept = read(request.args), request.args.get("kept", "")
    split = answered(asked) if asked.by else []
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
        beside=figures.beside(rate, split, asked, spans(asked)) if asked.by and split else None,
    )
    return page if found is not None else (page, 422)


def _named(name: str) -> query.Rate:
    try:
        return query.rate_named(name, viewer(), register())
    except QueryError:
        abort(404)


def _shown(asked: Asked, found: list[query.Rated]) -> dict[str, Any]:
    if asked.by:
        rates = dict.fromkeys(one.rate for one in found)
        heads = [(one.name, figures.heading(one), figures.definition(one)) for one in rates]
        return {"heads": heads, "groups": figures.groups(found, asked, spans(asked))}
    lines = figures.lines(found)
    return {"lines": lines, "chart": figures.overview(lines, asked, _("Rates of the period"))}


def spans(asked: Asked) -> Mapping[str, Mapping[str, Any]]:
    """The address of each step of time, by its code."""
    if asked.by not in STEPS:
        return {}
    return {
        step.code: {"since": step.first.isoformat(), "until": step.last.isoformat()}
        for step in cut(asked.filters, asked.by, asof.now())
    }


def _rate(rate: query.Rate, asked: Asked, kept: bool | None) -> dict[str, Any]:  # noqa: FBT001
    question = AskedRows(viewer(), asked.filters, asof.now(), kept)
    with asof.read() as connection:
        value = query.value_of(
            connection, rate, viewer=viewer(), filters=asked.filters, now=asof.now()
        )
        rows = rows_of(connection, rate, question, page_number())
    return {
        "figure": figures.figure(value),
        "rows": rows,
        "course": trend.course(rate, asked),
        "target": target_of(rate.name),
    }


def page_number() -> int:
    """Which page of rows is asked for; the first where that can't be read."""
    page = request.args.get("page", "")
    fits = page.isascii() and page.isdigit() and len(page) < LONGEST_PAGE
    return int(page) if fits else 1


def around(asked: Asked) -> dict[str, Any]:
    """The form and what stands about the numbers."""
    return {
        "asked": asked,
        "by": figures.BY,
        "steps": {step: figures.BY[step] for step in STEPS},
        "choices": choosing.choices(asked),
        "periods": periods.usual(),
        "now": asof.now(),
    }
