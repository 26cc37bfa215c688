"""The blueprint the pages of rules belong to, and what all of them answer with."""

from typing import Final

from flask import Blueprint
from werkzeug.wrappers import Response

Answer = Response | str | tuple[str, int]

SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
DIGITS: Final = 6  # of a year, a version, the number of a page

blueprint = Blueprint("rulebook", __name__, template_folder="templates")


def whole(text: str) -> int:
    """A number from an address or a form; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0
