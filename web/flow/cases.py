"""The cases a figure of the flow is made of, the latest first."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from projections.flow import choosing
from projections.flow.asking import Question, page_of
from projections.flow.choosing import Choice, chosen
from projections.flow.following import Progress
from projections.flow.found import Flow
from projections.flow.matters import cases_of
from projections.flow.steps import OF_CASE
from web import asof
from web.flow import told
from web.flow.asked import read
from web.flow.routes import blueprint
from web.flow.standing import answered, opened
from web.flow.views import around, waiting
from web.wording import _

SIZE: Final = 50
LONGEST_PAGE: Final = 6  # digits of its number
LONGEST_WAY: Final = 100  # steps of a loop
BETWEEN: Final = "."
CHOSEN: Final = ("way", "first", "then", "loop", "lacks")


class Figure(NamedTuple):
    """What was chosen: which ways, of which track, and how it reads."""

    choice: Choice
    heading: str
    track: str = ""
    given: Mapping[str, str] = {}


@blueprint.get("/cases")
def cases() -> ResponseReturnValue:
    """One page of them."""
    asked, figure = read(request.args), _figure(request.args)
    if asked.problems:
        return render_template("flow/flow.html", **around(asked)), 422
    found = answered(asked.question)
    if isinstance(found, Progress):
        return waiting(asked, found)
    number = _page_number()
    question = asked.question._replace(track=figure.track or asked.question.track)
    return render_template(
        "flow/cases.html",
        **around(asked),
        heading=_heading(figure, found.flow),
        given=figure.given,
        page=number,
        **_rows(question, figure.choice, number),
    )


def _heading(figure: Figure, flow: Flow) -> str:
    """Of a way its steps, where somebody went it."""
    way = figure.given.get("way", "")
    steps = next((one.steps for one in flow.variants if choosing.mark(one.steps) == way), ())
    return told.steps_told(steps) or figure.heading


def _figure(args: Mapping[str, str]) -> Figure:
    """All there are where nothing is chosen; no such page where what is chosen can't be."""
    if not any(args.get(name) for name in CHOSEN):
        return Figure(lambda _way: True, _("Every way"))
    way, loop, lacks = args.get("way", ""), _steps(args, "loop"), _steps(args, "lacks")
    first, then = args.get("first", ""), args.get("then", "")
    if way:
        return Figure(choosing.of_mark(way), _("One way"), given={"way": way})
    if {first, then} <= set(OF_CASE):
        heading = told.steps_told((first, then))
        given = {"first": first, "then": then}
        return Figure(choosing.following(first, then), heading, given=given)
    if loop:
        given = {"loop": BETWEEN.join(loop)}
        return Figure(choosing.looping(loop), told.steps_told(loop), given=given)
    if not lacks:
        abort(404)
    return _lacking(args.get("in", ""), lacks)


def _lacking(track: str, steps: tuple[str, ...]) -> Figure:
    heading = _("Closed without: %(step)s", step=told.steps_told(steps, words_or=True))
    given = {"lacks": BETWEEN.join(steps), "in": track}
    return Figure(choosing.without(track, steps), heading, track, given)


def _steps(args: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = tuple(args.get(name, "").split(BETWEEN)[:LONGEST_WAY])
    return found if set(found) <= set(OF_CASE) else ()


def _rows(question: Question, choice: Choice, number: int) -> dict[str, Any]:
    with opened() as file:
        some, runs = chosen(file, question, choice)
        places = page_of(file, question, some, SIZE, number) if some else []
    shown = places[:SIZE]
    with asof.read() as connection:
        known = cases_of(connection, [place.cid for place in shown])
    rows = [(place, known[place.cid]) for place in shown if place.cid in known]
    return {"rows": rows, "runs": runs, "more": len(places) > SIZE}


def _page_number() -> int:
    text = request.args.get("page", "")
    fits = text.isascii() and text.isdigit() and len(text) < LONGEST_PAGE
    return max(1, int(text)) if fits else 1
