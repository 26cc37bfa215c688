"""What the pages about outgoing messages have in common: their place, and the answers of forms."""

from typing import Final

from flask import Blueprint
from werkzeug.wrappers import Response

from web.messaging.showing import of_case

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303
Answer = Response | str | tuple[str, int]

blueprint = Blueprint(
    "messaging", __name__, url_prefix="/admin/messages", template_folder="templates"
)
# The page of a case shows what became of its messages.
blueprint.app_context_processor(lambda: {"messages_of_case": of_case})
