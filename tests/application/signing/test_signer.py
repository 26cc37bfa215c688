"""The signer signs what grew out of what it signed before, and nothing else."""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from application.clock import system_clock
from application.desk import Desk
from application.proofs.errors import NoteError, Refused
from application.proofs.leaves import digest, leaf
from application.proofs.logtree import LogTree
from application.proofs.looking import examine_proof
from application.proofs.notes import Checkpoint, VerifierKey, open_checkpoint
from application.proofs.tree import is_consistent
from application.proofs.trust import admit_witness, name_signer
from application.settings import Settings
from application.signing.holding import replace
from application.signing.running import Turns
from application.signing.signer import LogSigner
from application.signing.state import KEY, NOTES, STATE, folder_of
from application.store.driver import sqlite3
from application.store.rows import EVENTS, NewRow
from application.store.whole import whole_rows
from application.verifying.outside import read_claims
from tests.signed import begin
from tests.tampering import disarm

ASKED = 1000
MORE = 240  # events, so that a tile is full
A_FEW = 20
COLUMNS = "rowid, originator_id, originator_version, topic, state, recorded_at, state_digest, leaf"


def record(desk: Desk, many: int = 1, name: str = "w") -> None:
    """So many events more."""
    for number in range(many):
        admit_witness(desk, str(VerifierKey(f"{name}{number}", 4, bytes(32))), "op")


class Place(NamedTuple):
    """A log with a signer."""

    settings: Settings
    desk: Desk
    key: VerifierKey
    signer: LogSigner


@pytest.fixture
def place(on_files: Settings, desk: Desk) -> Iterator[Place]:
    key = begin(on_files)
    with closing(LogSigner(on_files)) as signer:
        yield Place(on_files, desk, key, signer)


def test_it_signs_for_what_there_is_and_again_when_there_is_more(place: Place) -> None:
    first = place.signer.sign()
    record(place.desk, 3)
    second, third = place.signer.sign(), place.signer.sign()
    assert second.size == first.size + 3
    assert (first.new, second.new, third.new) == (True, True, False)
    old, new = (open_checkpoint(one.note, place.key)[0] for one in (first, second))
    proof = LogTree(place.settings).consistency(old.size, new.size)
    assert is_consistent(old.size, new.size, old.root, new.root, proof)
    kept = place.signer.checkpoints
    assert [one.note for one in kept.all()] == [first.note, second.note]
    assert kept.covering(old.size + 1) == kept.last()
    assert (folder_of(place.settings) / NOTES).read_text() == f"{first.note}\n{second.note}\n"


def test_what_a_crash_kept_back_is_delivered_at_the_next_turn(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(LogSigner, "_deliver", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            place.signer.sign()
    assert place.signer.checkpoints.last() is None
    signed = place.signer.sign()
    assert not signed.new
    kept = place.signer.checkpoints.last()
    assert kept is not None
    assert kept.note == signed.note


def test_an_old_copy_of_its_state_signs_nothing(place: Place) -> None:
    state = folder_of(place.settings) / STATE
    place.signer.sign()
    old = state.read_bytes()
    record(place.desk)
    place.signer.sign()
    state.write_bytes(old)
    assert refused(place.signer) == "state-behind"


def test_without_its_state_or_key_it_signs_nothing(place: Place) -> None:
    state, key = folder_of(place.settings) / STATE, folder_of(place.settings) / KEY
    state.write_text('{"tree": {"size": 3, "peaks": []}}')
    assert refused(place.signer) == "state-damaged"
    state.unlink()
    assert refused(place.signer) == "not-begun"
    key.chmod(0o644)
    with pytest.raises(NoteError):
        place.signer.sign()


def test_a_clock_that_was_ahead_keeps_it_from_no_look_at_the_whole_log(place: Place) -> None:
    now = system_clock()
    ahead = LogSigner(place.settings, lambda: now + timedelta(days=3650))
    with closing(ahead):
        ahead.sign()
    index = len(list(whole_rows(place.settings, 0, 100))) - 1
    with closing(sqlite3.connect(str(place.settings.events_path))) as file:
        disarm(file)
        with file:
            file.execute(f"UPDATE {EVENTS} SET state = x'7b7d' WHERE rowid = {index}")
    with pytest.raises(Refused, match="altered"):
        place.signer.sign()


def test_a_checkpoint_planted_with_a_wrong_signature_is_told_and_stops_no_look(
    place: Place,
) -> None:
    signed = place.signer.sign()
    name_signer(place.desk, str(place.key), "op")
    now = system_clock()
    size = signed.note.split("\n")[1]

    def told() -> list[str]:
        return [one.check for one in examine_proof(place.settings, place.desk.log, now)]

    assert told() == ["checkpoint"]
    place.signer.checkpoints.keep(signed.note.replace(f"\n{size}\n", "\n9000\n"))
    assert told() == ["checkpoint-key", "checkpoint"]


def test_two_that_write_one_file_at_once_leave_one_of_both_whole(tmp_path: Path) -> None:
    path, whole = tmp_path / "checkpoint", [b"a" * 50_000, b"b" * 50_000]
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda number: replace(path, whole[number % 2]), range(40)))
    assert path.read_bytes() in whole
    assert [one.name for one in tmp_path.iterdir()] == ["checkpoint"]


