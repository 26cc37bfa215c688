"""A witness cosigns a log that only grew, and keeps what proves the opposite."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from application.desk import Desk
from application.log import Log
from application.proofs.checkpoints import Checkpoints
from application.proofs.cosigning import take
from application.proofs.errors import NoteError, Refused
from application.proofs.notes import NOTE, Checkpoint, Note, Signer, VerifierKey, is_signed
from application.proofs.tree import root
from application.proofs.trust import admit_witness, drop_witness
from application.settings import Settings
from application.signing.keyfile import read_key
from application.signing.places import Pushing, push
from application.signing.running import Turns
from application.signing.state import KEY, folder_of
from application.witnessing.sources import source
from application.witnessing.witness import Witness
from tests.signed import begin

FAR = 270  # events, so that full tiles are in between


class Watched(NamedTuple):
    """A log whose signer takes its tree to a folder, and a witness who looks there."""

    desk: Desk
    turns: Turns
    stick: Path
    log_key: Signer
    witness: Witness
    key: VerifierKey

    def grow(self, many: int = 1) -> None:
        for number in range(many):
            other = VerifierKey(f"w{number}.{self.desk.log.head()}", 4, bytes(32))
            admit_witness(self.desk, str(other), "op")

    def sign(self) -> str:
        return self.turns.turn().signed.note

    def hand_out(self, size: int, root: bytes) -> None:
        """What a dishonest signer would hand out: anything, with its true key."""
        text = Checkpoint(self.log_key.name, size, root).text
        (self.stick / "checkpoint").write_text(f"{text}\n{self.log_key.sign(text)}")

    def refuses(self) -> str:
        with pytest.raises(Refused) as refused:
            self.witness.cosign(source(str(self.stick)))
        return refused.value.code


@pytest.fixture
def watched(on_files: Settings, desk: Desk, tmp_path: Path) -> Iterator[Watched]:
    log = begin(on_files)
    stick = tmp_path / "stick"
    witness = Witness(tmp_path / "auditor")
    key = witness.begin("audit.example", log)
    settings = Settings(data=on_files.data, checkpoint_places=str(stick))
    with closing(Turns(settings)) as turns:
        own = read_key(folder_of(on_files) / KEY)
        yield Watched(desk, turns, stick, own, witness, key)


def test_it_cosigns_what_grew_out_of_what_it_saw(watched: Watched) -> None:
    watched.sign()
    first = watched.witness.cosign(source(str(watched.stick)))
    watched.grow(FAR)
    watched.sign()
    second = watched.witness.cosign(source(str(watched.stick)))
    again = watched.witness.cosign(source(str(watched.stick)))
    assert second.before == first.checkpoint.size
    assert second.checkpoint.size == first.checkpoint.size + FAR
    assert (first.new, second.new, again.new) == (True, True, False)
    note = Note.parse(second.note)
    assert is_signed(note.text, note.lines[1], watched.key)


def test_a_log_that_was_rewritten_is_caught_with_the_proof_in_hand(watched: Watched) -> None:
    watched.sign()
    seen = watched.witness.cosign(source(str(watched.stick)))
    watched.grow(3)
    watched.sign()
    leaves = (watched.stick / "tile/0").glob("*.p/*")
    tile = max(leaves, key=lambda one: int(one.name))
    hashes = tile.read_bytes()
    forged = bytes(32) + hashes[32:]  # the first event is another one now
    tile.write_bytes(forged)
    parts = [forged[start : start + 32] for start in range(0, len(forged), 32)]
    watched.hand_out(len(parts), root(parts))
    assert watched.refuses() == "rewritten"
    evidence = next((watched.witness.folder / "evidence").iterdir()).read_text()
    assert seen.note in evidence
    assert evidence.count(watched.log_key.name) == 4


def test_two_roots_for_one_size_are_caught(watched: Watched) -> None:
    watched.sign()
    seen = watched.witness.cosign(source(str(watched.stick)))
    watched.hand_out(seen.checkpoint.size, bytes(32))
    assert watched.refuses() == "fork"
    assert (watched.witness.folder / "evidence").exists()
    assert watched.witness.seen()[0].last() == seen.checkpoint


def test_less_than_it_saw_is_refused(watched: Watched) -> None:
    watched.sign()
    seen = watched.witness.cosign(source(str(watched.stick)))
    watched.hand_out(seen.checkpoint.size - 1, bytes(32))
    assert watched.refuses() == "shorter"


def test_hashes_that_do_not_come_to_the_root_are_refused(watched: Watched) -> None:
    watched.sign()
    size = watched.turns.signer.checkpoints.last()
    assert size is not None
    watched.hand_out(size.size, bytes(32))
    assert watched.refuses() == "tiles-wrong"
    assert watched.witness.seen()[0].last() is None


def test_what_another_key_signed_is_refused(watched: Watched) -> None:
    watched.sign()
    told = (watched.stick / "checkpoint").read_text()
    other = Signer(watched.log_key.name, NOTE, Ed25519PrivateKey.generate())
    text = Note.parse(told).text
    (watched.stick / "checkpoint").write_text(f"{text}\n{other.sign(text)}")
    with pytest.raises(NoteError):
        watched.witness.cosign(source(str(watched.stick)))


def test_a_folder_that_is_gone_says_so(watched: Watched) -> None:
    assert watched.refuses() == "source-silent"


def test_a_cosignature_left_in_the_folder_is_kept_if_its_witness_was_admitted(
    watched: Watched,
) -> None:
    note = watched.sign()
    cosigned = watched.witness.cosign(source(str(watched.stick)))
    source(str(watched.stick)).hand_back("audit.txt", cosigned.note)
    assert watched.turns.turn().cosigned == []
    admit_witness(watched.desk, str(watched.key), "op")
    assert watched.turns.turn().cosigned == ["audit.example"]
    kept = watched.turns.signer.checkpoints.at(cosigned.checkpoint.size)
    assert kept is not None
    assert kept.cosigned == cosigned.note
    assert kept.note == note


def test_only_admitted_witnesses_and_kept_checkpoints_count(watched: Watched) -> None:
    watched.sign()
    log: Log = watched.desk.log
    found: Checkpoints = watched.turns.signer.checkpoints
    cosigned = watched.witness.cosign(source(str(watched.stick))).note
    admit_witness(watched.desk, str(watched.key), "op")
    drop_witness(watched.desk, "audit.example", "left", "op")
    with pytest.raises(NoteError, match="no-witness"):
        take(found, log, cosigned)
    admit_witness(watched.desk, str(watched.key), "op")
    with pytest.raises(NoteError, match="no-checkpoint"):
        take(found, log, cosigned.replace("\n3", "\n4", 1))
    assert take(found, log, cosigned).new == ["audit.example"]
    assert take(found, log, cosigned).new == []


def test_a_checkpoint_pushed_twice_lies_in_the_folder_once(watched: Watched) -> None:
    note = watched.sign()
    push(str(watched.stick), Pushing(note, 0, watched.turns._tree))
    assert [one.read_text() for one in (watched.stick / "checkpoints").iterdir()] == [note]


def test_a_stick_that_would_have_it_write_elsewhere_or_read_without_end_does_it_no_harm(
    watched: Watched,
) -> None:
    watched.sign()
    cosigned = watched.witness.cosign(source(str(watched.stick)))
    own = watched.witness.folder / "checkpoint"
    left = watched.stick / "cosignatures"
    left.mkdir()
    (left / "audit.txt").symlink_to(own)
    source(str(watched.stick)).hand_back("audit.txt", f"{cosigned.note}altered")
    assert own.read_text() == cosigned.note
    for what in ("/dev/zero", "/dev/stdin"):
        (watched.stick / "checkpoint").unlink()
        (watched.stick / "checkpoint").symlink_to(what)
        assert watched.refuses() == "source-silent"
    (watched.stick / "checkpoint").unlink()
    os.mkfifo(watched.stick / "checkpoint")
    assert watched.refuses() == "source-silent"


def test_a_witness_whose_beginning_was_cut_off_begins_again(tmp_path: Path) -> None:
    log = VerifierKey("qs.example/log", NOTE, bytes(32))
    own = Witness(tmp_path / "auditor")
    with pytest.raises(NoteError):
        own.begin("no name", log)
    (own.folder / ".witness.key.new").write_text("PRIVATE")
    assert own.begin("audit.example", log) == own.key
    with pytest.raises(Refused, match="begun"):
        own.begin("audit.example", log)
