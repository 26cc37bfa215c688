"""The rows behind one figure of a draft, as they stand now or stood at an earlier moment."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from domain.bulletins.periods import Period
from domain.units import CENTRE
from projections.queries import bulletins as query
from projections.queries.bulletins import Span
from projections.queries.filters import Filters
from projections.queries.rated import Asked, Rows, rows_of
from projections.queries.rates import rate_named
from projections.queries.viewer import Viewer
from web import asof, names, times, words
from web.bulletins.gathering import unseen
from web.bulletins.links import RATE
from web.i18n import centre_name, language
from web.rates.question import register
from web.wording import LazyString, _l, _p

FIGURES: Final[Mapping[str, LazyString]] = {
    "received": _l("Matters received"),
    "dispatched": _l("Dispatches sent"),
    "closed": _l("Matters closed"),
    "open": _l("Open time limits"),
    "overdue": _l("Overdue time limits"),
    "soon": _l("Time limits due within 24 hours"),
    "fell_due": _l("Time limits that fell due"),
    "missed": _l("Missed time limits"),
    "urged": _l("Missed time limits that were urged"),
    "left": _l("Missed time limits still open"),
    "failing": _l("Failings"),
}
USUAL: Final = "received"
KEPT: Final = {"yes": True, "no": False}


class Found(NamedTuple):
    """A page of the rows, what they are of, and the question they answer."""

    heading: str
    unit: str
    rows: Rows
    args: dict[str, str]


def found(period: Period, args: Mapping[str, str]) -> Found:
    """What the address asks for. Errors: `QueryError` where there is no such figure."""
    figure, unit = args.get("figure") or USUAL, args.get("unit", "")
    span = Span(period.since(times.zone()), period.until(times.zone()), asof.now())
    page = args.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < len("100000") else 1
    with asof.read() as connection:
        viewer = replace(query.everybodys(connection), unseen=unseen())
        if figure.startswith(RATE):
            rows = _rated(connection, span, viewer, args, number)
        else:
            rows = query.rows(connection, query.Asked(figure, span, unit), viewer, number)
    asked = {name: args.get(name, "") for name in ("figure", "unit", "kept")}
    return Found(_heading(figure), _unit(unit), rows, {k: v for k, v in asked.items() if v})


def _rated(connection: Any, span: Span, viewer: Viewer, args: Mapping[str, str], page: int) -> Rows:
    rate = rate_named(args["figure"].removeprefix(RATE), viewer, register())
    filters = Filters(since=span.since, until=span.until)
    filters = replace(filters, unit=args.get("unit", ""))
    asked = Asked(viewer, filters, span.now, KEPT.get(args.get("kept", "")))
    return rows_of(connection, rate, asked, page)


def _heading(figure: str) -> str:
    name, _, part = figure.partition(".")
    if figure.startswith(RATE):
        return rate_named(part, _anybody(), register()).heading(language())
    said = str(FIGURES[name])
    table: Mapping[str, Any] = words.FAILING if name == "failing" else words.TRACK
    return _p("bulletin", ": ").join((said, words.word(table, part))) if part else said


def _anybody() -> Viewer:
    return Viewer("leader", CENTRE)


def _unit(code: str) -> str:
    return centre_name() if code == CENTRE else names.unit(code) if code else ""
