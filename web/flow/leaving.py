"""The flow as data: JSON for programs, a workbook for offices."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from flask import jsonify, render_template, request, send_file
from flask.typing import ResponseReturnValue

from projections.flow.following import Progress
from projections.flow.found import Flow
from projections.queries.ledger import Kind
from projections.sheet import XLSX, Head, Value, write_xlsx
from web import times
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
    """Every succession with its times."""
    asked = read(request.args)
    if asked.problems:
        return render_template("flow/flow.html", **around(asked)), 422
    found = answered(asked.question)
    return waiting(asked, found) if isinstance(found, Progress) else _book(asked, found)


def _book(asked: Asked, found: Answer) -> ResponseReturnValue:
    file, title = BytesIO(), _p("flow", "Flow")
    write_xlsx(file, title, _heads(asked), list(_rows(found.flow)), times.zone())
    file.seek(0)
    name = f"{title}-{found.standing.seq}.xlsx"
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)


def _heads(asked: Asked) -> list[Head]:
    texts = (_p("flow", "Step"), _("Next step"))
    numbers = (_p("flow", "Times"), str(KINDS[asked.typed["of"]]))
    return [
        *(Head(text, Kind.TEXT) for text in texts),
        *(Head(text, Kind.NUMBER) for text in numbers),
        *(Head(text, Kind.TEXT) for text in (_("half within"), _("90 % within"))),
    ]


def _rows(flow: Flow) -> Iterator[list[Value]]:
    for one in flow.following:
        steps = [told.step_name(one.first), told.step_name(one.then)]
        took = [told.lasted(one.took.half), told.lasted(one.took.most)]
        yield [*steps, one.times, one.runs, *took]
