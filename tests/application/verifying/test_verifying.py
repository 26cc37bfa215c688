"""A real log on each database: sound as it is, and found out wherever it is touched."""

from collections.abc import Iterator
from contextlib import closing
from random import Random

import psycopg
import pytest

from application.desk import Act, Desk
from application.proofs.errors import NoteError
from application.proofs.logtree import LogTree
from application.proofs.trust import name_signer
from application.settings import Settings
from application.store.sqlite import connect
from application.verifying import Claim, Outside, read_claims, verify
from application.verifying.recording import history, record
from domain.case.events import Actor
from domain.errors import NotYourRole
from tests.application.verifying.conftest import SIGNER, WITNESS, note_of
from tests.contract.records import call
from tests.tampering import change

OPERATOR, AUDITOR = Actor("zhang", "centre", "operator"), Actor("gao", "centre", "auditor")
TIMES = 200
COPY = (
    "originator_id || 'x', originator_version, topic, state, {}, recorded_at, state_digest, leaf"
    " FROM stored_events"
)
EDITS = {
    "originator_id": "originator_id || 'x'",
    "originator_version": "originator_version + 1000",
    "topic": "topic || 'x'",
    "state": "state || '\\x20'::bytea",
    "recorded_at": "recorded_at + 1",
    "state_digest": "leaf",
    "leaf": "state_digest",
}


@pytest.fixture
def worked(settings: Settings) -> Iterator[Desk]:
    """A desk at which a few cases were received, each by a form of its own."""
    with closing(Desk(settings)) as desk:
        name_signer(desk, str(SIGNER.verifier), "cli")
        for n in range(3):
            desk.receive(call(), Act(by=OPERATOR, key=f"form-{n}"))
        yield desk


def checkpoint(desk: Desk) -> Claim:
    """What the signer says of the log as it is now, kept outside."""
    size = desk.log.head()
    with closing(LogTree(desk.settings)) as tree:
        root = tree.root(size)
    return read_claims(note_of(size, root), "notes.txt")[0]


def test_a_log_in_use_is_sound(worked: Desk) -> None:
    claim = checkpoint(worked)
    found = verify(worked.settings, Outside([claim], [SIGNER.verifier]))

    assert (found.counts, found.events) == ({}, worked.log.head())
    assert (found.checkpoints, found.covered, found.root) == (1, claim.size, claim.root.hex())


def test_whoever_watches_is_told_how_far_it_is(worked: Desk) -> None:
    told: list[tuple[int, int]] = []
    verify(worked.settings, tell=lambda done, total: told.append((done, total)))

    assert told[-1] == (worked.log.head(), worked.log.head())


def test_guards_that_were_taken_away_are_named(worked: Desk) -> None:
    change(worked.settings)
    assert verify(worked.settings).sound

    guard = _take_one_away(worked.settings)
    assert [one.data["name"] for one in verify(worked.settings).findings] == [guard]


def _take_one_away(settings: Settings) -> str:
    if settings.database_url:
        with psycopg.connect(settings.database_url) as server:
            server.execute("DROP TRIGGER checkpoints_append_only ON checkpoints")
        return "checkpoints_append_only"
    with closing(connect(str(settings.events_path))) as file:
        file.execute("DROP TRIGGER checkpoints_kept")
    return "checkpoints_kept"


def test_what_is_wrong_is_said_with_its_place(worked: Desk) -> None:
    seq = "notification_id" if worked.settings.database_url else "rowid"
    head = worked.log.head()
    change(
        worked.settings,
        f"UPDATE stored_events SET recorded_at = recorded_at - 86400000 WHERE {seq} = {head}",
        "DELETE FROM file_numbers WHERE running = 2",
        "UPDATE idempotency_keys SET version = 9 WHERE key = 'form-1'",
    )
    found = {one.code: one.data for one in verify(worked.settings).findings}

    assert set(found) == {"time-back", "leaf-wrong", "number-lost", "key-lost", "key-astray"}
    assert found["leaf-wrong"]["seq"] == found["time-back"]["seq"] == head
    assert found["number-lost"]["number"].endswith("-00002")
    assert (found["key-astray"]["key"], found["key-astray"]["version"]) == ("form-1", 9)


