"""What the matters of an audit sheet are, those that exist for the viewer."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from projections.queries.viewer import Viewer, hidden, of_few_cases
from projections.tables import cases


class Told(NamedTuple):
    """A matter by number, with what says what it is."""

    number: str
    title: str
    track: str
    stage: str
    lead_unit: str
    received_at: int


def matters_named(
    connection: Connection, numbers: Sequence[str], *, viewer: Viewer
) -> dict[str, Told]:
    """By number, of those that are named."""
    if not numbers:
        return {}
    shown = (getattr(cases.c, name) for name in Told._fields)
    wanted = select(*shown).where(cases.c.number.in_(sorted(numbers)), *of_few_cases(viewer))
    return {row.number: Told._make(row) for row in connection.execute(wanted)}


def hidden_numbers(connection: Connection, *, viewer: Viewer) -> frozenset[str]:
    """Of matters that do not exist for the viewer since they accuse them; few."""
    accusing = hidden(viewer)
    if accusing is None:
        return frozenset()
    found = select(cases.c.number).where(cases.c.cid.in_(accusing))
    return frozenset(connection.execute(found).scalars())
