"""The blueprint the pages of audit sheets belong to."""

from typing import Any, Final

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from domain.audit.state import Sheet
from domain.errors import AuditUnknown
from web.admin.telling import author
from web.service import service
from web.sheets import terms

blueprint = Blueprint("sheets", __name__, url_prefix="/audit", template_folder="templates")

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303

Answer = Response | str | tuple[str, int]


@blueprint.context_processor
def around() -> dict[str, Any]:
    """What every page of audit sheets says in words."""
    return {"terms": terms, "author": author}


def sheet_named(code: str) -> Sheet:
    """404 where there is no such sheet."""
    try:
        return service().desk.sheets.of(code)
    except AuditUnknown:
        abort(404)


def back(code: str, anchor: str = "") -> Response:
    """To the sheet."""
    return redirect(url_for("sheets.sheet", code=code, _anchor=anchor or None), SEE_OTHER)
