"""What a witness answers a log that brings it a checkpoint: as the specification has it."""

import random
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from application.proofs.errors import Refused
from application.proofs.notes import COSIGNATURE, NOTE, Checkpoint, Signer, is_signed, parse_line
from application.proofs.tree import EMPTY, consistency, root
from application.signing.holding import alone
from application.witnessing.adding import MOST_PROOF, SIZE, TEXT, Answer, add_checkpoint, parse
from application.witnessing.seen import LAST, NOTES, Seen
from application.witnessing.witness import Witness

ORIGIN = "qs.example/log"
LEAVES = [sha256(bytes([number])).digest() for number in range(200)]
OTHERS = [sha256(b"other" + leaf).digest() for leaf in LEAVES]
LOG = Signer(ORIGIN, NOTE, Ed25519PrivateKey.generate())
FORKS = 300


def note_of(size: int, leaves: list[bytes] = LEAVES, log: Signer = LOG, name: str = ORIGIN) -> str:
    text = Checkpoint(name, size, root(leaves[:size])).text
    return f"{text}\n{log.sign(text)}"


def sent(old: int | str, proof: list[bytes], note: str) -> bytes:
    lines = "".join(f"{b64encode(one).decode()}\n" for one in proof)
    return f"old {old}\n{lines}\n{note}".encode()


def grown(old: int, size: int, leaves: list[bytes] = LEAVES) -> bytes:
    """What an honest log sends; `leaves` from which it made its proof and its root."""
    return sent(old, consistency(leaves[:size], old), note_of(size, leaves))


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    own = Witness(tmp_path / "auditor")
    own.begin("audit.example", LOG.verifier)
    return own


def size_of(witness: Witness) -> int:
    last = witness.seen()[0].last()
    return last.size if last else 0


def test_what_grew_is_cosigned_from_the_first_look_on(witness: Witness) -> None:
    for old, size in ((0, 5), (5, 8), (8, 129), (129, 129), (129, 200)):
        answer = add_checkpoint(witness, grown(old, size))
        assert (answer.status, answer.kind) == (200, TEXT)
        text = Checkpoint(ORIGIN, size, root(LEAVES[:size])).text
        assert is_signed(text, parse_line(answer.text), witness.key)
        assert size_of(witness) == size


def test_an_empty_log_has_the_root_of_nothing(witness: Witness) -> None:
    text = Checkpoint(ORIGIN, 0, bytes(32)).text
    assert add_checkpoint(witness, sent(0, [], f"{text}\n{LOG.sign(text)}")).status == 422
    assert root([]) == EMPTY
    assert add_checkpoint(witness, grown(0, 0)).status == 200
    assert add_checkpoint(witness, grown(0, 7)).status == 200


def test_asked_again_it_says_so_with_the_time_it_is_now(tmp_path: Path) -> None:
    times = [datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=number) for number in (1, 2)]
    own = Witness(tmp_path / "auditor", iter(times).__next__)
    own.begin("audit.example", LOG.verifier)
    first, second = add_checkpoint(own, grown(0, 5)), add_checkpoint(own, grown(5, 5))
    said = [parse_line(one.text).seconds for one in (first, second)]
    assert said == [int(time.timestamp()) for time in times]
    assert (own.folder / NOTES).read_text().count(ORIGIN) == 2  # one note, kept once


def test_from_another_size_it_says_how_far_it_got(witness: Witness) -> None:
    add_checkpoint(witness, grown(0, 50))
    for old, size in ((0, 60), (49, 60), (30, 40), (51, 60)):
        answer = add_checkpoint(witness, grown(old, size))
        assert answer == Answer(409, "50\n", SIZE)


Change = Callable[[], bytes]
REFUSED: list[tuple[int, Change]] = [
    (400, lambda: grown(60, 60).replace(b"old 60", b"old 61")),
    (400, lambda: grown(50, 60).replace(b"old 50", b"old 050")),
    (400, lambda: grown(50, 60).replace(b"old ", b"old  ")),
    (400, lambda: grown(50, 60).replace(b"old 50", "old ５0".encode())),
    (400, lambda: grown(50, 60).replace(b"old 50", b"new 50")),
    (400, lambda: grown(50, 60).replace(b"old 50", b"old " + b"9" * 5000)),
    (400, lambda: grown(50, 60).replace(b"\n\n", b"\n", 1)),
    (400, lambda: grown(50, 60).replace(b"\n", b"\r\n")),
    (400, lambda: sent(50, [bytes(31)], note_of(60))),
    (400, lambda: sent(50, [bytes(32)] * (MOST_PROOF + 1), note_of(60))),
    (400, lambda: grown(50, 60) + b"\xff"),
    (400, lambda: b""),
    (400, lambda: grown(50, 60).removesuffix(b"\n")),
    (400, lambda: grown(50, 60) + b"x" * 100_000),
    (404, lambda: sent(50, [], note_of(60, name="other.example/log"))),
    (403, lambda: sent(50, [], note_of(60, log=stranger()))),
    (403, lambda: sent(50, [], note_of(60).replace("\n60\n", "\n61\n"))),
    (409, lambda: sent(50, [], note_of(50, OTHERS))),
    (422, lambda: sent(50, [], note_of(60))),
    (422, lambda: sent(50, consistency(LEAVES[:60], 50)[:-1], note_of(60))),
    (422, lambda: sent(50, [*consistency(LEAVES[:60], 50), bytes(32)], note_of(60))),
    (422, lambda: grown(50, 60, OTHERS)),
    (422, lambda: sent(50, [bytes(32)], note_of(50))),
]


