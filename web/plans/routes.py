"""The blueprint the pages of plans belong to, and what all of them need."""

from typing import Final

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from domain.plans.model import Plan
from domain.plans.state import Version
from web.service import service

Answer = Response | str | tuple[str, int]

SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
DIGITS: Final = 6  # of a version in an address

blueprint = Blueprint("plans", __name__, url_prefix="/plans", template_folder="templates")


def version_of(code: str, number: int) -> Version:
    """A version on record. Errors: 404."""
    found = service().desk.plans.now().versions.get(f"{code}@{number}")
    return found if found is not None else abort(404)


def plan_of(code: str, number: int) -> Plan:
    """What a version says. Errors: 404."""
    found = service().desk.plans.get(version_of(code, number).ref)
    return found if found is not None else abort(404)


def whole(text: str) -> int:
    """A number from an address; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0
