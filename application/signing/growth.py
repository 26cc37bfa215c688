"""Whether a log only grew since the last signature: the one question a signer has to answer."""

from collections.abc import Iterable
from typing import NamedTuple

from application.proofs.errors import Refused
from application.proofs.leaves import digest, leaf
from application.proofs.tree import Frontier
from application.store.rows import NewRow


class Followed(NamedTuple):
    """The tree as far as it was followed, and when its last event was recorded (ms)."""

    tree: Frontier
    recorded: int = 0


def follow(before: Followed, rows: Iterable[NewRow]) -> Followed:
    """The tree with the next rows, each leaf made again from the stored bytes.

    Errors: `Refused` gap, altered, time-back with the position.
    """
    grown, recorded = before.tree.copy(), before.recorded
    for row in rows:
        if row.seq != grown.size + 1:
            raise Refused("gap", seq=grown.size + 1)
        if row.recorded < recorded:
            raise Refused("time-back", seq=row.seq)
        grown.append(_proved(row))
        recorded = row.recorded
    return Followed(grown, recorded)


def _proved(row: NewRow) -> bytes:
    """The leaf out of what is stored. Errors: `Refused` altered."""
    state: object = row.state
    if not isinstance(state, bytes):  # SQLite keeps whatever it is given
        raise Refused("altered", seq=row.seq)
    found = digest(state)
    made = leaf(row.seq, row.stream, row.version, row.topic, row.recorded, found)
    if (row.state_digest, row.leaf) != (found, made):
        raise Refused("altered", seq=row.seq)
    return made
