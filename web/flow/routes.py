"""Where the pages of the flow are."""

from flask import Blueprint

blueprint = Blueprint("flow", __name__, url_prefix="/audit/flow", template_folder="templates")
