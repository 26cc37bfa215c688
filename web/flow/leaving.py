"""The flow as data: JSON for programs, a workbook for offices."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from flask import jsonify, render_template, request, send_file
from flask.typing import ResponseReturnValue

from projections.flow.following import Progress
from projections.flow.found import Flow, Took
from projections.queries.ledger import Kind
from projections.sheet import XLSX, Head, Laid, Value, write_book
from web import times, words
from web.flow import told
from web.flow.asked import Asked, read
from web.flow.data import plain
from web.flow.routes import blueprint
from web.flow.standing import Answer, answered
from web.flow.views import KINDS, around, waiting
from web.wording import _, _p

AGAIN: Final = 503  # it is being gathered


@blueprint.get("/flow.json")
def data() -> ResponseReturnValue:
    """Codes and seconds, all of it; 503 while it is being gathered."""
    asked = read(request.args)
    if asked.problems:
        problems = [{"field": field, "message": text} for field, text in asked.problems]
        return jsonify(problems=problems), 422
    found = answered(asked.question)
    if isinstance(found, Progress):
        return jsonify(found._asdict()), AGAIN
    return jsonify(plain(found.flow, found.standing.seq))


@blueprint.get("/flow.xlsx")
def sheet() -> ResponseReturnValue:
    """Every succession with its times, every way, what came back, what was left out."""
    asked = read(request.args)
    if asked.problems:
        return render_template("flow/flow.html", **around(asked)), 422
    found = answered(asked.question)
    return waiting(asked, found) if isinstance(found, Progress) else _book(asked, found)


def _book(asked: Asked, found: Answer) -> ResponseReturnValue:
    file, title = BytesIO(), _p("flow", "Flow")
    write_book(file, _tables(asked, found.flow), times.zone())
    file.seek(0)
    name = f"{title}-{found.standing.seq}.xlsx"
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)


def _tables(asked: Asked, flow: Flow) -> Iterator[Laid]:
    """Everything the page has, each below its own heading."""
    runs = Head(str(KINDS[asked.typed["of"]]), Kind.NUMBER)
    often, way = Head(_p("flow", "Times"), Kind.NUMBER), Head(_p("flow", "Way"), Kind.TEXT)
    waits = (Head(_("half within"), Kind.DURATION), Head(_("90 % within"), Kind.DURATION))
    steps = (Head(_p("flow", "Step"), Kind.TEXT), Head(_("Next step"), Kind.TEXT))
    yield Laid(_("From step to step"), [*steps, often, runs, *waits], _rows(flow))
    yield Laid(_("Ways taken"), [way, runs, *waits], _ways(flow))
    yield Laid(_("Coming back"), [way, often, runs], _loops(flow))
    lacking = Head(_("Closed without"), Kind.TEXT)
    closed = Head(_("Of closed"), Kind.NUMBER)
    yield Laid(
        _("Steps left out"), [Head(_("Track"), Kind.TEXT), lacking, runs, closed], _skipped(flow)
    )


def _rows(flow: Flow) -> Iterator[list[Value]]:
    for one in flow.following:
        steps = [told.step_name(one.first), told.step_name(one.then)]
        yield [*steps, one.times, one.runs, *_took(one.took)]


def _ways(flow: Flow) -> Iterator[list[Value]]:
    for one in flow.variants:
        yield [told.steps_told(one.steps), one.runs, *_took(one.took)]


def _loops(flow: Flow) -> Iterator[list[Value]]:
    for one in flow.loops:
        yield [told.steps_told(one.steps), one.times, one.runs]


def _skipped(flow: Flow) -> Iterator[list[Value]]:
    for one in flow.skipped:
        steps = told.steps_told(one.steps, words_or=True)
        yield [words.word(words.TRACK, one.track), steps, one.runs, one.of]


def _took(took: Took) -> list[Value]:
    """In milliseconds; nothing where it was not measured."""
    return [None if one is None else one * 1000 for one in (took.half, took.most)]
