"""Where pages about readings are."""

from typing import Final

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("readings", __name__, template_folder="templates")

SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
Answer = Response | str | tuple[str, int]
