"""Where the pages and the log's public address are."""

from typing import Final

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("proofs", __name__, template_folder="templates")

UNPROCESSABLE: Final = 422
Answer = Response | str | tuple[str, int]
