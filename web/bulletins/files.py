"""A bulletin taken along: as a Word document, as a workbook."""

from io import BytesIO
from typing import Final

from flask import abort, request, send_file
from werkzeug.wrappers import Response

from projections.sheet import XLSX
from web.bulletins import asked as asking
from web.bulletins.draft import Drawn, as_issued, drafted, paper
from web.bulletins.views import blueprint
from web.papers.content import Paper
from web.papers.sheet import workbook
from web.papers.word import DOCX, write

TYPES: Final = {"docx": DOCX, "xlsx": XLSX}


def file(told: Paper, ending: str) -> bytes:
    """The paper as a file of that kind."""
    return write(told) if ending == "docx" else workbook(told)


@blueprint.get("/draft/<kind>.<any(docx, xlsx):ending>")
def draft_file(kind: str, ending: str) -> Response:
    """The draft as it is, or would have been."""
    asked = asking.read(kind, request.args)
    if asked.period is None:
        abort(404)
    return _sent(drafted(asked.period), ending)


@blueprint.get("/issued/<code>.<any(docx, xlsx):ending>")
def issued_file(code: str, ending: str) -> Response:
    """As it was issued."""
    return _sent(as_issued(code), ending)


def _sent(drawn: Drawn, ending: str) -> Response:
    told = paper(drawn)
    name = (
        f"{told.title}.{ending}" if drawn.issued is None else f"{told.number}{told.title}.{ending}"
    )
    content = BytesIO(file(told, ending))
    return send_file(content, mimetype=TYPES[ending], as_attachment=True, download_name=name)
