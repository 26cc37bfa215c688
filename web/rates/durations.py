"""How long things took: each kind of time limit, each stretch that has a name, and their rows."""

from typing import Any, Final, NamedTuple

from flask import abort, render_template, request

from projections.queries import clock_times as clocks
from projections.queries.errors import QueryError
from projections.queries.moments import STRETCHES, Stretch
from projections.queries.percentiles import Percentiles, percentiles
from projections.queries.proportion import FEWEST_TO_RANK
from projections.queries.stretch_rows import rows_between
from web import times, words
from web.asking import viewer
from web.i18n import language
from web.rates.asked import Asked, read
from web.rates.question import refusal
from web.rates.views import around, blueprint, page_number
from web.service import service

SECOND: Final = 1000
NOTHING: Final = "—"


class Span(NamedTuple):
    """One line: what was measured, how often, and its percentiles."""

    code: str
    heading: str
    n: int
    missing: int
    took: tuple[int, ...]  # milliseconds; none where nothing was measured
    never: int = 0

    @property
    def told(self) -> list[str]:
        """The percentiles as they read."""
        shown = [times.exact(value / SECOND) for value in self.took]
        return shown or [NOTHING] * len(clocks.SHOWN)


class Durations(NamedTuple):
    """Both tables of the page."""

    clocks: list[Span]
    stretches: list[Span]


@blueprint.get("/rates/times")
def times_page() -> str | tuple[str, int]:
    """How long things took, by percentiles."""
    asked = read(request.args)
    found = measured(asked)
    page = render_template("rates/times.html", **around(asked), found=found, few=FEWEST_TO_RANK)
    return page if found is not None else (page, 422)


@blueprint.get("/rates/times/<kind>")
def clock_page(kind: str) -> str | tuple[str, int]:
    """Every time limit of one kind that is counted, what took longest first."""
    if kind not in words.CLOCK:
        abort(404)
    return _rows(f"{words.word(words.CLOCK, kind)}", kind, "rates.clock_page")


@blueprint.get("/rates/stretches/<kind>")
def stretch_page(kind: str) -> str | tuple[str, int]:
    """Every case or dispatch of which a stretch is counted, what took longest first."""
    if kind not in STRETCHES:
        abort(404)
    return _rows(stretch_heading(STRETCHES[kind]), kind, "rates.stretch_page")


def measured(asked: Asked) -> Durations | None:
    """None where the question can't be answered; why then stands among its problems."""
    if asked.problems:
        return None
    try:
        with service().read() as connection:
            found = clocks.clock_times(connection, words.CLOCK, question(asked))
            return Durations([_clock(one) for one in found], _stretches(connection, asked))
    except QueryError:
        asked.problems.append(("", refusal()))
        return None


def question(asked: Asked) -> clocks.Question:
    """Of what fell due in the period."""
    return clocks.Question(viewer(), asked.filters, times.now())


def stretch_heading(one: Stretch) -> str:
    """In the language of the page."""
    return one.en if language() == "en" else one.zh


def _clock(one: clocks.Took) -> Span:
    heading = words.word(words.CLOCK, one.kind)
    return Span(one.kind, heading, one.met, one.open, one.percentiles, one.never)


def _stretches(connection: Any, asked: Asked) -> list[Span]:
    return [
        _stretch(code, one, _percentiles(connection, one, asked)) for code, one in STRETCHES.items()
    ]


def _percentiles(connection: Any, one: Stretch, asked: Asked) -> Percentiles:
    return percentiles(connection, one.start, one.end, viewer=viewer(), filters=asked.filters)


def _stretch(code: str, one: Stretch, took: Percentiles) -> Span:
    spans = (took.p50, took.p90, took.p95)
    known = tuple(round(span * SECOND) for span in spans if span is not None)
    return Span(code, stretch_heading(one), took.n, took.missing, known)


def _rows(heading: str, kind: str, endpoint: str) -> str | tuple[str, int]:
    asked, standing = read(request.args), request.args.get("state", "")
    standing = standing if standing in clocks.STANDING else ""
    try:
        found = None if asked.problems else _found(kind, asked, standing, endpoint)
    except QueryError:
        asked.problems.append(("", refusal()))
        found = None
    page = render_template(
        "rates/clock.html",
        **around(asked),
        kind=kind,
        heading=heading,
        endpoint=endpoint,
        standing=standing,
        rows=found,
        exact=lambda took: times.exact(took / SECOND),
    )
    return page if found is not None else (page, 422)


def _found(kind: str, asked: Asked, standing: str, endpoint: str) -> Any:
    with service().read() as connection:
        if endpoint == "rates.clock_page":
            return clocks.rows_of(connection, kind, question(asked), standing, page_number())
        one = STRETCHES[kind]
        return rows_between(connection, one, question(asked), standing, page_number())
