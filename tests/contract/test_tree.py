"""The tree out of kept tiles is the tree of all leaves, and tiles are kept as they fill."""

import pytest
from eventsourcing.persistence import IntegrityError

from application.desk import Desk
from application.proofs import tree
from application.proofs.checkpoints import Checkpoints
from application.proofs.logtree import LogTree
from application.proofs.notes import VerifierKey
from application.proofs.trust import STREAM
from application.settings import Settings
from application.store import proven
from application.store.completing import make_up_tiles
from application.store.rows import TILES
from domain.trust.events import WitnessAdmitted
from tests.signed import begin, sign
from tests.tampering import change

MANY = 600


def grow(desk: Desk, many: int) -> None:
    """So many events in one transaction."""
    at = desk.clock()
    key = str(VerifierKey("w", 4, bytes(32)))
    events = [WitnessAdmitted(at=at, by="op", name=f"w{one}", vkey=key) for one in range(many)]
    desk.append(STREAM, 0, events)


def test_roots_and_proofs_are_those_over_all_leaves(desk: Desk, settings: Settings) -> None:
    grow(desk, MANY)
    found = LogTree(settings, desk.log)
    size = found.size()
    leaves = proven.leaves(desk.log.reader, 0, size)
    assert len(leaves) == size
    assert len(proven.roots(desk.log.reader, 1, 0, MANY)) == size // 256
    for some in (1, 255, 256, 257, 512, size):
        assert found.root(some) == tree.root(leaves[:some])
    for seq in (1, 256, 257, 600, size):
        assert found.inclusion(seq, size) == tree.inclusion(leaves, seq - 1)
    for old in (0, 1, 256, 300, size - 1, size):
        assert found.consistency(old, size) == tree.consistency(leaves, old)


def test_tiles_that_are_missing_are_made_again(desk: Desk, settings: Settings) -> None:
    grow(desk, MANY)
    found = LogTree(settings, desk.log)
    root = found.root(MANY)
    change(settings, f"DELETE FROM {TILES}")
    assert proven.roots(desk.log.reader, 1, 0, MANY) == []
    assert found.root(MANY) == root
    make_up_tiles(settings)
    assert len(proven.roots(desk.log.reader, 1, 0, MANY)) == found.size() // 256
    assert found.root(MANY) == root


def test_a_checkpoint_is_kept_once_and_as_it_was(desk: Desk, settings: Settings) -> None:
    key = begin(settings)
    signed = sign(settings)
    found = Checkpoints(settings, log=desk.log)
    kept = found.last()
    assert kept is not None
    assert (kept.size, kept.note, kept.root) == (
        signed.size,
        signed.note,
        LogTree(settings, desk.log).root(signed.size),
    )
    assert kept.checkpoint.origin == key.name
    with pytest.raises(IntegrityError):
        found.keep(signed.note)
    found.add_time_stamp(kept.size, "tsa.example", b"token")
    assert [(name, token) for name, token, _ in found.time_stamps(kept.size)] == [
        ("tsa.example", b"token")
    ]
    assert found.covering(kept.size + 1) is None