def test_a_form_key_that_was_taken_away_or_changed_is_told_by_the_record_it_led_to(
    worked: Desk,
) -> None:
    change(worked.settings, "DELETE FROM idempotency_keys WHERE key = 'form-1'")
    (lost,) = verify(worked.settings).findings
    row = worked.log.after(lost.data["seq"] - 1, 1)[0]
    assert (lost.code, lost.data["version"]) == ("key-lost", row.version)

    put = "INSERT INTO idempotency_keys VALUES"
    change(worked.settings, f"{put} ('form-1', '{row.stream}', {row.version})")
    assert verify(worked.settings).sound
    change(worked.settings, f"{put} ('another form', '{row.stream}', {row.version})")
    assert set(verify(worked.settings).counts) == {"key-astray"}
    change(worked.settings, "DELETE FROM idempotency_keys WHERE key = 'form-1'")
    assert set(verify(worked.settings).counts) == {"key-astray", "key-lost"}


def test_a_signing_key_nobody_outside_knows_is_told(worked: Desk) -> None:
    found = verify(worked.settings, Outside(keys=[WITNESS.verifier, SIGNER.verifier]))
    assert found.sound

    forged = verify(worked.settings, Outside(keys=[SIGNER.verifier._replace(name="elsewhere")]))
    assert set(forged.counts) == {"signer-other"}


def test_a_file_without_a_checkpoint_is_refused() -> None:
    with pytest.raises(NoteError):
        read_claims("nothing", "notes.txt")


def test_that_it_was_verified_goes_on_record_by_those_who_may(worked: Desk) -> None:
    found = verify(worked.settings)
    record(worked, found, AUDITOR)
    with pytest.raises(NotYourRole):
        record(worked, found, OPERATOR)

    (told,) = history(worked)
    assert (told.by, told.until, told.root, told.found) == ("gao", found.events, found.root, ())
    assert verify(worked.settings).sound


@pytest.mark.parametrize("database", ["postgresql"])
def test_nothing_that_is_done_to_a_log_on_the_server_stays_unnoticed(worked: Desk) -> None:
    outside = Outside([checkpoint(worked)], [SIGNER.verifier])
    head, chance = worked.log.head(), Random(20_260_921)
    with psycopg.connect(worked.settings.database_url, autocommit=True) as server:
        server.execute("ALTER TABLE stored_events DISABLE TRIGGER USER")
        server.execute("CREATE TABLE sound AS SELECT * FROM stored_events")
        for _ in range(TIMES):
            server.execute(_tampering(chance, head).encode())
            found = set(verify(worked.settings, outside).counts) - {"guard-lost"}
            server.execute("TRUNCATE stored_events")
            server.execute("INSERT INTO stored_events SELECT * FROM sound")
            assert found


def _tampering(chance: Random, head: int) -> str:
    seq, other = chance.sample(range(1, head + 1), 2)
    column = chance.choice(list(EDITS))
    at = "WHERE notification_id"
    return chance.choice(
        (
            f"UPDATE stored_events SET {column} = {EDITS[column]} {at} = {seq}",
            f"DELETE FROM stored_events {at} = {seq}",
            f"DELETE FROM stored_events {at} >= {seq}",
            "; ".join(_moved(*pair) for pair in ((seq, -1), (other, seq), (-1, other))),
            f"INSERT INTO stored_events SELECT {COPY.format(head + 1)} {at} = {seq}",
        )
    )


def _moved(old: int, new: int) -> str:
    return f"UPDATE stored_events SET notification_id = {new} WHERE notification_id = {old}"