def stranger() -> Signer:
    """Another key under the log's own name."""
    return Signer(ORIGIN, NOTE, Ed25519PrivateKey.generate())


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_what_does_not_follow_is_answered_by_its_own_status(witness: Witness, number: int) -> None:
    add_checkpoint(witness, grown(0, 50))
    status, made = REFUSED[number]
    answer = add_checkpoint(witness, made())
    assert (answer.status, answer.kind) == (status, TEXT)
    assert size_of(witness) == 50


def test_no_fork_and_no_rollback_is_signed_however_often_it_is_tried(witness: Witness) -> None:
    add_checkpoint(witness, grown(0, 100))
    chance = random.Random(6962)
    for _ in range(FORKS):
        since, size, old = chance.randrange(100), chance.randint(1, 200), chance.choice((0, 100))
        forked = [*LEAVES[:since], *OTHERS[since:]]
        leaves = forked if size >= 100 else LEAVES
        size, old = max(size, since + 1), min(old, size)
        assert add_checkpoint(witness, grown(old, size, leaves)).status in {400, 409, 422}
        assert size_of(witness) == 100
    assert (witness.folder / NOTES).read_text().count(ORIGIN) == 2  # one note, once signed


def test_two_roots_for_one_size_are_kept_as_evidence(witness: Witness) -> None:
    add_checkpoint(witness, grown(0, 50))
    add_checkpoint(witness, sent(0, [], note_of(50, OTHERS)))
    (file,) = witness.seen()[0].caught()
    told = file.read_text()
    assert note_of(50, OTHERS) in told
    assert note_of(50) in told
    add_checkpoint(witness, sent(50, [bytes(32)], note_of(60)))
    assert witness.seen()[0].caught() == [file]  # a proof that fails may be anybody's


def test_each_log_is_kept_apart(witness: Witness) -> None:
    other = Signer("other.example/log", NOTE, Ed25519PrivateKey.generate())
    witness.follow(other.verifier)
    witness.follow(other.verifier)
    assert [one.log.name for one in witness.seen()] == [ORIGIN, "other.example/log"]
    add_checkpoint(witness, grown(0, 50))
    note = note_of(9, OTHERS, other, "other.example/log")
    assert add_checkpoint(witness, sent(0, [], note)).status == 200
    assert size_of(witness) == 50
    again = Signer("other.example/log", NOTE, Ed25519PrivateKey.generate())
    with pytest.raises(Refused, match="log-known"):
        witness.follow(again.verifier)


def test_the_loss_of_one_of_its_files_makes_it_forget_nothing(witness: Witness) -> None:
    add_checkpoint(witness, grown(0, 50))
    old = (witness.folder / LAST).read_bytes()
    add_checkpoint(witness, grown(50, 60))
    (witness.folder / LAST).write_bytes(old)
    assert size_of(witness) == 60
    (witness.folder / LAST).unlink()
    assert add_checkpoint(witness, grown(0, 5)) == Answer(409, "60\n", SIZE)
    (witness.folder / NOTES).write_text(note_of(50) + "\nqs.exam")  # a crash cut off what follows
    assert add_checkpoint(witness, grown(50, 70)).status == 200
    (witness.folder / LAST).unlink()
    assert size_of(witness) == 70


def test_what_can_not_be_kept_is_not_given_away(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Seen, "keep", full)
    assert add_checkpoint(witness, grown(0, 50)).status == 500


def test_an_altered_folder_signs_nothing(witness: Witness) -> None:
    add_checkpoint(witness, grown(0, 50))
    (witness.folder / LAST).write_text(note_of(50).replace("50", "40"))
    assert add_checkpoint(witness, grown(50, 60)).status == 500


def test_of_many_at_once_each_is_answered_and_none_takes_anything_back(witness: Witness) -> None:
    add_checkpoint(witness, grown(0, 10))
    sizes = [20, 30, 40] * 3
    with ThreadPoolExecutor(len(sizes)) as many:
        answers = list(many.map(lambda size: add_checkpoint(witness, grown(10, size)), sizes))
    signed = {size for size, answer in zip(sizes, answers, strict=True) if answer.status == 200}
    assert signed == {size_of(witness)}
    assert {answer.status for answer in answers} <= {200, 409}


def test_while_another_process_is_at_work_it_says_so(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.witnessing.adding.PATIENCE", 0.05)
    with alone(witness.folder):
        assert add_checkpoint(witness, grown(0, 10)).status == 503


def test_the_request_of_the_specification_is_read() -> None:
    asked = parse(
        b"old 20852014\n"
        b"PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
        b"jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n\n"
        b"example.com/behind-the-sofa\n20852163\n"
    )
    assert (asked.old, len(asked.proof)) == (20852014, 2)
    assert asked.note.startswith("example.com/")
    assert COSIGNATURE == 4