def test_a_note_a_crash_cut_off_spoils_none_that_follow(place: Place) -> None:
    first = place.signer.sign()
    path = folder_of(place.settings) / NOTES
    path.write_text(f"{first.note}\n{first.note[:30]}")
    record(place.desk)
    second = place.signer.sign()
    assert [one.note for one in read_claims(path.read_text(), "")] == [first.note, second.note]


def test_a_file_of_one_endless_line_is_no_checkpoint_and_takes_no_time() -> None:
    began = time.monotonic()
    with pytest.raises(NoteError):
        read_claims("x" * 200_000, "")
    assert time.monotonic() - began < 1


def test_places_get_the_tree_and_what_fails_is_tried_again(on_files: Settings, desk: Desk) -> None:
    begin(on_files)
    stick = on_files.data.parent / "stick"
    stick.write_text("in the way")
    settings = Settings(data=on_files.data, checkpoint_places=str(stick))
    with closing(Turns(settings)) as turns:
        record(desk, MORE)
        missed = turns.turn()
        assert (missed.pushed, [one.place for one in missed.missed]) == ([], [str(stick)])
        stick.unlink()
        done = turns.turn()
        assert (done.signed.new, done.pushed, done.missed) == (False, [str(stick)], [])
    assert (stick / "checkpoint").read_text() == done.signed.note
    assert len((stick / "tile/0/000").read_bytes()) == 8192
    assert (stick / "tile/1/000.p/1").read_bytes() == LogTree(settings).root(256)


def refused(signer: LogSigner) -> str:
    with pytest.raises(Refused) as error:
        signer.sign(whole=True)
    return error.value.code


# --- a thousand times asked to sign what is not so ---


def test_a_thousand_rollbacks_forks_and_rewrites_are_signed_not_once(place: Place) -> None:
    record(place.desk, A_FEW)
    signed = place.signer.sign()
    record(place.desk, 5, "later")
    true = list(whole_rows(place.settings, 0, LogTree(place.settings).size()))
    chance = random.Random(6962)
    tried = 0
    with closing(sqlite3.connect(str(place.settings.events_path))) as file:
        disarm(file)
        file.execute("PRAGMA synchronous=OFF")
        for _ in range(ASKED):
            act = chance.choice((rollback, fork, rewrite))
            put(file, act(true, signed.size, chance))
            with pytest.raises(Refused):
                place.signer.sign(whole=True)
            tried += 1
        put(file, true)
    assert tried == ASKED
    assert [one.size for one in place.signer.checkpoints.all()] == [signed.size]
    last = place.signer.sign(whole=True)
    checkpoint: Checkpoint = open_checkpoint(last.note, place.key)[0]
    assert (checkpoint.size, last.new) == (len(true), True)


Act = Callable[[list[NewRow], int, random.Random], list[NewRow]]


def rollback(true: list[NewRow], signed: int, chance: random.Random) -> list[NewRow]:
    """Less than was signed for."""
    return true[: chance.randrange(signed)]


def fork(true: list[NewRow], signed: int, chance: random.Random) -> list[NewRow]:
    """Another history from some event on, longer or shorter, and right in itself."""
    since = chance.randrange(signed)
    return [*true[:since], *(altered(row, b" ") for row in true[since:])]


def rewrite(true: list[NewRow], signed: int, chance: random.Random) -> list[NewRow]:
    """One event that was signed for says something else, its leaf too or not."""
    index = chance.randrange(signed)
    row = altered(true[index], bytes([chance.randrange(32, 127)]))
    if chance.random() < 0.5:
        row = row._replace(leaf=true[index].leaf)
    return [*true[:index], row, *true[index + 1 :]]


def altered(row: NewRow, with_: bytes) -> NewRow:
    """Other bytes, with digest and leaf made again."""
    state = row.state + with_
    found = digest(state)
    made = leaf(row.seq, row.stream, row.version, row.topic, row.recorded, found)
    return row._replace(state=state, state_digest=found, leaf=made)


def put(file: sqlite3.Connection, rows: list[NewRow]) -> None:
    """Let the log be these."""
    with file:
        file.execute(f"DELETE FROM {EVENTS}")
        signs = ",".join("?" * len(NewRow._fields))
        file.executemany(f"INSERT INTO {EVENTS} ({COLUMNS}) VALUES ({signs})", rows)


def test_a_changed_leaf_is_noticed_without_going_through_the_log(place: Place) -> None:
    place.signer.sign()
    with closing(sqlite3.connect(str(place.settings.events_path))) as file:
        disarm(file)
        with file:
            file.execute(f"UPDATE {EVENTS} SET leaf = zeroblob(32) WHERE rowid = 2")
    record(place.desk)
    with pytest.raises(Refused) as error:
        place.signer.sign()
    assert error.value.code == "rewritten"
