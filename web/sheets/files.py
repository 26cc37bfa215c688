"""An audit sheet taken along: as a Word document, as a workbook."""

from io import BytesIO
from typing import Final

from flask import send_file
from werkzeug.wrappers import Response

from projections.sheet import XLSX
from web.papers.content import Paper
from web.papers.sheet import workbook
from web.papers.word import DOCX, write
from web.sheets.paper import paper
from web.sheets.routes import blueprint, sheet_named

TYPES: Final = {"docx": DOCX, "xlsx": XLSX}


def file(told: Paper, ending: str) -> bytes:
    """The paper as a file of that kind."""
    return write(told) if ending == "docx" else workbook(told)


@blueprint.get("/sheets/<code>.<any(docx, xlsx):ending>")
def sheet_file(code: str, ending: str) -> Response:
    """As it stands."""
    told = paper(sheet_named(code), wide=ending == "xlsx")
    content = BytesIO(file(told, ending))
    name = f"{told.number} {told.title}.{ending}"
    return send_file(content, mimetype=TYPES[ending], as_attachment=True, download_name=name)
