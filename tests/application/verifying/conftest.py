"""A small log with checkpoints of it, as bytes that can be tampered with again and again."""

import hashlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from application.clock import from_ms
from application.codec import encode
from application.proofs.leaves import digest, leaf
from application.proofs.notes import COSIGNATURE, NOTE, Checkpoint, Note, Signer, parse_line
from application.proofs.tiles import filled
from application.proofs.tree import root
from application.proofs.trust import STREAM
from application.settings import Settings
from application.store import sqlite
from application.store.driver import sqlite3
from application.store.rows import NewRow
from application.verifying import Claim
from domain.trust.events import SignerNamed, WitnessAdmitted

ORIGIN = "log.example.gov.cn/linkage"
BEGAN = 1_790_000_000_000  # ms
PER_CASE = 7  # events


def key_of(name: str, kind: int) -> Signer:
    """A key that is the same in every run."""
    secret = hashlib.sha256(name.encode()).digest()
    return Signer(name, kind, Ed25519PrivateKey.from_private_bytes(secret))


SIGNER, WITNESS = key_of(ORIGIN, NOTE), key_of("witness.example/audit", COSIGNATURE)


def note_of(size: int, hash_: bytes, signer: Signer = SIGNER) -> str:
    """A checkpoint as the log signs it."""
    text = Checkpoint(ORIGIN, size, hash_).text
    return str(Note(text, (parse_line(signer.sign(text)),)))


def proven(seq: int, stream: str, version: int, topic: str, state: bytes, recorded: int) -> NewRow:
    """A row that proves itself."""
    made = digest(state)
    place = leaf(seq, stream, version, topic, recorded, made)
    return NewRow(seq, stream, version, topic, state, recorded, made, place)


def lives(events: int) -> list[NewRow]:
    """The key that signs and a witness are named, then cases go on side by side."""
    named = [
        SignerNamed(at=from_ms(BEGAN), by="cli", name=ORIGIN, vkey=str(SIGNER.verifier)),
        WitnessAdmitted(at=from_ms(BEGAN), by="cli", name=WITNESS.name, vkey=str(WITNESS.verifier)),
    ]
    topics = ("log.signer-named", "log.witness-admitted")
    rows = [
        proven(n, STREAM, n, topic, encode(event), BEGAN)
        for n, (topic, event) in enumerate(zip(topics, named, strict=True), start=1)
    ]
    for seq in range(len(rows) + 1, events + 1):
        case, version = divmod(seq - 3, PER_CASE)
        stream = hashlib.md5(b"%d" % case, usedforsecurity=False).hexdigest()
        number = b'{"number":"QS2026-%05d"}' % (case + 1)
        state = number if not version else b'{"at":"2026-09-0%dT08:00:00Z"}' % version
        topic = "case.noted" if version else "case.received"
        rows.append(proven(seq, stream, version + 1, topic, state, BEGAN + seq // 3 * 1000))
    return rows


class Kept(NamedTuple):
    """A log in a file: its bytes, and the checkpoints that were made of it, kept outside."""

    image: bytes
    rows: list[NewRow]
    outside: list[Claim]


def fill(file: sqlite3.Connection, rows: list[NewRow], sizes: tuple[int, ...]) -> list[Claim]:
    """Write rows, their tiles and numbers, and checkpoints of these sizes; the checkpoints."""
    file.executemany(sqlite._INSERT, rows)
    leaves = [row.leaf for row in rows]
    for level, index in filled(0, len(rows)):
        width = 256**level
        hash_ = root(leaves[index * width : (index + 1) * width])
        file.execute("INSERT INTO tree_tiles VALUES (?,?,?)", (level, index, hash_))
    receipts = [row for row in rows if row.topic == "case.received"]
    file.executemany(
        "INSERT INTO file_numbers VALUES ('QS2026',?,?)",
        [(n, row.stream) for n, row in enumerate(receipts, start=1)],
    )
    file.executemany(
        "INSERT INTO idempotency_keys VALUES (?,?,?)",
        [(f"form-{row.seq}", row.stream, row.version) for row in rows[2::2]],
    )
    return [_checkpoint(file, size, root(leaves[:size])) for size in sizes]


def _checkpoint(file: sqlite3.Connection, size: int, hash_: bytes) -> Claim:
    note = note_of(size, hash_)
    line = WITNESS.cosign(Note.parse(note).text, BEGAN // 1000)
    file.execute("INSERT INTO checkpoints VALUES (?,?,?,?)", (size, hash_, note, BEGAN))
    file.execute("INSERT INTO cosignatures VALUES (?,?,?,?)", (size, WITNESS.name, line, BEGAN))
    return Claim(size, hash_, note, "kept outside")


@pytest.fixture(scope="session")
def kept_log(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Kept]:
    """A function that gives a log of so many events, with checkpoints of a third and of all."""
    folder, made = tmp_path_factory.mktemp("kept"), dict[int, Kept]()

    def keep(events: int) -> Kept:
        if events not in made:
            path = folder / f"{events}.db"
            sqlite.create(str(path))
            rows = lives(events)
            with closing(sqlite3.connect(str(path), isolation_level=None)) as file:
                file.execute("PRAGMA journal_mode=DELETE")
                file.execute("BEGIN")
                claims = fill(file, rows, (events // 3, events))
                file.execute("COMMIT")
            made[events] = Kept(path.read_bytes(), rows, claims)
        return made[events]

    return keep


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    """Where a log is put to be verified."""
    return Settings(data=tmp_path)
