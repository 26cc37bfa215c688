"""How long things took: each kind of time limit, each stretch that has a name, and their rows."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from flask import abort, render_template, request

from projections.queries import clock_times as clocks
from projections.queries.clock_rows import STANDING, rows_of
from projections.queries.errors import QueryError
from projections.queries.moments import STRETCHES, Stretch
from projections.queries.proportion import FEWEST_TO_RANK
from projections.queries.stretch_rows import rows_between
from projections.queries.stretch_times import stretch_times
from web import asof, times, words
from web.asking import viewer
from web.i18n import language
from web.rates.asked import Asked, read
from web.rates.question import refusal
from web.rates.views import around, blueprint, page_number

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


class Measured(NamedTuple):
    """What a page of durations shows: of time limits, or of stretches between two moments."""

    name: str
    counted: Callable[[Asked], list[Span]]
    rows: str  # the endpoint of a line's own page


@blueprint.get("/rates/times")
def times_page() -> str | tuple[str, int]:
    """How long each kind of time limit took."""
    return _page(LIMITS)


@blueprint.get("/rates/stretches")
def stretches_page() -> str | tuple[str, int]:
    """How long it took from one moment to another."""
    return _page(BETWEEN)


def _page(what: Measured) -> str | tuple[str, int]:
    asked = read(request.args)
    found = measured(asked, what)
    page = shown(asked, what, found)
    return page if found is not None else (page, 422)


def shown(asked: Asked, what: Measured, found: list[Span] | None) -> str:
    """The page, with nothing but its form where the question can't be answered."""
    return render_template(
        "rates/times.html", **around(asked), found=found, what=what, few=FEWEST_TO_RANK
    )


@blueprint.get("/rates/times/<kind>")
def clock_page(kind: str) -> str | tuple[str, int]:
    """Every time limit of one kind that is counted, what took longest first."""
    if kind not in words.CLOCK:
        abort(404)
    return _rows(words.word(words.CLOCK, kind), kind, LIMITS)


@blueprint.get("/rates/stretches/<kind>")
def stretch_page(kind: str) -> str | tuple[str, int]:
    """Every case or dispatch of which a stretch is counted, what took longest first."""
    if kind not in STRETCHES:
        abort(404)
    return _rows(stretch_heading(STRETCHES[kind]), kind, BETWEEN)


def measured(asked: Asked, what: Measured) -> list[Span] | None:
    """None where the question can't be answered; why then stands among its problems."""
    if asked.problems:
        return None
    try:
        return what.counted(asked)
    except QueryError:
        asked.problems.append(("", refusal()))
        return None


def question(asked: Asked) -> clocks.Question:
    """Of what fell due in the period."""
    return clocks.Question(viewer(), asked.filters, asof.now())


def stretch_heading(one: Stretch) -> str:
    """In the language of the page."""
    return one.en if language() == "en" else one.zh


def _limits(asked: Asked) -> list[Span]:
    with asof.read() as connection:
        found = clocks.clock_times(connection, words.CLOCK, question(asked))
    return [_span(one, words.word(words.CLOCK, one.kind)) for one in found]


def _stretches(asked: Asked) -> list[Span]:
    with asof.read() as connection:
        found = stretch_times(connection, question(asked))
    return [_span(one, stretch_heading(STRETCHES[one.kind])) for one in found]


def _span(one: clocks.Took, heading: str) -> Span:
    return Span(one.kind, heading, one.met, one.open, one.percentiles, one.never)


LIMITS: Final = Measured("limits", _limits, "rates.clock_page")
BETWEEN: Final = Measured("stretches", _stretches, "rates.stretch_page")


def _rows(heading: str, kind: str, what: Measured) -> str | tuple[str, int]:
    asked, standing = read(request.args), request.args.get("state", "")
    standing = standing if standing in STANDING else ""
    try:
        found = None if asked.problems else _found(kind, asked, standing, what)
    except QueryError:
        asked.problems.append(("", refusal()))
        found = None
    page = render_template(
        "rates/clock.html",
        **around(asked),
        kind=kind,
        heading=heading,
        what=what,
        standing=standing,
        rows=found,
        exact=lambda took: times.exact(took / SECOND),
    )
    return page if found is not None else (page, 422)


def _found(kind: str, asked: Asked, standing: str, what: Measured) -> Any:
    with asof.read() as connection:
        if what is LIMITS:
            return rows_of(connection, kind, question(asked), standing, page_number())
        one = STRETCHES[kind]
        return rows_between(connection, one, question(asked), standing, page_number())
