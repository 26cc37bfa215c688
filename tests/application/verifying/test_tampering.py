"""Whatever is done to the log in its file, verifying it finds; where nothing is done, nothing."""

from collections.abc import Callable
from contextlib import closing
from random import Random

import pytest

from application.settings import Settings
from application.store.driver import sqlite3
from application.verifying import Outside, verify
from tests.application.verifying import tampering
from tests.application.verifying.conftest import SIGNER, Kept
from tests.tampering import disarm

FEW, TILES = 24, 260  # events: hardly any, and enough for a full tile
TIMES = 610  # of each of seventeen ways: more than ten thousand
SEED = 20_260_921

Keep = Callable[[int], Kept]


class Place:
    """One file in which a log is tampered with by hand, and put back each time."""

    def __init__(self, settings: Settings, kept: Kept) -> None:
        self._settings = settings
        self._outside = Outside(kept.outside, [SIGNER.verifier])
        settings.events_path.write_bytes(kept.image)
        with self._opened() as log:
            disarm(log)
        self._unguarded = settings.events_path.read_bytes()

    def after(self, change: tampering.Tampering, chance: Random) -> set[str]:
        """What is found after the change, besides that the guards were taken away before."""
        self._settings.events_path.write_bytes(self._unguarded)
        with self._opened() as log:
            before = log.total_changes
            log.execute("BEGIN")
            change(log, chance)
            log.execute("COMMIT")
            assert log.total_changes > before, "a change that changes nothing proves nothing"
        return set(verify(self._settings, self._outside).counts) - {"guard-lost"}

    def _opened(self) -> closing[sqlite3.Connection]:
        log = sqlite3.connect(str(self._settings.events_path), isolation_level=None)
        log.execute("PRAGMA synchronous=OFF")
        return closing(log)


@pytest.mark.parametrize(
    "change", [*tampering.WITH_ROWS, *tampering.BESIDES], ids=lambda change: change.__name__
)
def test_nothing_that_is_done_to_a_log_stays_unnoticed(
    change: tampering.Tampering, place: Settings, kept_log: Keep
) -> None:
    tampered, chance = Place(place, kept_log(FEW)), Random(f"{SEED}:{change.__name__}")
    unnoticed = [n for n in range(TIMES) if not tampered.after(change, chance)]

    assert unnoticed == []


@pytest.mark.parametrize(
    "change",
    [tampering.edit_and_prove_anew, tampering.rewrite_history, tampering.change_a_tile],
    ids=lambda change: change.__name__,
)
def test_kept_tiles_tell_what_was_altered_with_its_leaf(
    change: tampering.Tampering, place: Settings, kept_log: Keep
) -> None:
    tampered, chance = Place(place, kept_log(TILES)), Random(SEED)
    unnoticed = [n for n in range(TIMES // 20) if not tampered.after(change, chance)]

    assert unnoticed == []


def test_a_rewriting_with_rebuilt_tree_is_caught_by_any_one_checkpoint_that_covers_it(
    place: Settings, kept_log: Keep
) -> None:
    kept = kept_log(TILES)
    for claim in kept.outside:
        tampered = Place(place, kept._replace(outside=[claim]))
        found = tampered.after(_rewrite_first, Random(SEED))

        assert found == {"checkpoint-other"}


def test_where_no_checkpoint_covers_it_yet_a_rewriting_is_not_told_and_that_is_said(
    place: Settings, kept_log: Keep
) -> None:
    kept = kept_log(TILES)
    first = kept.outside[0]
    tampered = Place(place, kept._replace(outside=[first]))

    assert tampered.after(_rewrite_last, Random(SEED)) == set()
    assert verify(place, Outside([first])).covered == first.size < TILES


def test_a_log_nobody_touched_is_sound_every_time(place: Settings, kept_log: Keep) -> None:
    for events in range(3, 103):
        kept = kept_log(events)
        place.events_path.write_bytes(kept.image)
        found = verify(place, Outside(kept.outside, [SIGNER.verifier]))

        assert (found.counts, found.events, found.covered) == ({}, events, events)


def _rewrite_first(log: sqlite3.Connection, _: Random) -> None:
    _rewrite(log, 0)


def _rewrite_last(log: sqlite3.Connection, _: Random) -> None:
    _rewrite(log, -1)


def _rewrite(log: sqlite3.Connection, place: int) -> None:
    """The forger has the signer's key as well: it signs the log as it is now."""
    rows = tampering.rows_of(log)
    rows[place] = rows[place]._replace(recorded=rows[place].recorded + (1 if place else 0))
    if not place:
        rows[place] = rows[place]._replace(state=rows[place].state.replace(b'"cli"', b'"cla"'))
    log.execute("DELETE FROM cosignatures")
    log.execute("DELETE FROM checkpoints")
    tampering.rewrite(log, rows)
