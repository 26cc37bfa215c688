"""Which cases are left out for somebody: those that accuse them."""

from sqlalchemy import Connection

from projections.queries.viewer import Viewer, hidden


def unseen(connection: Connection, viewer: Viewer) -> frozenset[int]:
    """The cases, by `cid`, that do not exist for this viewer."""
    found = hidden(viewer)
    return frozenset() if found is None else frozenset(connection.execute(found).scalars())
