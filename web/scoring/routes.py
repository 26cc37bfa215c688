"""The blueprint the pages of scoring rules belong to, and what all of them need."""

from typing import Final

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from domain.assessment.book.state import Version
from domain.assessment.model import ScoringRules
from web.service import service

Answer = Response | str | tuple[str, int]

SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422

blueprint = Blueprint("scoring", __name__, url_prefix="/scoring", template_folder="templates")


def version_of(ref: str) -> Version:
    """A version by "unit-default@1". Errors: 404."""
    found = service().desk.scoring.now().versions.get(ref)
    return found if found is not None else abort(404)


def rules_of(ref: str) -> ScoringRules:
    """What a version says. Errors: 404."""
    return service().desk.scoring.get(version_of(ref).ref)
