"""The blueprint the pages of screening rounds belong to."""

from typing import Final

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("rounds", __name__, url_prefix="/rounds", template_folder="templates")

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303

Answer = Response | str | tuple[str, int]
