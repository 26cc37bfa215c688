"""As whom a page asks the read model."""

from flask import g

from domain.units.state import CENTRE
from projections.queries.viewer import Viewer, viewer_of
from web.auth.who import account
from web.service import service


def viewer() -> Viewer:
    """Who is logged in, as the read model knows them; found once in a request."""
    if "viewer" not in g:
        who = account()
        with service().read() as connection:
            g.viewer = viewer_of(connection, who.role, who.unit or CENTRE, who.username)
    found: Viewer = g.viewer
    return found
