"""The cases behind ways, as lists show them."""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, select

from projections.tables import cases

_SHOWN = (
    cases.c.cid,
    cases.c.number,
    cases.c.title,
    cases.c.track,
    cases.c.category,
    cases.c.stage,
    cases.c.received_at,
)


def cases_of(connection: Connection, cids: Sequence[int]) -> dict[int, RowMapping]:
    """By `cid`; those that may be seen were chosen before."""
    found = connection.execute(select(*_SHOWN).where(cases.c.cid.in_(cids))).mappings()
    return {row["cid"]: row for row in found}
