"""The home of auditors."""

from flask import render_template

from web.audit.home import ways
from web.audit.routes import blueprint


@blueprint.get("/")
def index() -> str:
    """What there is to replay, to prove and to look into."""
    return render_template("audit/index.html", ways=list(ways()))
