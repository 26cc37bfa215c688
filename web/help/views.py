"""The pages of help, and their pictures."""

from flask import Blueprint, abort, render_template, send_from_directory
from werkzeug.wrappers import Response

from web import i18n
from web.auth.who import visitor
from web.help.shelf import PICTURES, REPORTER, TITLES, rendered

blueprint = Blueprint("help", __name__, url_prefix="/help", template_folder="templates")


def page_of_visitor() -> str:
    """Which page is meant for whoever asks."""
    who = visitor()
    return who.role if who is not None else REPORTER


@blueprint.get("/<page>")
def page(page: str) -> str:
    """How the work of one role is done here."""
    if page not in TITLES:
        abort(404)
    return render_template(
        "help/page.html", text=rendered(page, i18n.language()), page=page, titles=TITLES
    )


@blueprint.get("/pictures/<name>")
def picture(name: str) -> Response:
    """A picture of a page, as the documents show it."""
    return send_from_directory(PICTURES, name)
