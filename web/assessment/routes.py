"""The blueprint the pages of the assessment belong to."""

from typing import Any, Final

from flask import Blueprint
from werkzeug.wrappers import Response

from web import times
from web.admin.telling import author
from web.assessment import terms

blueprint = Blueprint("assessment", __name__, url_prefix="/assessment", template_folder="templates")

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303

Answer = Response | str | tuple[str, int]


@blueprint.context_processor
def around() -> dict[str, Any]:
    """What every page of the assessment says in words."""
    return {"terms": terms, "signer": author, "exact": times.exact}
