"""The blueprint the pages of the duty desk's board belong to."""

from flask import Blueprint

blueprint = Blueprint("board", __name__, template_folder="templates")

UNPROCESSABLE = 422
SEE_OTHER = 303
