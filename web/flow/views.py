"""The page of the flow: drawn, its variants, waiting times, loops, and steps left out."""

from typing import Any, Final

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from projections.flow.choosing import mark
from projections.flow.following import Progress
from projections.flow.steps import CASE, DISPATCH
from web import times
from web.charts.svg import element
from web.flow import told
from web.flow.asked import CODES, Asked, read
from web.flow.diagram import NARROW, WIDE, drawn
from web.flow.routes import blueprint
from web.flow.standing import Answer, answered
from web.ledgers.fields import narrowing
from web.ledgers.periods import usual
from web.wording import _lp

VARIANTS: Final = 50
ROWS: Final = 100
LOOPS: Final = 30
AGAIN: Final = "2"  # seconds until the page is asked for again
KINDS: Final = {"": _lp("flow", "Cases"), DISPATCH: _lp("flow", "Dispatches")}
DONE: Final = {
    "": _lp("flow", "Only what is done"),
    "all": _lp("flow", "Also what is not done yet"),
}


@blueprint.get("/")
def page() -> ResponseReturnValue:
    """Everything there is, unless the address narrows it."""
    asked = read(request.args)
    if asked.problems:
        return render_template("flow/flow.html", **around(asked)), 422
    found = answered(asked.question)
    if isinstance(found, Progress):
        return waiting(asked, found)
    return render_template("flow/flow.html", **around(asked), **_shown(found))


def waiting(asked: Asked, progress: Progress) -> ResponseReturnValue:
    """How far it is gathered; the page looks again by itself."""
    shown = render_template("flow/waiting.html", **around(asked), progress=progress)
    return make_response(shown, {"Refresh": AGAIN})


def _shown(found: Answer) -> dict[str, Any]:
    flow = found.flow
    wide, graph = drawn(flow, WIDE)
    narrow, few = drawn(flow, NARROW)
    return {
        "found": found,
        "flow": flow,
        "recorded": times.local(found.standing.recorded),
        "wide": element(wide),
        "narrow": element(narrow),
        "left_out": graph.left_out,
        "left_out_narrow": few.left_out,
        "variants": flow.variants[:VARIANTS],
        "following": flow.following[:ROWS],
        "loops": flow.loops[:LOOPS],
        "mark": mark,
        "of_case": flow.skipped,
    }


def around(asked: Asked) -> dict[str, Any]:
    """The form, and how things read."""
    return {
        "asked": asked,
        "told": told,
        "choices": narrowing(CODES),
        "kinds": KINDS,
        "done": DONE,
        "periods": usual(),
        "of_cases": asked.question.kind == CASE,
        "now": times.now(),
    }
